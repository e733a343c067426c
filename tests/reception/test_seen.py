from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.library import Library
from reception.seen import HOUR, Seen, desk


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant in November 2026; the 23rd is a Monday."""
    return int(datetime(2026, 11, day, hour, minute, tzinfo=UTC).timestamp())


def test_a_look_tells_the_hour_alone() -> None:
    """Nobody learns from it to the minute when someone was at their desk."""
    seen = Seen.now(at(24, 10, 37), at(24, 7, 5))
    assert seen == Seen(at(24, 10), 3)


def test_a_look_comes_back_as_it_was() -> None:
    """With entries that wait, and with none."""
    for seen in (Seen(at(24, 10), 3), Seen(at(24, 10), None)):
        assert Seen.from_text(seen.to_text()) == seen


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"at": null, "oldest_h": 1}', "3", b"\xff"])
def test_what_is_no_look_counts_as_none(text: str | bytes) -> None:
    """A damaged mark never makes anyone seem to be there."""
    assert Seen.from_text(text) is None


def test_a_hub_that_looked_today_is_there(library: Library) -> None:
    """Nothing waits longer than was promised: a time may be told."""
    assert desk(library.hub, Seen(at(24, 10)), at(24, 15)) == "open"


def test_an_entry_that_waited_too_long_is_overdue(library: Library) -> None:
    """The hub looks, and still has not acknowledged what came long ago: no time is promised any more."""
    assert desk(library.hub, Seen(at(24, 10), 26), at(24, 10)) == "overdue"


def test_a_hub_that_has_not_looked_within_its_promise_is_overdue(library: Library) -> None:
    """Eight working hours were promised, and a working day has gone by without a look."""
    assert desk(library.hub, Seen(at(23, 10)), at(24, 12)) == "overdue"


def test_a_weekend_is_not_overdue(library: Library) -> None:
    """From Friday evening to Monday morning the hub has promised nothing."""
    assert desk(library.hub, Seen(at(20, 16)), at(23, 9, 30)) == "open"


def test_a_hub_that_has_not_looked_for_days_is_absent(library: Library) -> None:
    """Three working days, weekends and nights not counted; until then it is only overdue."""
    looked = Seen(at(20, 12))
    assert desk(library.hub, looked, at(25, 11)) == "overdue"
    assert desk(library.hub, looked, at(25, 12)) == "absent"


def test_a_hub_that_never_looked_is_absent(library: Library) -> None:
    """Before anyone has shown that they read, nothing is taken."""
    assert desk(library.hub, None, at(24, 10)) == "absent"


def test_looks_from_years_ago_are_absent_without_counting_them(library: Library) -> None:
    """A broken clock or an old mark costs no time."""
    assert desk(library.hub, Seen(0), at(24, 10)) == "absent"
    assert desk(library.hub, Seen(at(24, 9), 10**9), at(24, 10)) == "overdue"
    assert desk(library.hub, Seen(at(24, 10) + HOUR), at(24, 10)) == "open"
