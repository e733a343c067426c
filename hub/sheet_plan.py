"""How to contact each person safely, as the first thing on a printed page.

Rule: what is not plainly allowed is not allowed. A way is open only when it was
called safe, nothing in `never` shuts it, we may make the first move, and the
plan has neither run out nor been frozen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from hub import wording
from hub.plain import listed, spoken
from hub.sheet import Bare, Fact, Line, Note, Section, left_over, parts, plainly, texts
from hub.wording import begun, said

_SAFE = frozenset({"safe", "safe_with_conditions"})
_DAYS = re.compile(r"P(\d{1,4})D")


def sections(referral: Bare, called: Mapping[str, str], today: date) -> Iterator[Section]:
    """A section for each plan, then one for everybody who has none."""
    plans = parts(referral, "contact_plans")
    for plan in plans:
        name = called.get(str(plan.get("person")), "a person not named")
        yield Section(f"How to contact {name} safely", tuple(_plan(plan, referral, today)))
    others = tuple(_others(referral, called, {str(plan.get("person")) for plan in plans}))
    if others:
        yield Section("Everybody else: no contact", others)


def stops_on(plan: Bare, created_at: object) -> date | None:
    """The last day on which the plan may be used; None when it does not say."""
    return _after(plan.get("confirmed_at") or created_at, plan.get("expires"))


def closed(plan: Bare, stops: date | None, today: date) -> str:
    """Why no way of this plan may be used by us today; '' when there is no such reason."""
    if plan.get("frozen"):
        return "STOP. This plan may be in somebody else's hands. Use no way in it. Speak to your lead now."
    if stops is None:
        return "STOP. The plan does not say how long it holds. Speak to your lead before any contact."
    if stops < today:
        return f"STOP. This plan ran out on {_day(stops)}. Speak to your lead before any contact."
    if str(plan.get("initiative")) not in {"service", "via_safe_person"}:
        return said(wording.FIRST_MOVE, plan.get("initiative"), "They did not say that we may make the first move.")
    return ""


def is_open(plan: Bare, route: Bare) -> bool:
    """Whether the plan itself lets this way be used."""
    kind = str(route.get("kind"))
    shut = {shuts for word in texts(plan, "never") for shuts in wording.SHUT_BY.get(word, ())}
    through = plan.get("initiative") != "via_safe_person" or kind == "via_safe_person"
    return str(route.get("status")) in _SAFE and kind not in shut and through and route.get("max_attempts") != 0


def _plan(plan: Bare, referral: Bare, today: date) -> Iterator[Line]:
    stops = stops_on(plan, referral.get("created_at"))
    why = closed(plan, stops, today)
    if why:
        yield Note(why, "stop")
    routes = [(route, not why and is_open(plan, route)) for route in parts(plan, "routes")]
    yield from (_way(route, may=may) for route, may in routes if may)
    if not any(may for _, may in routes):
        yield Fact("ALLOWED", "no way of contact from us", "stop")
    yield Fact("NEVER", _never(plan), "stop")
    yield from (_way(route, may=may) for route, may in routes if not may)
    yield from _if_it_goes_wrong(plan)
    yield from _to_be_sure(plan)
    yield from _how_to_speak(plan)
    yield from _how_long(plan, stops)
    yield from (Fact(begun(spoken(name)), plainly(value)) for name, value in left_over(plan, _SHOWN))


def _never(plan: Bare) -> str:
    named = [said(wording.NEVER, word) for word in texts(plan, "never")]
    return "; ".join([*named, "any way or time that is not under ALLOWED"])


def allowed(route: Bare) -> str:
    """A way that is open, and every limit on it."""
    return ". ".join([_named(route), *_limits(route)])


def _named(route: Bare) -> str:
    return f"{said(wording.WAYS, route.get('kind'))} {route.get('value') or '(no number or address was given)'}"


def _way(route: Bare, *, may: bool) -> Fact:
    if may:
        return Fact("ALLOWED", allowed(route), "go")
    return Fact("DO NOT USE", f"{_named(route)}. {begun(said(wording.STATUS, route.get('status')))}", "stop")


def _limits(route: Bare) -> Iterator[str]:
    windows = [_window(window) for window in parts(route, "windows")]
    yield begun(said(wording.STATUS, route.get("status")))
    yield "When: " + ("; ".join(windows) or "no time was agreed, which does not mean any time")
    if route.get("kind") == "voice":
        yield begun(said(wording.VOICEMAIL, route.get("voicemail"), wording.VOICEMAIL["never"]))
        yield begun(said(wording.CALLER_ID, route.get("caller_id"), wording.CALLER_ID["withhold"]))
    yield begun(said(wording.CONTENT, route.get("content"), wording.CONTENT["none"]))
    tries, gap = route.get("max_attempts", 1), route.get("min_gap_hours")
    yield f"Try {tries} times at most" + (f", {gap} hours apart" if gap else "")
    yield from _who_sees(route)
    yield from (f"{begun(spoken(name))}: {plainly(value)}" for name, value in left_over(route, _ROUTE))


def _who_sees(route: Bare) -> Iterator[str]:
    yield begun(said(wording.MONITORED, route.get("monitored"), wording.MONITORED["maybe"]))
    if texts(route, "shared_with"):
        yield f"Shared with: {listed(texts(route, 'shared_with'))}"
    if route.get("preview_visible", True) and str(route.get("kind")) not in _NO_SCREEN:
        yield "The first words may show on a locked screen"


def _window(window: Bare) -> str:
    days = ", ".join(day.capitalize() for day in texts(window, "days"))
    apart = f", not in {listed(texts(window, 'except'))}" if texts(window, "except") else ""
    return f"{days} {window.get('from')} to {window.get('to')} ({window.get('tz', 'local time')}){apart}"


def _if_it_goes_wrong(plan: Bare) -> Iterator[Fact]:
    cover = f" ({spoken(str(plan['cover_line_id']))})" if plan.get("cover_line_id") else ""
    others = said(wording.IF_OTHERS, plan.get("if_someone_else_answers"), wording.IF_OTHERS["hang_up"])
    yield Fact("If somebody else answers", others.removesuffix(".") + cover + ".")
    yield Fact("If nobody answers", said(wording.IF_NO_ANSWER, plan.get("if_no_answer"), "Stop."))
    yield Fact("If we lose contact", said(wording.LOST, plan.get("lost_contact"), "Stop."))


def _to_be_sure(plan: Bare) -> Iterator[Fact]:
    verify = plan.get("verify")
    if isinstance(verify, dict):
        yield Fact("Code word" if verify.get("word") else "To be sure it is them", _verify(verify))
    danger = plan.get("danger_word")
    if isinstance(danger, dict) and (danger.get("set") or danger.get("word")):
        word = f"'{danger['word']}'" if danger.get("word") else "A word was set, and is not written here"
        yield Fact("Danger word", f"{word}: {said(wording.EFFECT, danger.get('effect'))}", "stop")


def _verify(verify: Bare) -> str:
    word = f"'{verify.get('word')}': they say it to you, and you never say it first"
    how = word if verify.get("word") else said(wording.METHOD, verify.get("method"))
    by = f"; set by {said(wording.SET_VIA, verify.get('set_via'))}" if verify.get("set_via") else ""
    return f"{how}{by}; {said(wording.ASSURANCE, verify.get('assurance'), wording.ASSURANCE['low'])}"


def _how_to_speak(plan: Bare) -> Iterator[Fact]:
    for label, name in _SPEAK:
        value = plan.get(name)
        if value:
            yield Fact(label, listed(map(str, value)) if isinstance(value, list) else str(value))


def _how_long(plan: Bare, stops: date | None) -> Iterator[Fact]:
    again = _after(plan.get("confirmed_at"), plan.get("recheck_after"))
    soon = listed(texts(plan, "recheck_on")).replace("abuser message", "a message from the other person")
    checked = said(wording.CONFIRMED, plan.get("confirmed_how")) if plan.get("confirmed_at") else "nobody yet"
    yield Fact("Holds until", _day(stops) if stops else "not said", "stop")
    yield Fact("Confirmed by", checked + (f"; ask again after {_day(again)}" if again else "; ask first, each time"))
    if soon:
        yield Fact("Ask again at once if", soon)


def _others(referral: Bare, called: Mapping[str, str], planned: set[str]) -> Iterator[Line]:
    silent = [str(one.get("id")) for one in parts(referral, "people") if str(one.get("id")) not in planned]
    for one in parts(referral, "people"):
        name = called.get(str(one.get("id")), "a person")
        if one.get("do_not_contact"):
            yield Fact("NEVER CONTACT", f"{name}, by any way.", "stop")
        if one.get("contact_to_be_taken_by_worker"):
            yield Note(f"No way to contact {name} was taken here. A worker asks for it, not this page.")
    left = [called[slot] for slot in silent if slot in called and slot != "me"]
    if not planned:
        yield Note("No contact plan was given. Do not contact anyone because of this referral.", "stop")
    if left:
        yield Note(f"No plan for {', '.join(left)}: do not contact them because of this referral.", "stop")


def _after(at: object, days: object) -> date | None:
    found = _DAYS.fullmatch(str(days))
    try:
        begun = datetime.fromisoformat(str(at)).astimezone(UTC).date()
    except ValueError:
        return None
    return begun + timedelta(days=int(found[1])) if found else None


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


_NO_SCREEN = frozenset({"voice", "post", "in_person", "via_safe_person"})
_SPEAK = (
    ("Ask for", "name_to_use"),
    ("Say that you are", "caller_name"),
    ("Pronouns", "pronouns"),
    ("Language", "language"),
    ("Interpreter", "interpreter"),
    ("Safe people", "safe_people"),
    ("UNSAFE people", "unsafe_people"),
    ("Safe places", "safe_places"),
    ("Their own words on contact", "note"),
)
_ROUTE = frozenset(
    {"id", "kind", "value", "status", "shared_with", "monitored", "voicemail", "caller_id", "preview_visible"}
    | {"windows", "max_attempts", "min_gap_hours", "content"}
)
_SHOWN = frozenset(
    {"person", "default", "initiative", "routes", "never", "if_someone_else_answers", "cover_line_id", "if_no_answer"}
    | {"verify", "danger_word", "lost_contact", "frozen", "confirmed_at", "confirmed_how", "recheck_after", "expires"}
    | {"recheck_on", *(name for _, name in _SPEAK)}
)
