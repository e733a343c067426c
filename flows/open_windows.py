"""Whether one of a person's own times is now: wall clock, days, and days on which nobody is as usual.

Rule: a time is theirs only when it is surely inside one of their windows. On a bank
holiday it is not: who is out on other Mondays may be at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flows.outward import HubRules
from flows.plan import DAYS, Window

HOLIDAYS: Final = "bank_holidays"
"""The one exception that a window may name and that needs no more data: it holds for all of them."""
_DAY: Final = timedelta(days=1)


def is_open(windows: Iterable[Window], at: datetime, rules: HubRules) -> bool | None:
    """Whether `at` lies in one of `windows`; None when it may, but what is needed to be sure is not known.

    Raises ValueError or LookupError for a time zone that nobody knows.
    """
    found = [_surely(window, day, rules) for window in windows for day in _days(window, at)]
    return True if True in found else None if None in found else False


def _days(window: Window, at: datetime) -> Iterator[date]:
    """The day on which the window that holds `at` began. Past midnight, that is the day before.

    Clock times are compared as a clock on the wall shows them: an hour that comes twice
    is theirs both times, one that is left out never comes.
    """
    local = at.astimezone(ZoneInfo(window.tz))
    minute = local.hour * 60 + local.minute
    start, end = _minutes(window.from_), _minutes(window.to)
    today = local.date()
    if start <= minute < end:
        yield from _if_named(window, today)
    elif end < start:
        if minute >= start:
            yield from _if_named(window, today)
        if minute < end:
            yield from _if_named(window, today - _DAY)


def _if_named(window: Window, day: date) -> Iterator[date]:
    if DAYS[day.weekday()] in window.days:
        yield day


def _surely(window: Window, began: date, rules: HubRules) -> bool | None:
    """False on a holiday, or the night after one; None where the hub's list ends, or apart from it."""
    days = {began, began + _DAY} if _minutes(window.to) < _minutes(window.from_) else {began}
    if days & set(rules.holidays):
        return False
    listed = {day.year for day in rules.holidays}
    known = all(day.year in listed for day in days) and set(window.except_) <= {HOLIDAYS}
    return True if known else None


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
