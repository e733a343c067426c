"""What a plan allows, worked out a second time and in another way than the gate does it.

Rule: nothing of the gate is used here, not its clocks, its lists or its words. Weeks are
sets of minutes, summer time is counted from its law, holidays are read from the file.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import flows
from flows.outward import History, Now, Plan, Way, Wording
from flows.plan import ContactPlan, Route, Window

LIBRARY: Final = Path(flows.__file__).parent / "library"
HOLIDAYS: Final[frozenset[date]] = frozenset(tomllib.loads((LIBRARY / "hub.toml").read_text("utf-8"))["holidays"])
SAFETY: Final = tomllib.loads((LIBRARY / "safety.toml").read_text("utf-8"))
UNASKED: Final = tomllib.loads((LIBRARY / "unasked.toml").read_text("utf-8"))
WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY: Final = 24 * 60
RANK: Final = {"none": 9, "neutral_callback": 1, "neutral_time": 2, "full_after_verify": 3}
ROOM: Final = {"none": 0, "neutral_callback": 1, "neutral_time": 2, "full_after_verify": 3}
SHUT: Final = {
    "sms": {"text"},
    "whatsapp": {"text", "whatsapp"},
    "voice": {"call"},
    "email": {"email"},
    "telegram": {"text", "telegram"},
    "web": set[str](),
}


def summer(year: int) -> tuple[datetime, datetime]:
    """When British summer time begins and ends: at one, UTC, on the last Sundays of March and October."""
    ends = []
    for month in (3, 10):
        day = date(year, month, 31)
        while day.isoweekday() != 7:
            day -= timedelta(days=1)
        ends.append(datetime(year, month, day.day, 1, tzinfo=UTC))
    return ends[0], ends[1]


def on_the_wall(at: datetime) -> datetime:
    """What a clock in London shows."""
    utc = at.astimezone(UTC)
    begins, ends = summer(utc.year)
    return (utc + timedelta(hours=1) if begins <= utc < ends else utc).replace(tzinfo=None)


@lru_cache
def minutes(window: Window, *, without: frozenset[str]) -> set[int]:
    """The minutes of the week that a window holds, those that began on a day of `without` left out."""
    start, end = ((int(clock[:2]) * 60 + int(clock[3:])) for clock in (window.from_, window.to))
    length = end - start if end >= start else end - start + DAY
    firsts = [WEEK.index(day) * DAY + start for day in window.days if day not in without]
    return {(first + n) % (7 * DAY) for first in firsts for n in range(length)}


def theirs(route: Route, at: datetime) -> bool:
    """Whether an instant is one of their times, on a day of which we know that it is like others."""
    wall = on_the_wall(at)
    minute = wall.weekday() * DAY + wall.hour * 60 + wall.minute
    near = {wall.date() + timedelta(days=n) for n in (-1, 0)}
    return any(
        minute in minutes(w, without=_spoilt(w, near)) for w in route.windows if set(w.except_) <= {"bank_holidays"}
    )


def _spoilt(window: Window, near: set[date]) -> frozenset[str]:
    """The days on which this window, if it began then, would touch a holiday or a year without a list."""
    across = (0, 1) if window.to < window.from_ else (0,)
    touched = {day: {day + timedelta(days=n) for n in across} for day in near}
    listed = {day.year for day in HOLIDAYS}
    bad = (day for day, all_of in touched.items() if all_of & HOLIDAYS or any(d.year not in listed for d in all_of))
    return frozenset(WEEK[day.weekday()] for day in bad)


def allowed(plan: Plan, way: Way, wording: Wording, now: Now, history: History) -> bool:
    """Whether everything that must hold before this person is contacted does hold."""
    said = plan.said
    route = {r.id: r for r in said.routes}.get(way.route)
    if route is None or route.kind != way.kind:
        return False
    return (
        _agreed(plan, route, now)
        and _theirs_alone(plan, route, way, history)
        and _not_too_much(said, route, way, now, history)
        and _by_a_person(way, wording, history)
        and _words(plan, route, way, wording, now, history)
        and (way.kind == "web" or all(theirs(route, now.at + timedelta(minutes=n)) for n in range(7)))
        and not now.paused
        and on_the_wall(now.at).date() not in now.rules.quiet
    )


def _agreed(plan: Plan, route: Route, now: Now) -> bool:
    said = plan.said
    if said.confirmed_at is None or said.initiative != "service" or not route.status.startswith("safe"):
        return False
    until = said.confirmed_at + timedelta(days=int(said.expires[1:-1]))
    return said.confirmed_at <= now.at < min(until, plan.until or until) and not said.frozen


def _theirs_alone(plan: Plan, route: Route, way: Way, history: History) -> bool:
    own = plan.said.confirmed_how == "by_voice" or (plan.said.confirmed_how, plan.said.person) == ("by_person", "me")
    same = not way.to if way.kind == "web" else bool(way.to) and re.sub(r"^0", "+44", route.value or "") == way.to
    shared = way.ref in history.elsewhere or (way.ref, way.ref) in history.harm
    return own and same and not shared and bool(way.ref) and way.whom == "person" and way.recipients == 1


def _not_too_much(said: ContactPlan, route: Route, way: Way, now: Now, history: History) -> bool:
    if SHUT[way.kind] & set(said.never) or way.ref in history.frozen or history.sent_last_hour > 19:
        return False
    if way.kind == "web":
        return True
    tries = 1 if said.if_no_answer == "stop" else route.max_attempts
    gap = timedelta(hours=route.min_gap_hours)
    return len(history.attempts) < min(tries, route.max_attempts) and all(
        attempt.at + gap <= now.at for attempt in history.attempts
    )


def _by_a_person(way: Way, wording: Wording, history: History) -> bool:
    if not wording.by.strip() or wording.cause != "worker" or not wording.id or wording.id in history.tried:
        return False
    return way.act == "send" if way.kind != "voice" else way.ticked > 0


def _words(plan: Plan, route: Route, way: Way, wording: Wording, now: Now, history: History) -> bool:
    known = {n: t for n, t in UNASKED["template"].items() if wording.text in {"", t["text"]}}
    named = [t for n, t in known.items() if wording.template == n or (wording.text and not wording.template)]
    if way.act != "send":
        return bool(named or wording.cover_line)
    if not named and (wording.template or not wording.text or (way.kind != "web" and history.verified is None)):
        return False
    rank = RANK[named[0]["level"] if named else wording.level]
    said = " ".join(re.findall(r"[a-z]+", (named[0]["text"] if named else wording.text).lower()))
    telling = [*SAFETY["telling"], *UNASKED["telling"]]
    late = (
        (now.at - plan.said.confirmed_at).days >= int(plan.said.recheck_after[1:-1]) if plan.said.confirmed_at else True
    )
    asks = bool(named) and named[0].get("asks", False)
    safe = history.safe_at is not None and now.at - history.safe_at <= timedelta(minutes=15)
    return (
        rank <= ROOM[route.content]
        and (rank < 3 or safe)
        and not any(f" {word} " in f" {said} " for word in telling)
        and not re.search(r"\d{5}|https?:|www|STOP", wording.text)
        and (asks or not (late or history.since & set(plan.said.recheck_on)))
        and not wording.attached
    )
