"""A person's contact plan as this door has signed it: it leaves inside the sealed referral, and comes back to be used.

Rule: the door keeps no plan. What it did not sign itself is none, whoever brings it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from pydantic import Field, ValidationError

from flows.meant import days
from flows.on_the_page import PAGE
from flows.part import Part, Slot
from flows.plan import ContactPlan
from flows.record import Referral
from flows.unsaid import names
from reception import base64url
from reception.doorkeys import DoorKey
from reception.envelope import KEY_ID
from reception.faults import SealFault
from reception.publickeys import PublicKeys

_KIND: Final = "frontdoor-plan-1"
_SIGNED_FOR: Final = b"frontdoor/signed-plan/v1\0"
_TEXT: Final = re.compile(rf"{re.escape(_KIND)}\.({KEY_ID.pattern})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
LONGEST: Final = 16 * 1024


class PlanOf(Part):
    """What is signed. `owner` stands for the person, and tells nothing of them but to this door.

    `both_sides` names the routes whose address stands on both sides of a harm.
    """

    referral: str
    person: Slot
    version: int = Field(ge=1)
    until: datetime
    door: str
    owner: str
    plan: ContactPlan
    names: tuple[str, ...] = ()
    both_sides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedPlan:
    """A plan that a door signed with the key `sigkid`, and the text that it travels as."""

    of: PlanOf
    sigkid: str
    text: str = field(repr=False)

    @classmethod
    def by(cls, key: DoorKey, of: PlanOf) -> Self:
        """The plan, signed."""
        raw = of.model_dump_json(by_alias=True, exclude_none=True).encode()
        signature = key.sign(_SIGNED_FOR + raw)
        return cls(of, key.sigkid, f"{_KIND}.{key.sigkid}.{base64url.encode(raw)}.{base64url.encode(signature)}")

    @classmethod
    def from_text(cls, text: str, doors: Mapping[str, PublicKeys]) -> Self:
        """The plan in `text`, signed by one of these doors. Raises SealFault ('plan')."""
        found = _TEXT.fullmatch(text) if len(text) <= LONGEST else None
        door = doors.get(found[1]) if found else None
        if found is None or door is None:
            raise SealFault(*_NO_PLAN)
        try:
            raw, signature = base64url.decode(found[2]), base64url.decode(found[3])
            if not door.verifies(signature, _SIGNED_FOR + raw):
                raise SealFault(*_NO_PLAN)
            return cls(PlanOf.model_validate_json(raw), found[1], text)
        except (ValueError, ValidationError):
            raise SealFault(*_NO_PLAN) from None


def plans_of(referral: Referral, key: DoorKey, owners: Mapping[str, str]) -> tuple[SignedPlan, ...]:
    """Each plan of the referral that names a way, signed. `owners` has who each slot stands for.

    On the web its writer's own is signed though it names none: something may be left for them on the page.
    """
    sides = _both_sides(referral)
    made = (
        PlanOf(
            referral=referral.id,
            person=plan.person,
            version=1,
            until=_until(plan, referral.created_at),
            door=referral.door,
            owner=owners[plan.person],
            plan=plan,
            names=names(referral, plan.person),
            both_sides=tuple(route.id for route in plan.routes if route.value in sides),
        )
        for plan in referral.contact_plans
        if plan.routes or (referral.door == PAGE and plan.person == "me")
    )
    signed = (SignedPlan.by(key, one) for one in made)
    # What is too long to come back is not sent out: a worker reaches that person by hand.
    return tuple(one for one in signed if len(one.text) <= LONGEST)


def _until(plan: ContactPlan, created_at: datetime) -> datetime:
    return (plan.confirmed_at or created_at).astimezone(UTC) + timedelta(seconds=days(plan.expires))


def _both_sides(referral: Referral) -> set[str]:
    """Addresses that stand in the plans of both ends of a harm."""
    of = {plan.person: {route.value for route in plan.routes if route.value} for plan in referral.contact_plans}
    return {
        address for edge in referral.harm_assertions for address in of.get(edge.from_, set()) & of.get(edge.to, set())
    }


_NO_PLAN: Final = (
    "plan",
    "No door that is known here has signed this plan. Take it from the referral as it was opened, and change nothing.",
)
