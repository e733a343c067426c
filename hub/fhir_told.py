"""What a referral asks for, agrees to and says, in FHIR.

Rule: a request is a proposal and never an order. What was skipped and what was
not asked carry FHIR's own words for each. Harm stays what somebody said.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub import sheet_family, sheet_told
from hub.fhir_parts import OURS, REFERRAL, Names, Resource, coded, text
from hub.fhir_people import is_served, lines
from hub.plain import spoken
from hub.sheet import Asked, Bare, left_over, parts, plainly, texts

_PRIORITY = {"now": "stat", "today": "asap", "this_week": "urgent", "routine": "routine"}
_CONSENT = {"given": "active", "refused": "rejected"}
_ABSENT = {"skipped": "asked-declined", "not_asked": "not-asked"}
_ABSENT_URL = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
_LOINC = "http://loinc.org"
# Where somebody lives or goes to school is left out: an export travels.
_NOT_IN_NOTES = frozenset({"id", "compartment", "name_used", "born", "language", "nhs_number", "area", "school"})


def main_slot(referral: Bare) -> str:
    """Whom the referral is about first."""
    return "me" if referral.get("writer", "self") == "self" else "person"


def writer(referral: Bare, names: Names) -> Resource:
    """Who wrote it."""
    if referral.get("writer") == "referrer":
        return names.to("PractitionerRole", "referrer")
    return names.to("Patient", "me")


def requests(referral: Bare, names: Names) -> Iterator[Resource]:
    """A request for each person, held together by the referral's id; on hold for whoever gave no plan."""
    planned = {plan.get("person") for plan in parts(referral, "contact_plans")}
    for one in parts(referral, "people"):
        if is_served(referral, one):
            held = one.get("do_not_contact") or one["id"] not in planned
            yield names.entry(str(one["id"]), _request(one, referral, names, "on-hold" if held else "active"))


def _request(one: Bare, referral: Bare, names: Names, status: str) -> Resource:
    first = one["id"] == main_slot(referral)
    urgency = referral.get("urgency")
    level = str(urgency.get("level")) if isinstance(urgency, dict) else "routine"
    notes = [_about(one), *(_notes(referral, names) if first else ())]
    return {
        "resourceType": "ServiceRequest",
        "requisition": {"system": REFERRAL, "value": names.referral_id},
        "status": status,
        "intent": "proposal",
        "priority": _PRIORITY.get(level, "routine"),
        "code": text("Support from the domestic abuse hub"),
        "orderDetail": [text(spoken(word)) for word in _wishes(referral)] if first else [],
        "subject": names.to("Patient", str(one["id"])),
        "authoredOn": referral.get("created_at"),
        "requester": writer(referral, names),
        "reasonCode": list(_signs(referral, names)) if first else [],
        "note": [{"text": note} for note in notes if note],
    }


def _wishes(referral: Bare) -> list[str]:
    return [*texts(referral, "wants"), *texts(referral, "needs")]


def _about(one: Bare) -> str:
    return "; ".join(f"{spoken(name)}: {plainly(value)}" for name, value in left_over(one, _NOT_IN_NOTES))


def _signs(referral: Bare, names: Names) -> Iterator[Resource]:
    for one in parts(referral, "markers"):
        about = names.called.get(str(one.get("about")), "somebody")
        yield coded(f"{OURS}marker", str(one.get("code")), f"{spoken(str(one.get('code')))}, about {about}")


def _notes(referral: Bare, names: Names) -> Iterator[str]:
    urgency = sheet_told.urgency(referral, Asked())
    harm = sheet_family.harm(referral, names.called)
    yield from (f"{section.title}. " + " | ".join(lines(section.lines)) for section in (urgency, harm) if section.lines)
    children = referral.get("children")
    if isinstance(children, dict):
        yield f"Children, together. {plainly(dict(left_over(children, frozenset())))}"
    referrer = referral.get("referrer")
    if isinstance(referrer, dict):
        yield f"From the professional, {referrer.get('verified', 'unverified')}. {_done(referrer)}"
    yield from (f"Told to somebody else. {plainly(one)}" for one in parts(referral, "disclosures"))


def _done(referrer: Bare) -> str:
    known = frozenset({"name", "role", "organisation", "phone", "email", "verified", "visit_safety"})
    return "; ".join(f"{spoken(name)}: {plainly(value)}" for name, value in left_over(referrer, known))


def consents(referral: Bare, names: Names) -> Iterator[Resource]:
    """What each person agreed to, or did not, and the digest of the words they were shown."""
    for n, one in enumerate(parts(referral, "consents")):
        decision = str(one.get("decision"))
        basis = one.get("basis_if_none") or f"words shown: {one.get('wording', 'none')}"
        permits = {"given": "permit", "refused": "deny"}.get(decision)
        resource = {
            "resourceType": "Consent",
            "status": _CONSENT.get(decision, "proposed"),
            "scope": coded(_SCOPE, "patient-privacy", "Privacy consent"),
            "category": [coded(_LOINC, "59284-0", f"{spoken(str(one.get('purpose')))}, to {one.get('recipient')}")],
            "patient": names.to("Patient", str(one.get("person"))),
            "dateTime": one.get("at"),
            "policyRule": text(f"{spoken(decision)}; {basis}"),
            "provision": {"type": permits} if permits else None,
        }
        if str(one.get("person")) != "me" or referral.get("writer") != "referrer":
            yield names.entry(str(n), resource)


def answers(referral: Bare, names: Names) -> Iterator[Resource]:
    """What became of each question, and what was written freely under it."""
    outcomes = {str(one.get("id")): str(one.get("outcome")) for one in parts(referral, "questions")}
    told: dict[str, list[str]] = {}
    for one in parts(referral, "narrative"):
        told.setdefault(str(one.get("step")), []).append(str(one.get("text", "")))
    steps = [*outcomes, *(step for step in told if step not in outcomes)]
    resource = {
        "resourceType": "QuestionnaireResponse",
        "identifier": {"system": REFERRAL, "value": names.referral_id},
        "questionnaire": f"urn:frontdoor:questionnaire:{referral.get('journey')}|{referral.get('library')}",
        "status": "completed",
        "subject": names.to("Patient", main_slot(referral)),
        "authored": referral.get("created_at"),
        "author": writer(referral, names),
        "item": [_item(step, outcomes.get(step, ""), told.get(step, [])) for step in steps],
    }
    yield names.entry("answers", resource)


def _item(step: str, outcome: str, words: list[str]) -> Resource:
    absent = [{"url": _ABSENT_URL, "valueCode": _ABSENT[outcome]}] if outcome in _ABSENT else []
    return {"extension": absent, "linkId": step, "answer": [{"valueString": one} for one in words if one.strip()]}


def professional(referral: Bare, names: Names) -> Iterator[Resource]:
    """The professional who wrote, with their work's own telephone. Nobody else's is taken from here."""
    one = referral.get("referrer")
    if referral.get("writer") != "referrer":
        return
    bare = one if isinstance(one, dict) else {}
    ways = [{"system": s, "value": bare.get(n), "use": "work"} for s, n in (("phone", "phone"), ("email", "email"))]
    name = [{"text": str(bare["name"])}] if bare.get("name") else []
    yield names.entry("referrer", {"resourceType": "Practitioner", "name": name})
    role = {
        "resourceType": "PractitionerRole",
        "practitioner": names.to("Practitioner", "referrer"),
        "organization": {"display": bare.get("organisation")},
        "code": [text(str(bare["role"]))] if bare.get("role") else [],
        "telecom": [way for way in ways if way["value"]],
    }
    yield names.entry("referrer", role)


def provenance(referral: Bare, names: Names, targets: list[str]) -> Resource:
    """Where all of it comes from: somebody wrote it at a door, and this program put it in this form."""
    code = f", with the code {referral['entry']}" if referral.get("entry") else ""
    door = f"Front door, {referral.get('door')}{code}; record {referral.get('schema_version')}; not the record itself"
    return names.entry(
        "all",
        {
            "resourceType": "Provenance",
            "target": [{"reference": url} for url in targets],
            "recorded": referral.get("created_at"),
            "agent": [
                {"type": text("author"), "who": writer(referral, names)},
                {"type": text("assembler"), "who": {"display": door}},
            ],
        },
    )
