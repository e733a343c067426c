from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from reception.keyring import Keyring
from reception.lines import Lines
from reception.stopped import KEPT_S, Stopped
from reception.tally import Tally
from reception.valkey import Valkey
from tests.reception.house import MORNING, Clock

TODAY = date(2026, 11, 24)
DAY = 86_400
pytestmark = pytest.mark.anyio


@pytest.fixture
async def lines(valkey: Valkey) -> AsyncIterator[Lines]:
    """The door's connections."""
    made = Lines(valkey.url("door"))
    yield made
    await made.close()


async def test_two_processes_count_together(lines: Lines) -> None:
    """Each knows of the other's spending once both have settled, and counts its own at once."""
    keyring, clock = Keyring.new(TODAY), Clock()
    one, two = (Tally(lines, keyring, "together", 10, clock) for _ in range(2))
    one.spend(6)
    two.spend(4)
    before = one.full
    for tally in (one, two, one):
        await tally.settle(at_once=True)

    assert (10, 10) == (one.spent, two.spent)
    assert (False, True, True) == (before, one.full, two.full)


async def test_a_new_day_begins_at_nothing(lines: Lines) -> None:
    """What was spent yesterday is yesterday's."""
    clock = Clock()
    tally = Tally(lines, Keyring.new(TODAY), "days", 3, clock)
    tally.spend(5)
    await tally.settle()
    before = tally.full
    clock.at += DAY
    after = tally.full
    tally.spend(1)
    await tally.settle()

    assert (True, False, 1) == (before, after, tally.spent)


async def test_first_is_first_once(lines: Lines) -> None:
    """For each of them by themselves, and for each thing."""
    tally = Tally(lines, Keyring.new(TODAY), "first", 0, Clock(MORNING))

    assert [True, False] == [await tally.first("danger", "a", 60) for _ in range(2)]
    assert await tally.first("danger", "b", 60)
    assert await tally.first("enough", "a", 60)


async def test_without_the_store_everyone_is_first_and_nothing_is_spent() -> None:
    """Nobody in danger goes unanswered because a count cannot be read."""
    tally = Tally(Lines("unix:///nowhere/at/all.sock", 0.1), Keyring.new(TODAY), "away", 1, Clock())
    await tally.settle()

    assert await tally.first("danger", "a", 60)
    assert not tally.full


async def test_marks_are_shared_and_fade(lines: Lines) -> None:
    """Another process learns them, and after more than a year they are nobody's."""
    keyring, clock, steady = Keyring.new(TODAY), Clock(), Clock(0)
    one, two = (Stopped(lines, keyring, "shared", clock, steady) for _ in range(2))
    await one.stop("+447700900123")
    assert not two.knows("+447700900123")
    await two.refresh()
    assert two.knows("+447700900123")
    assert not two.knows("+447700900124")
    clock.at += KEPT_S + DAY
    steady.at += 60
    await two.refresh()

    assert not two.knows("+447700900123")
