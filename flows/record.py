"""The referral: a family and what is happening in it, as far as the writer said.

Rule: it holds people, and harm as something one is said to have done to
another, by whom and when it was said. No person carries a role, and what was
not said is not there.
"""

from __future__ import annotations

import json
from typing import Annotated, Final, Literal, Self

from pydantic import Field

from flows.part import Code, Hour, Part, Slot, YesNo
from flows.plan import SENDER, ContactPlan, Route

SCHEMA_VERSION: Final = "1.0"

Writer = Literal["self", "referrer", "third_party"]
Source = Literal["self", "referrer", "third_party", "worker"]
Level = Literal["now", "today", "this_week", "routine"]
SetBy = Literal["rule", "person", "worker"]
Outcome = Literal["answered", "skipped", "not_asked"]
AgeBand = Annotated[str, Field(pattern=r"^(?:under_\d{1,2}|\d{1,2}_\d{1,2}|\d{1,2}_plus)$")]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]

LEVELS: tuple[Level, ...] = ("routine", "this_week", "today", "now")


class Person(Part):
    """Someone in the family, by slot. `compartment` says whose words these are kept with."""

    id: Slot
    compartment: Slot
    name_used: str | None = None
    age_band: AgeBand | None = None
    age: int | None = Field(default=None, ge=0, le=120)
    born: IsoDate | None = None
    is_child: bool = False
    gender: str | None = None
    pregnant: YesNo | None = None
    area: str | None = Field(default=None, description="town, or first half of a postcode; never more")
    moved: bool = False
    language: str | None = None
    access_needs: tuple[str, ...] = ()
    about: str | None = Field(default=None, description="what helps to understand them, as told")
    involved: tuple[str, ...] = Field(default=(), description="services or proceedings already there")
    attends: Literal["chosen", "required"] | None = None
    parental_responsibility: YesNo | None = None
    knows_of_this: YesNo | None = None
    trusted_adult: str | None = None
    school: str | None = None
    nhs_number: str | None = None
    equality: tuple[Code, ...] = ()
    prefers: tuple[Code, ...] = Field(default=(), description="specialist service, worker's gender")
    do_not_contact: bool = False
    contact_to_be_taken_by_worker: bool = False


class Children(Part):
    """What was said of the children together. `or_more` when `count` is the least it may be."""

    count: int | None = Field(default=None, ge=0, le=99)
    or_more: bool = False
    ages: tuple[str, ...] = ()
    present: tuple[Code, ...] = Field(default=(), description="where they are when it happens")


class Relationship(Part):
    """`a` is the `kind` of `b`: other is the partner of me."""

    a: Slot
    b: Slot
    kind: Code | None = None
    lives_together: YesNo | None = None
    since: str | None = None
    ended: str | None = None


class HarmAssertion(Part):
    """One saying that one person harms another. Never taken away: withdrawn, disputed, superseded.

    'unclear' is for violence that both are said to have used: two edges, no verdict.
    """

    id: Code
    from_: Slot = Field(validation_alias="from", serialization_alias="from")
    to: Slot
    kinds: tuple[Code, ...] = ()
    when: Literal["now", "recent", "past", "feared"] | None = None
    still_going_on: YesNo | None = None
    source: Source
    status: Literal["current", "unclear", "disputed", "superseded", "withdrawn"] = "current"
    supersedes: Code | None = None
    at: Hour
    withdrawn_at: Hour | None = None


class Consent(Part):
    """What a person chose, and the digest of the very words they were shown when choosing."""

    person: Slot
    purpose: Code
    recipient: Code = "hub"
    decision: Literal["given", "refused", "not_asked", "not_known"]
    wording: str | None = Field(default=None, description="digest of what was shown")
    language: str
    at: Hour
    basis_if_none: str | None = None


class Reason(Part):
    """Why a referral is as urgent as it is."""

    code: Code
    level: Level
    set_by: SetBy
    step: str


class Urgency(Part):
    """How soon a person should look. Rules only raise it; a worker alone may lower it."""

    level: Level = "routine"
    set_by: SetBy = "rule"
    reasons: tuple[Reason, ...] = ()


class Marker(Part):
    """A sign that workers look for. `about` is who it concerns; nothing is added up."""

    code: Code
    about: Slot
    source: Source
    set_by: SetBy
    at: Hour


class Narrative(Part):
    """Someone's own words, whole. `step` is the question they stood under."""

    speaker: Literal["writer", "referrer", "worker"]
    text: str
    step: str
    topic: str | None = Field(default=None, description="record path, when the words are an answer")
    at: Hour


class Referrer(Part):
    """Who writes, when it is about someone else. Unverified until a worker says otherwise."""

    kind: Code | None = None
    name: str | None = None
    role: str | None = None
    organisation: str | None = None
    phone: str | None = None
    email: str | None = None
    link: str | None = Field(default=None, description="how they know the person")
    asks_for: tuple[Code, ...] = ()
    already_done: tuple[Code, ...] = ()
    dash_done: YesNo | None = None
    dash_score: int | None = Field(default=None, ge=0, le=99)
    marac: Code | None = None
    visit_safety: str | None = None
    verified: Literal["unverified", "email", "phone"] = "unverified"


class Question(Part):
    """What became of one question. 'not_asked' is no answer, and no refusal either."""

    id: str
    outcome: Outcome


class Acknowledgement(Part):
    """A named person at the hub has looked. An automatic receipt is none."""

    staff: str
    route: Code
    at: Hour


class Disclosure(Part):
    """Something of this was told to someone else: what, to whom, on what ground, by whom."""

    about: Slot
    recipient: str
    what: str
    basis: Code
    reason: str
    told_person: YesNo
    by: str
    at: Hour


class Retention(Part):
    """Until when it is kept."""

    purge_after: IsoDate | None = None


class Referral(Part):
    """One referral, whole. `id` is '' until reception mints it.

    Guarantee: its JSON is the same for the same content, byte for byte.
    """

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: str = ""
    created_at: Hour
    door: str
    entry: str | None = None
    journey: str
    language: str
    library: str = Field(description="digest of the questions as they were")
    writer: Writer = "self"
    status: Literal["received", "acknowledged", "being_worked", "closed"] = "received"
    owner: str | None = None
    people: tuple[Person, ...]
    children: Children | None = None
    relationships: tuple[Relationship, ...] = ()
    harm_assertions: tuple[HarmAssertion, ...] = ()
    contact_plans: tuple[ContactPlan, ...] = ()
    signed_plans: tuple[str, ...] = Field(
        default=(), description="the same, signed by the door: what writing back needs"
    )
    consents: tuple[Consent, ...] = ()
    urgency: Urgency = Field(default_factory=Urgency)
    markers: tuple[Marker, ...] = ()
    wants: tuple[Code, ...] = ()
    needs: tuple[Code, ...] = ()
    narrative: tuple[Narrative, ...] = ()
    referrer: Referrer | None = None
    questions: tuple[Question, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    retention: Retention = Field(default_factory=Retention)

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, what is not known left out."""
        bare = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The referral that `to_json` wrote. Raises ValueError, showing no value, on others."""
        return cls.model_validate_json(text)


def with_id(referral: Referral, referral_id: str) -> Referral:
    """The same referral under the id that reception minted."""
    return referral.model_copy(update={"id": referral_id})


def with_signed_plans(referral: Referral, signed: tuple[str, ...]) -> Referral:
    """The same referral with its plans as the door has signed them, opaque to everyone but a door."""
    return referral.model_copy(update={"signed_plans": signed})


def with_sender(referral: Referral, address: str) -> Referral:
    """The same referral with `address` wherever 'the number I write from' was chosen."""
    plans = tuple(_plan_with(plan, address) for plan in referral.contact_plans)
    referrer = referral.referrer
    if referrer is not None and referrer.phone == SENDER:
        referrer = referrer.model_copy(update={"phone": address})
    return referral.model_copy(update={"contact_plans": plans, "referrer": referrer})


def numbers_to_text(referral: Referral) -> tuple[str, ...]:
    """The numbers that the plans name for texts."""
    routes = (route for plan in referral.contact_plans for route in plan.routes if route.kind == "sms")
    return tuple(route.value for route in routes if route.value)


def with_marker(referral: Referral, code: str) -> Referral:
    """The same referral with a sign for workers, about the writer, that a rule has set."""
    marker = Marker(code=code, about="me", source="self", set_by="rule", at=referral.created_at)
    return referral.model_copy(update={"markers": (*referral.markers, marker)})


def _plan_with(plan: ContactPlan, address: str) -> ContactPlan:
    routes = tuple(_route_with(route, address) for route in plan.routes)
    return plan.model_copy(update={"routes": routes})


def _route_with(route: Route, address: str) -> Route:
    return route.model_copy(update={"value": address}) if route.value == SENDER else route
