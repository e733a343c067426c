"""Whether a changed plan allows more than the one it takes the place of.

Rule: it does, unless every single part of it is surely the same or narrower. One worker
may make a plan narrower; it takes two to make it wider, and a reason (G19).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flows.meant import days
from flows.outward import LEVELS
from flows.plan import ContactPlan, Route, Window

# How a part may change. One that is in none of these may not change at all.
_LEAST: Final[Mapping[str, object]] = {
    "initiative": "person_will_contact",
    "if_someone_else_answers": "hang_up",
    "cover_line_id": None,
    "if_no_answer": "stop",
    "lost_contact": "stop",
}
_ORDERED: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("unsafe", "unknown", "safe_with_conditions", "safe"),
    "monitored": ("yes", "maybe", "no"),
    "voicemail": ("never", "neutral", "ok"),
    "caller_id": ("withhold", "ask", "show"),
    "content": LEVELS,
}
_MAY_GROW: Final = ("never", "unsafe_people", "recheck_on", "shared_with", "except_")
_MAY_SHRINK: Final = ("safe_people", "safe_places", "days")
_MAY_SHORTEN: Final = ("recheck_after", "expires")
_MAY_FALL: Final = ("max_attempts",)
_MAY_RISE: Final = ("min_gap_hours", "frozen", "preview_visible")


def wider(old: ContactPlan, new: ContactPlan) -> bool:
    """Whether `new` may allow what `old` did not."""
    if not _fit(old, new, ContactPlan.model_fields.keys() - {"routes"}):
        return True
    had = {(route.id, route.kind): route for route in old.routes}
    return not all(_route_fits(had.get((route.id, route.kind)), route) for route in new.routes)


def _route_fits(old: Route | None, new: Route) -> bool:
    if old is None:
        return new.status in {"unsafe", "unknown"}
    inside = all(any(_window_fits(was, window) for was in old.windows) for window in new.windows)
    return inside and _fit(old, new, Route.model_fields.keys() - {"windows"})


def _window_fits(old: Window, new: Window) -> bool:
    """Inside it on every day; one that goes past midnight only when its times are the same."""
    same = (old.from_, old.to) == (new.from_, new.to)
    inside = old.from_ <= new.from_ and new.from_ < new.to and new.to <= old.to
    return (same or inside) and _fit(old, new, ("days", "tz", "except_"))


def _fit(old: object, new: object, names: Iterable[str]) -> bool:
    return all(_no_wider(name, getattr(old, name), getattr(new, name)) for name in names)


def _no_wider(name: str, old: Any, new: Any) -> bool:  # noqa: PLR0911  # one line for each way to change
    if name in _ORDERED:
        return _ORDERED[name].index(new) <= _ORDERED[name].index(old)
    if name in _MAY_GROW:
        return set(old) <= set(new)
    if name in _MAY_SHRINK:
        return set(new) <= set(old)
    if name in _MAY_SHORTEN:
        return days(new) <= days(old)
    if name in _MAY_FALL:
        return bool(new <= old)
    if name in _MAY_RISE:
        return bool(new >= old)
    return bool(new == old) or (name in _LEAST and new == _LEAST[name])
