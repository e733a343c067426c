"""Hours as people say them: 'after 6', '10-12', '9.30am'. Times are minutes from midnight.

Rule: an hour without am or pm counts only when one reading alone lies in the
day; otherwise it is not clear, and is asked again.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Range = tuple[int, int]

_HOUR, _HALF, _WHOLE = 60, 12 * 60, 24 * 60
# Where an hour without am or pm must lie.
_DAY: Range = (7 * _HOUR, 22 * _HOUR)
OPEN: Range = (8 * _HOUR, 21 * _HOUR)
"""What bounds 'after 6', 'before 10' and 'any time': hours at which nobody is woken."""


class Part(NamedTuple):
    """A part of the day: what it means alone, and what it lets a bare hour mean."""

    usual: Range
    bounds: Range


PARTS = {
    "morning": Part((9 * _HOUR, 12 * _HOUR), (5 * _HOUR, 12 * _HOUR)),
    "lunchtime": Part((12 * _HOUR, 14 * _HOUR), (11 * _HOUR, 15 * _HOUR)),
    "afternoon": Part((12 * _HOUR, 17 * _HOUR), (12 * _HOUR, 18 * _HOUR)),
    "evening": Part((18 * _HOUR, 21 * _HOUR), (17 * _HOUR, 23 * _HOUR)),
    "daytime": Part((9 * _HOUR, 17 * _HOUR), (7 * _HOUR, 18 * _HOUR)),
}


class Time(NamedTuple):
    """Every way to read a time that was given; `clips` when a part of the day may shorten it."""

    readings: tuple[Range, ...]
    clips: bool = False


def clock_time(start: str, end: str | None) -> Time:
    """'10am' to '12', or an hour from '6pm' when there is no end."""
    if end is None:
        return Time(tuple((at, at + _HOUR) for at in _readings(start) if at + _HOUR <= _WHOLE))
    starts, ends = _readings(start), _readings(end)
    pairs = [(a, b) for a in starts for b in ends if a < b]
    if len(ends) == 1 and len(starts) > 1:
        same = [(a, b) for a, b in pairs if a // _HALF == b // _HALF]
        return Time(tuple(same or pairs))  # '8-10pm' is all evening, '11-1pm' cannot be
    if len(starts) == 1 and len(ends) > 1:
        return Time(tuple(pairs[:1]))  # '9am-1': the next such hour
    return Time(tuple(pairs))


def open_time(start: str | None, end: str | None) -> Time:
    """'after 6' or 'before 10': bounded by the hours at which nobody is woken."""
    if start is not None:
        pairs = [(at, OPEN[1] if at < OPEN[1] else at + _HOUR) for at in _readings(start)]
    else:
        pairs = [(OPEN[0] if at > OPEN[0] else at - _HOUR, at) for at in _readings(end or "")]
    return Time(tuple(p for p in pairs if p[0] >= 0 and p[1] <= _WHOLE), clips=True)


def resolved(time: Time, bounds: Range | None) -> Range | None:
    """The one reading of `time` within the bounds, or within the day; None when it is not one.

    A time that was given with am or pm needs no bounds.
    """
    low, high = bounds or _DAY
    fits = [r for r in time.readings if low <= r[0] and r[1] <= high]
    if bounds and time.clips:
        cut = [(max(a, low), min(b, high)) for a, b in time.readings]
        fits = [r for r in cut if r[0] < r[1]]
    if not bounds and len(time.readings) == 1:
        fits = list(time.readings)
    return fits[0] if len(set(fits)) == 1 else None


def written(at: Range) -> str:
    """'09:00-13:00'."""
    return "-".join(f"{minutes // _HOUR:02}:{minutes % _HOUR:02}" for minutes in at)


_NAMED = {"noon": (_HALF,), "midday": (_HALF,), "midnight": (_WHOLE,)}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(?:([ap])\.?m\.?|o'?clock)?")


def _readings(said: str) -> tuple[int, ...]:
    """Minutes from midnight that a clock time may mean, in order: one, two, or none at all."""
    said = said.strip()
    found = _CLOCK.fullmatch(said)
    if found is None:
        return _NAMED.get(said, ())
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    at = hour * _HOUR + minute
    if minute >= _HOUR or at > _WHOLE or (half and not 1 <= hour <= 12):  # noqa: PLR2004
        return ()
    early = at % _HALF
    if half:
        return (early + (_HALF if half == "p" else 0),)
    if said.startswith("0") or hour > 12:  # noqa: PLR2004  # written as on a 24-hour clock
        return (at,)
    return early, early + _HALF
