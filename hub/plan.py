"""A contact plan in lines, for someone with a telephone in their hand.

Rule: what is not written as safe is shown as not allowed, and what must never
be done stands before any number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hub.plain import aside, hour, item, listed, sentence, spoken

Bare = Mapping[str, Any]

_SAFE = frozenset({"safe", "safe_with_conditions"})
_ROUTE = frozenset({"id", "kind", "value", "status", "windows"})
_PLAN = frozenset({"person", "default", "never", "routes", "initiative", "name_to_use", "if_someone_else_answers"})


def plan_lines(plan: Bare) -> Iterator[str]:
    """The plan, most urgent to know first, nothing left out."""
    yield sentence("No contact but by a way marked SAFE below, at its times, in its words.")
    if plan.get("frozen"):
        yield sentence("FROZEN: this plan may be in another's hands. Do not use it. Ask your lead.")
    yield item("NEVER", listed(plan.get("never", ())) or "nothing was named")
    yield item("Who makes the first move", _INITIATIVE.get(str(plan.get("initiative")), "not said: do not make it"))
    if plan.get("name_to_use"):
        yield item("Ask for", str(plan["name_to_use"]))
    yield item("If someone else answers", spoken(str(plan.get("if_someone_else_answers", "hang_up"))))
    routes = [route for route in plan.get("routes", ()) if isinstance(route, dict)]
    for route in sorted(routes, key=lambda route: route.get("status") not in _SAFE):
        yield from _route(route)
    if not routes:
        yield sentence("No way of reaching them was given.")
    yield from _others(plan, _PLAN)


def _route(route: Bare) -> Iterator[str]:
    status = str(route.get("status", "unknown"))
    allowed = "SAFE" if status == "safe" else "SAFE, WITH CONDITIONS" if status in _SAFE else "NOT SAFE: do not use"
    yield item(f"{allowed} - {spoken(str(route.get('kind', '?')))}", str(route.get("value") or "no number or address"))
    windows = [window for window in route.get("windows", ()) if isinstance(window, dict)]
    yield from (aside(f"when: {_window(window)}") for window in windows)
    if not windows:
        yield aside("when: no time was agreed")
    known = ((name, value) for name, value in route.items() if name not in _ROUTE and value not in _NOTHING)
    yield aside("; ".join(f"{spoken(name)}: {_value(name, value)}" for name, value in known))


def _window(window: Bare) -> str:
    days = ", ".join(str(day).capitalize() for day in window.get("days", ()))
    apart = f", not in {listed(window['except'])}" if window.get("except") else ""
    return f"{days} {window.get('from')} to {window.get('to')} ({window.get('tz', 'local time')}){apart}"


def _others(bare: Bare, shown: frozenset[str]) -> Iterator[str]:
    for name, value in bare.items():
        if name in shown or value in _NOTHING:
            continue
        yield item(spoken(name).capitalize(), _value(name, value))


def _value(name: str, value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{spoken(str(k))}: {_value(str(k), v)}" for k, v in value.items())
    if isinstance(value, list):
        return listed(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return hour(str(value)) if name.endswith("_at") else spoken(str(value)) if name in _CODES else str(value)


_NOTHING: tuple[object, ...] = (None, [], {}, "", False)
_CODES = frozenset({"if_no_answer", "content", "lost_contact", "confirmed_how", "method", "effect", "set_via"})
_INITIATIVE = {
    "service": "the service may, as below",
    "person_will_contact": "they will contact us: do not contact them",
    "via_referrer": "through the referrer only",
    "via_safe_person": "through the safe person only",
}
