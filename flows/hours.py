"""A hub's own hours: when a person will have looked, and how much working time has passed.

Rule: no time is ever promised that does not come from hub.toml; times are the
hub's local ones, across clock changes and holidays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.facts import Hub
from flows.plan import DAYS
from flows.sentence import sentence as _

# Longer than any row of closed days; past it hub.toml is wrong.
_FARTHEST_DAYS = 60
_NAMES = (
    _("on Monday", "when.day"),
    _("on Tuesday", "when.day"),
    _("on Wednesday", "when.day"),
    _("on Thursday", "when.day"),
    _("on Friday", "when.day"),
    _("on Saturday", "when.day"),
    _("on Sunday", "when.day"),
)
_MONTHS = (
    _("January", "when.month"),
    _("February", "when.month"),
    _("March", "when.month"),
    _("April", "when.month"),
    _("May", "when.month"),
    _("June", "when.month"),
    _("July", "when.month"),
    _("August", "when.month"),
    _("September", "when.month"),
    _("October", "when.month"),
    _("November", "when.month"),
    _("December", "when.month"),
)
_WEEK = 7

Span = tuple[datetime, datetime]
Said = Callable[[str], str]
"""What an English phrase is in a language."""


def look_by(hub: Hub, now: int) -> datetime:
    """The local time by which the promised working hours from `now` (unix seconds) have passed.

    Raises ValueError when the hub is closed for too long to promise anything.
    """
    at = datetime.fromtimestamp(now, UTC)
    left = timedelta(hours=hub.promised_working_hours)
    for start, end in _spans(hub, at, at + timedelta(days=_FARTHEST_DAYS)):
        if left <= end - start:
            return (start + left).astimezone(zone(hub))
        left -= end - start
    raise ValueError("hub.toml: the hub is closed for too long to promise a time")


def plainly(hub: Hub, now: int, said: Said = str) -> str:
    """When a person will have looked, as `said` puts its English into words: 'by 5pm today', 'by 5pm on Tuesday'.

    Rounded up to the next quarter of an hour, so that it is never too early.
    """
    by = _rounded_up(look_by(hub, now))
    days = (by.date() - datetime.fromtimestamp(now, by.tzinfo).date()).days
    return _by(by, days, said)


def working_hours(hub: Hub, then: int, now: int) -> float:
    """Hours the hub was open from `then` to `now`, in unix seconds; 0 when `then` is later."""
    spans = _spans(hub, datetime.fromtimestamp(then, UTC), datetime.fromtimestamp(now, UTC))
    return sum((end - start).total_seconds() for start, end in spans) / 3600


def working_days(hub: Hub, then: int, now: int) -> float:
    """The same in working days: each counts as much of itself as the hub was open of it."""
    local = zone(hub)
    total = 0.0
    for start, end in _spans(hub, datetime.fromtimestamp(then, UTC), datetime.fromtimestamp(now, UTC)):
        whole = _open_on(hub, start.astimezone(local).date(), local)
        total += (end - start) / sum((b - a for a, b in whole), timedelta())
    return total


def zone(hub: Hub) -> ZoneInfo:
    """The hub's time zone. Raises ValueError that says what to install when it is not known here."""
    try:
        return ZoneInfo(hub.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"The time zone '{hub.timezone}' is not known here. Check 'timezone' in hub.toml; if it is "
            "right, install the system's tzdata package, or Python's (pip install tzdata)."
        ) from None


def _spans(hub: Hub, since: datetime, until: datetime) -> Iterator[Span]:
    """The pieces of open time between two instants, in UTC, in order."""
    local = zone(hub)
    day, last = since.astimezone(local).date(), until.astimezone(local).date()
    while day <= last:
        for start, end in _open_on(hub, day, local):
            if max(start, since) < min(end, until):
                yield max(start, since), min(end, until)
        day += timedelta(days=1)


def _open_on(hub: Hub, day: date, local: ZoneInfo) -> list[Span]:
    """When the hub is open on a day. In UTC, so that lengths are true across clock changes."""
    if day in hub.holidays:
        return []
    spans = sorted(hub.hours.get(DAYS[day.weekday()], ()))
    return [(_instant(day, start, local), _instant(day, end, local)) for start, end in spans]


def _instant(day: date, clock: str, local: ZoneInfo) -> datetime:
    over, clock = (1, "00:00") if clock == "24:00" else (0, clock)
    at = datetime.combine(day + timedelta(days=over), time.fromisoformat(clock), local)
    return at.astimezone(UTC)


def _rounded_up(when: datetime) -> datetime:
    over = timedelta(minutes=when.minute % 15, seconds=when.second, microseconds=when.microsecond)
    return when + timedelta(minutes=15) - over if over else when


def _by(when: datetime, days: int, said: Said) -> str:
    if days == 0:
        return said(_("by {time} today", "when")).replace("{time}", _clock(when, said))
    if days == 1:
        return said(_("by {time} tomorrow", "when")).replace("{time}", _clock(when, said))
    day = said(_NAMES[when.weekday()])
    if days >= _WEEK:
        date = said(_("{day} {date} {month}", "when")).replace("{date}", str(when.day))
        day = date.replace("{day}", day).replace("{month}", said(_MONTHS[when.month - 1]))
    return said(_("by {time} {day}", "when")).replace("{time}", _clock(when, said)).replace("{day}", day)


def _clock(when: datetime, said: Said) -> str:
    if when.hour == 12 and not when.minute:  # noqa: PLR2004  # noon, which '12pm' leaves in doubt
        return said(_("midday", "when.clock"))
    morning, evening = when.hour < 12, when.hour >= 17  # noqa: PLR2004  # some languages tell them apart
    if when.minute:
        late = _("{hour}:{minute}pm", "when.evening") if evening else _("{hour}:{minute}pm", "when.afternoon")
        form = _("{hour}:{minute}am", "when.morning") if morning else late
    else:
        late = _("{hour}pm", "when.evening") if evening else _("{hour}pm", "when.afternoon")
        form = _("{hour}am", "when.morning") if morning else late
    hours = {"{hour}": str(when.hour % 12 or 12), "{hour24}": str(when.hour), "{minute}": f"{when:%M}"}
    text = said(form)
    for held, meant in hours.items():
        text = text.replace(held, meant)
    return text


def longest(hub: Hub, now: int, said: Said) -> str:
    """The longest that `plainly` may have to say, whatever the day."""
    start = datetime.fromtimestamp(now, UTC).astimezone(zone(hub)).replace(minute=0)
    clocks = [start.replace(hour=hour, minute=minute) for hour in range(24) for minute in (0, 45)]
    widest = max(clocks, key=lambda at: len(_clock(at, said)))
    year = [widest.replace(month=month, day=20 + day) for month in range(1, 13) for day in range(_WEEK)]
    return max((_by(day, away, said) for day in year for away in (0, 1, _WEEK)), key=len)
