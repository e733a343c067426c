"""The people of a referral in FHIR, each with the rules for contacting them.

Rule: a number stands in `telecom` only when the person's own plan lets us use
it, for as long as the plan holds. Whoever must not be contacted has none at all.
The whole plan is a Flag, which a reader must show.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hub import sheet_plan
from hub.fhir_parts import OURS, Names, Resource, coded, narrative, text
from hub.plain import spoken
from hub.sheet import Bare, Fact, Line, left_over, parts, plainly

_SAFETY = "http://terminology.hl7.org/CodeSystem/flag-category"
# FHIR's own systems of contact; what has none is in the plan alone.
_SYSTEMS = {"voice": "phone", "sms": "sms", "email": "email", "whatsapp": "other", "telegram": "other"}
_READ_FIRST = (
    "Read this person's contact plan, a Flag of category safety, before any contact. It allows or forbids each way."
)


def people(referral: Bare, names: Names) -> Iterator[Resource]:
    """Everybody but a professional, who is no patient of anyone here."""
    for one in parts(referral, "people"):
        if is_served(referral, one):
            yield names.entry(str(one["id"]), _patient(one, referral, names))


def is_served(referral: Bare, person: Bare) -> bool:
    """Whether this is one of the family or its friends, and not the professional who wrote."""
    return "id" in person and not (person["id"] == "me" and referral.get("writer") == "referrer")


def flags(referral: Bare, names: Names) -> Iterator[Resource]:
    """How each person may be contacted, or that they may not be."""
    for one in parts(referral, "people"):
        if is_served(referral, one):
            slot = str(one["id"])
            plans = _plans(referral, one)
            yield from (
                names.entry(f"plan-{slot}-{n}", _flag(slot, names, _plan_lines(plan, referral, names)))
                for n, plan in enumerate(plans)
            )
            if one.get("do_not_contact") or not plans:
                yield names.entry(f"none-{slot}", _flag(slot, names, [_no_contact(one)]))


def related(referral: Bare, names: Names) -> Iterator[Resource]:
    """How they are related: `a` as somebody in the life of `b`."""
    for n, one in enumerate(parts(referral, "relationships")):
        rest = dict(left_over(one, frozenset({"a", "b", "kind"})))
        said = [{"url": f"{OURS}relationship", "valueString": plainly(rest)}] if rest else []
        resource = {
            "resourceType": "RelatedPerson",
            "extension": said,
            "patient": names.to("Patient", str(one.get("b"))),
            "relationship": [text(spoken(str(one.get("kind") or "not said")))],
        }
        yield names.entry(str(n), resource)


def lines(section: tuple[Line, ...]) -> list[str]:
    """The lines of a printed section, each as one sentence."""
    return [f"{one.label}: {one.value}" if isinstance(one, Fact) else one.text for one in section]


def _patient(one: Bare, referral: Bare, names: Names) -> Resource:
    slot = str(one["id"])
    also = (str(n) for n, edge in enumerate(parts(referral, "relationships")) if edge.get("a") == slot)
    nhs = "".join(letter for letter in str(one.get("nhs_number") or "") if letter.isdigit())
    return {
        "resourceType": "Patient",
        "text": narrative(names.called.get(slot, slot), [_READ_FIRST]),
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": nhs}] if nhs else [],
        "name": [{"text": str(one["name_used"])}] if one.get("name_used") else [],
        "birthDate": one.get("born"),
        "telecom": list(_telecom(one, referral)),
        "communication": [{"language": text(str(one["language"]))}] if one.get("language") else [],
        "link": [{"other": names.to("RelatedPerson", n), "type": "seealso"} for n in also],
    }


def _telecom(one: Bare, referral: Bare) -> Iterator[Resource]:
    for plan in _plans(referral, one):
        last = sheet_plan.stops_on(plan, referral.get("created_at"))
        if last is None or sheet_plan.closed(plan, last, last):
            continue
        for route in parts(plan, "routes"):
            system = _SYSTEMS.get(str(route.get("kind")))
            if system and route.get("value") and sheet_plan.is_open(plan, route):
                rule = sheet_plan.allowed(route)
                yield {
                    "extension": [{"url": f"{OURS}contact-rule", "valueString": rule}],
                    "system": system,
                    "value": str(route["value"]),
                    "period": {"end": last.isoformat()},
                }


def _plans(referral: Bare, one: Bare) -> list[Bare]:
    found = [plan for plan in parts(referral, "contact_plans") if plan.get("person") == one.get("id")]
    # The one place that decides it: neither telecom nor Flag ever meets such a number.
    return [_without_numbers(plan) for plan in found] if one.get("do_not_contact") else found


def _without_numbers(plan: Bare) -> Bare:
    return {**plan, "routes": [{**route, "value": None, "status": "unsafe"} for route in parts(plan, "routes")]}


def _plan_lines(plan: Bare, referral: Bare, names: Names) -> list[str]:
    # A file has no today: the last day stands in the plan itself.
    (first, *_) = sheet_plan.sections({**referral, "contact_plans": [plan]}, names.called, date.min)
    return [first.title, *lines(first.lines)]


def _no_contact(one: Bare) -> str:
    by = " A worker asks for a way to contact them." if one.get("contact_to_be_taken_by_worker") else ""
    why = "They must not be contacted." if one.get("do_not_contact") else "They gave no contact plan."
    return f"NO CONTACT. {why} Do not contact them, by any way.{by}"


def _flag(slot: str, names: Names, said: list[str]) -> Resource:
    # It has no end: a plan that ran out forbids, and must not fall off the screen.
    return {
        "resourceType": "Flag",
        "text": narrative("Safe contact", said),
        "status": "active",
        "category": [coded(_SAFETY, "safety", "Safe contact")],
        "code": text("\n".join(said)),
        "subject": names.to("Patient", slot),
    }
