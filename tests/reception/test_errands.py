from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest

from reception.errands import Errands
from reception.keyring import Keyring
from reception.lines import Lines, StoreSilent
from reception.valkey import Valkey

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.anyio


@pytest.fixture
def keyring() -> Keyring:
    """Keys of its own."""
    return Keyring.new(TODAY)


@pytest.fixture
async def lines(valkey: Valkey) -> AsyncIterator[Lines]:
    """The door's connections."""
    made = Lines(valkey.url("door"))
    yield made
    await made.close()


@pytest.fixture
async def errands(lines: Lines, keyring: Keyring, request: pytest.FixtureRequest) -> Errands:
    """A list of its own."""
    return Errands(lines, keyring, f"test-{abs(hash(request.node.name))}")


async def test_what_is_taken_on_is_taken_when_due(errands: Errands) -> None:
    """Not a second before, and not twice in one go."""
    await errands.add("one", 100)

    assert () == await errands.take(99)
    assert ["one"] == [errand.name for errand in await errands.take(100)]
    assert () == await errands.take(100)


async def test_what_was_not_done_comes_again_later_and_later(errands: Errands) -> None:
    """Each try puts it off before it is made, so that a crash in the middle loses nothing."""
    await errands.add("one", 100)
    assert 1 == len(await errands.take(100))
    at = 100
    for wait in (60, 120, 240, 480):
        assert () == await errands.take(at + wait - 1)
        at += wait
        assert 1 == len(await errands.take(at))


async def test_the_same_errand_twice_is_one_and_the_sooner_time_holds(errands: Errands) -> None:
    """A callback that comes twice makes no second errand; a later time does not put it off."""
    for due in (500, 100, 900):
        await errands.add("one", due)

    assert ["one"] == [errand.name for errand in await errands.take(100)]


async def test_done_is_struck_off(errands: Errands) -> None:
    """It does not come again, whenever one looks."""
    await errands.add("one", 100)
    await errands.done(await errands.take(100))

    assert () == await errands.take(10**9)


async def test_many_at_once_are_written_together(errands: Errands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of one instant share one write, since each waits for the disk."""
    asked: list[object] = []
    ask = errands._lines.ask

    async def counted(*command: bytes | str | int) -> object:
        asked.append(command[0])
        return await ask(*command)

    monkeypatch.setattr(errands._lines, "ask", counted)
    await asyncio.gather(*(errands.add(f"{n}", 100) for n in range(20)))

    assert ["ZADD"] == asked
    assert 20 == len(await errands.take(100))


async def test_rotation_of_the_master_keys_loses_nothing(lines: Lines, keyring: Keyring) -> None:
    """What was taken on under old keys is done under new ones."""
    await Errands(lines, keyring, "rotated").add("one", 100)
    later = Errands(lines, keyring.rotated(TODAY).rotated(TODAY).rotated(TODAY), "rotated")

    assert ["one"] == [errand.name for errand in await later.take(100)]


async def test_another_keyrings_errand_is_given_up(lines: Lines) -> None:
    """What nobody can read any more does not stay for ever."""
    await Errands(lines, Keyring.new(TODAY), "strange").add("one", 100)
    (found,) = await Errands(lines, Keyring.new(TODAY), "strange").take(100)

    assert ("", True) == (found.name, found.last)


async def test_a_store_that_is_away_is_told(keyring: Keyring) -> None:
    """Whoever takes on an errand learns that it is not on disk."""
    with pytest.raises(StoreSilent):
        await Errands(Lines("unix:///nowhere/at/all.sock", 0.1), keyring, "away").add("one", 100)
