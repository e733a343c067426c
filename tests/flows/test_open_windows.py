"""Their times: as a clock on the wall shows them, on days like other days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from flows.open_windows import is_open
from flows.outward import HubRules
from flows.plan import DAYS, Window
from tests.flows.reaching import london

RULES = HubRules(holidays=(date(2026, 12, 25), date(2026, 12, 28), date(2028, 1, 3), date(2027, 1, 1)))


def window(days: str, start: str, end: str, **more: Any) -> Window:
    """A window of a few days, named by their first three letters."""
    return Window(days=tuple(day for day in DAYS if day in days), from_=start, to=end, **more)


@pytest.mark.parametrize(
    ("windows", "at", "opens"),
    [
        ([window("tue", "10:00", "12:00")], "2026-11-24 10:00", True),
        ([window("tue", "10:00", "12:00")], "2026-11-24 11:59:59", True),
        ([window("tue", "10:00", "12:00")], "2026-11-24 09:59:59", False),
        ([window("tue", "10:00", "12:00")], "2026-11-24 12:00", False),
        ([window("tue", "10:00", "12:00")], "2026-11-25 11:00", False),
        ([window("tue", "00:00", "24:00")], "2026-11-24 23:59:59", True),
        ([window("tue", "00:00", "24:00")], "2026-11-25 00:00", False),
        ([window("tue", "10:30", "11:15")], "2026-11-24 10:30", True),
        ([window("tue", "10:30", "11:15")], "2026-11-24 10:29", False),
        ([window("tue", "10:30", "11:15")], "2026-11-24 11:15", False),
        ([], "2026-11-24 10:00", False),
        ([window("tue", "10:00", "10:00")], "2026-11-24 10:00", False),  # empty
        ([window("tue", "24:00", "24:00")], "2026-11-24 00:00", False),
        ([window("tue", "10:00", "12:00"), window("tue", "11:00", "14:00")], "2026-11-24 11:30", True),  # overlapping
        ([window("tue", "10:00", "12:00"), window("tue", "11:00", "14:00")], "2026-11-24 13:00", True),
        ([window("mon", "22:00", "02:00")], "2026-11-23 21:59:59", False),  # past midnight
        ([window("mon", "22:00", "02:00")], "2026-11-23 22:00", True),
        ([window("mon", "22:00", "02:00")], "2026-11-24 01:59", True),
        ([window("mon", "22:00", "02:00")], "2026-11-24 02:00", False),
        ([window("mon", "22:00", "02:00")], "2026-11-23 01:00", False),  # that night belongs to Sunday
        ([window("mon", "22:00", "02:00")], "2026-11-24 22:30", False),
        ([window("sun", "22:00", "02:00")], "2026-11-23 01:00", True),  # and so from one week into the next
        ([window("mon", "22:00", "00:00")], "2026-11-23 23:59", True),
        ([window("mon", "22:00", "00:00")], "2026-11-24 00:00", False),
        ([window("tue", "00:00", "24:00")], "2028-02-29 12:00", True),  # a day that comes every four years
        ([window("tue", "22:00", "02:00")], "2028-03-01 01:00", True),
        ([window("fri", "00:00", "24:00")], "2026-12-25 12:00", False),  # Christmas Day
        ([window("fri", "00:00", "24:00")], "2026-12-18 12:00", True),
        ([window("thu", "22:00", "02:00")], "2026-12-24 23:00", False),  # a night that ends in a holiday
        ([window("thu", "22:00", "02:00")], "2026-12-25 01:00", False),
        ([window("fri", "22:00", "02:00")], "2026-12-26 01:00", False),  # and one that began in one
        ([window("thu", "22:00", "24:00")], "2026-12-24 23:00", True),
        ([window("fri", "09:00", "10:00", **{"except": ("bank_holidays",)})], "2026-12-25 09:30", False),
        ([window("fri", "09:00", "10:00", **{"except": ("bank_holidays",)})], "2026-12-18 09:30", True),
        ([window("fri", "09:00", "10:00", **{"except": ("school_holidays",)})], "2026-12-18 09:30", None),
        ([window("fri", "09:00", "10:00", **{"except": ("school_holidays",)})], "2026-12-18 10:30", False),
        ([window("fri", "09:00", "10:00", **{"except": ("school_holidays",)})], "2026-12-25 09:30", False),
        (
            [window("fri", "09:00", "10:00", **{"except": ("school_holidays",)}), window("fri", "09:00", "11:00")],
            "2026-12-18 09:30",
            True,
        ),
        ([window("wed", "09:00", "10:00")], "2025-12-31 09:30", None),  # before the list of holidays
        ([window("wed", "22:00", "02:00")], "2025-12-31 23:00", None),
        ([window("tue", "09:00", "10:00")], "2029-01-02 09:30", None),  # and after it
        ([window("sun", "22:00", "02:00")], "2028-12-31 23:00", None),  # a night that leaves it
        ([window("tue", "09:00", "10:00")], "2029-01-02 10:30", False),
    ],
)
def test_is_open(windows: list[Window], at: str, opens: bool | None) -> None:  # noqa: FBT001
    """Open when surely theirs, shut when surely not, and neither when a list of days is missing."""
    assert is_open(windows, london(at), RULES) is opens


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-29 00:59", False),
        ("2026-03-29 01:00", False),  # the clock springs to two: half past one never comes
        ("2026-10-24 23:59", False),
        ("2026-10-25 00:30", True),  # half past one, in summer time
        ("2026-10-25 01:30", True),  # and half past one again
        ("2026-10-25 02:00", False),
    ],
)
def test_clock_changes(at: str, opens: bool) -> None:  # noqa: FBT001
    """From one to two at night is theirs twice in October and never in March; instants here are in UTC."""
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert is_open([window("sun", "01:00", "02:00")], instant, RULES) is opens


def test_their_own_zone() -> None:
    """A window may be in another zone's clock time, and is read in it."""
    paris = window("tue", "10:00", "11:00", tz="Europe/Paris")
    assert is_open([paris], london("2026-11-24 09:30"), RULES) is True
    assert is_open([paris], london("2026-11-24 10:30"), RULES) is False


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../x", "/etc/passwd"])
def test_no_zone(zone: str) -> None:
    """A zone that nobody knows opens nothing: the gate makes G24 of it."""
    with pytest.raises((ValueError, LookupError, OSError)):
        is_open([window("tue", "10:00", "11:00", tz=zone)], london("2026-11-24 10:30"), RULES)
