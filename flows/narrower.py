"""A plan with less in it: what a person may take back of their own plan at once, by themselves.

Rule: whatever is chosen, in whatever plan, the plan that comes out allows nothing that the
old one did not (flows.wider). Nothing is looked up to choose it, so nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flows.plan import ContactPlan, Route
from flows.sentence import sentence as _

NARROWS: Final[Mapping[str, str]] = {
    "all": _("Do not contact me. I will contact you."),
    "call": _("Do not call me"),
    "text": _("Do not text or message me"),
    "email": _("Do not email me"),
    "voicemail": _("Do not leave a message"),
    "post": _("Do not send letters"),
    "visit": _("Do not come to my home"),
    "name": _("Do not say the name of your service"),
}
"""What can be chosen, in the words that a person is shown."""

_NEVER: Final[Mapping[str, tuple[str, ...]]] = {
    "all": ("call", "text", "whatsapp", "telegram", "email", "post", "visit", "leave_voicemail"),
    "call": ("call", "call_home_line", "leave_voicemail"),
    "text": ("text", "whatsapp", "telegram"),
    "email": ("email",),
    "voicemail": ("leave_voicemail",),
    "post": ("post",),
    "visit": ("visit",),
    "name": ("use_name_of_service",),
}
_ROUTES: Final[Mapping[str, frozenset[str]]] = {
    "call": frozenset(("voice",)),
    "text": frozenset(("sms", "whatsapp", "telegram")),
    "email": frozenset(("email",)),
    "post": frozenset(("post",)),
    "visit": frozenset(("in_person",)),
}


def narrowed(plan: ContactPlan, chosen: Iterable[str]) -> ContactPlan:
    """The plan without what was chosen. Words that mean nothing here change nothing."""
    wishes = [wish for wish in NARROWS if wish in set(chosen)]
    never = (*plan.never, *(one for wish in wishes for one in _NEVER[wish]))
    changed: dict[str, Any] = {
        "never": tuple(dict.fromkeys(never)),
        "routes": tuple(_route(route, wishes) for route in plan.routes),
    }
    if "all" in wishes:
        changed |= {"initiative": "person_will_contact", "if_no_answer": "stop", "lost_contact": "stop"}
    return plan.model_copy(update=changed)


def _route(route: Route, wishes: list[str]) -> Route:
    changed: dict[str, Any] = {}
    if "all" in wishes or any(route.kind in _ROUTES.get(wish, ()) for wish in wishes):
        changed["status"] = "unsafe"
    if {"all", "call", "voicemail"} & set(wishes):
        changed["voicemail"] = "never"
    return route.model_copy(update=changed)
