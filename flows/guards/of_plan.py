"""What the person's own plan says: whether, whom, by which address.

Rule: a plan is one person's word for themselves, as it stands now, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.addresses import email, phone
from flows.meant import Meant, days
from flows.plan import Never, RouteKind
from flows.unsayable import phrase_in

_PHONES: Final[tuple[RouteKind, ...]] = ("voice", "sms", "whatsapp")
_MOBILE: Final = "+447"
_TWO: Final = 2
# 'Text me' is what WhatsApp and Telegram do too, whatever a worker calls it.
_FORBIDS: Final[Mapping[Never, tuple[RouteKind, ...]]] = {
    "call": ("voice",),
    "text": ("sms", "whatsapp", "telegram"),
    "whatsapp": ("whatsapp",),
    "telegram": ("telegram",),
    "email": ("email",),
    "post": ("post",),
    "visit": ("in_person",),
    "contact_via_child": ("via_safe_person",),
}


def frozen(it: Meant) -> str:
    """G13: a way that may be in other hands stays shut."""
    shut = it.said.frozen or it.way.ref in it.history.frozen
    return "This way is frozen: it may be in other hands." if shut else ""


def shared_number(it: Meant) -> str:
    """G5: an address that two people share reaches both."""
    if any(it.way.ref == one == other for one, other in it.history.harm):
        return "This address is on both sides of the harm. Tell the lead now."
    return "This address stands in someone else's plan too." if it.way.ref in it.history.elsewhere else ""


def never(it: Meant) -> str:
    """G3: what they said we must never do, nobody's haste undoes."""
    said = it.said.never
    if any(it.way.kind in _FORBIDS.get(one, ()) for one in said):
        return "They said we must never use this way."
    if "call_home_line" in said and it.way.kind == "voice" and not it.way.to.startswith(_MOBILE):
        return "They said never to call the home phone, and this may be one."
    if "leave_voicemail" in said and it.way.act == "voicemail":
        return "They said never to leave a message."
    if "use_name_of_service" in said and phrase_in(it.text, it.rules.names):
        return "They said never to say the name of the service."
    return ""


def agreed(it: Meant) -> str:
    """G1: a plan that is confirmed, in date, and lets us make the first move by this way."""
    confirmed = it.said.confirmed_at
    if confirmed is None:
        return "They have not confirmed how we may contact them."
    if it.said.initiative == "person_will_contact":
        return "They will contact us. We do not contact them."
    if it.said.initiative is None:
        return "They have not said that we may make the first move."
    ended = it.plan.until is not None and it.since(it.plan.until) >= 0
    if ended or it.since(confirmed) >= days(it.said.expires):
        return "The plan has run out. They must be asked again."
    return "" if it.route.status in {"safe", "safe_with_conditions"} else "They have not said that this way is safe."


def changed(it: Meant) -> str:
    """G19: no plan is used that a newer one has replaced, or that changed without reason and names."""
    edit = it.plan.edit
    if it.plan.version < max(it.history.least_version, 1):
        return "A newer plan has taken the place of this one."
    if edit is None:
        return "The plan was changed, and nobody said why." if it.plan.version > 1 else ""
    workers = {name.strip().casefold() for name in edit.by} - {""}
    if not edit.reason.strip() or not workers:
        return "The plan was changed without a reason and a name."
    if edit.wider and edit.asked == "message":
        return "A message asked for this change. Make sure by voice that it was them."
    return "A plan that allows more needs two named workers." if edit.wider and len(workers) < _TWO else ""


def own_plan(it: Meant) -> str:
    """G17: one person's word is no other person's plan."""
    if it.said.initiative != "service":
        return "They are reached through someone else, and by a worker."
    by_voice = it.said.confirmed_how == "by_voice"
    own = by_voice or (it.said.confirmed_how == "by_person" and it.said.person == "me")
    return "" if own else "This is not their own plan: someone else told us of them."


def for_the_person(it: Meant) -> str:
    """G18: who referred someone is told by hand, and nothing of the plan."""
    return "" if it.way.whom == "person" else "A plan is for its person alone. The referrer hears by hand."


def own_address(it: Meant) -> str:
    """G4: the address that would be used is the one in the plan, figure for figure."""
    if it.waits:
        return "What waits on the page goes to no address." if it.way.to else ""
    there = it.route.value or ""
    read = phone if it.way.kind in _PHONES else email if it.way.kind == "email" else _as_it_is
    same = read(there) == read(it.way.to) == it.way.to
    return "" if same and it.way.to else "The address is not the one in their plan."


def _as_it_is(address: str) -> str:
    return address
