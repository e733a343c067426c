"""The FHIR R4 export, against what R4 itself requires."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from flows.library import HERE, load
from flows.play import EnginePlayer
from flows.record import with_id
from flows.talk import parse, perform
from hub.commands import main
from hub.fhir import bundle
from hub.sheet import texts

if TYPE_CHECKING:
    from tests.hub.conftest import Sides, Stream

ROOT = Path(__file__).parents[2]
EXAMPLE: dict[str, Any] = json.loads((ROOT / "docs/schema/example-referral.json").read_text())
TALKS = [p for p in sorted((ROOT / "tests/talks").glob("*.talk")) if "! sent" in p.read_text("utf-8")]
NUMBER = "+447700900888"

# What R4 (4.0.1) marks 1..1 or 1..*, for the resources that we make, and for the parts of them.
REQUIRED: dict[str, tuple[str, ...]] = {
    "Bundle": ("type",),
    "Consent": ("status", "scope", "category", "policyRule"),  # a policy or a policyRule: invariant ppc-1
    "Flag": ("status", "code", "subject"),
    "Patient": (),
    "Practitioner": (),
    "PractitionerRole": (),
    "Provenance": ("target", "recorded", "agent"),
    "QuestionnaireResponse": ("status",),
    "RelatedPerson": ("patient",),
    "ServiceRequest": ("status", "intent", "subject"),
}
PARTS_REQUIRED = {
    "agent": ("who",),
    "communication": ("language",),
    "extension": ("url",),
    "item": ("linkId",),
    "link": ("other", "type"),
    "note": ("text",),
    "text": ("status", "div"),
}
# The codes of required bindings that we use.
CODES = {
    ("Bundle", "type"): {"collection"},
    ("Consent", "status"): {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"},
    ("Flag", "status"): {"active", "inactive", "entered-in-error"},
    ("QuestionnaireResponse", "status"): {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    ("ServiceRequest", "status"): {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    ("ServiceRequest", "intent"): {"proposal", "plan", "directive", "order"},
    ("ServiceRequest", "priority"): {"routine", "urgent", "asap", "stat"},
}
SYSTEMS = {"phone", "fax", "email", "pager", "url", "sms", "other"}
LISTS = {"category", "name", "telecom", "communication", "link", "note", "target", "agent", "item"}
LISTS |= {"extension", "security", "entry", "reasonCode", "orderDetail", "relationship", "answer", "coding"}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@cache
def played(path: Path) -> tuple[dict[str, Any], ...]:
    """The referrals that come of a talk, as the hub opens them."""
    talk = parse(path.read_text("utf-8"))
    player = EnginePlayer(load(HERE), talk.doors[0], entry=talk.code)
    for _ in perform(talk, player):
        pass
    return tuple(json.loads(with_id(one, f"referral-{path.stem}").to_json()) for one in player.referrals)


def resources(referral: dict[str, Any], kind: str = "") -> list[dict[str, Any]]:
    """The resources of its Bundle, of one kind or of all."""
    found = [entry["resource"] for entry in bundle(referral)["entry"]]
    return [one for one in found if kind in {"", one["resourceType"]}]


def inside(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every part of a resource, with the name it stands under."""
    yield name, value
    for key, one in value.items() if isinstance(value, dict) else ():
        yield from inside(one, key)
    for one in value if isinstance(value, list) else ():
        yield from inside(one, name)


def all_referrals() -> list[Any]:
    """The example, and one for each talk in which something is sent."""
    talks = [pytest.param(path, id=path.stem) for path in TALKS]
    return [pytest.param(None, id="example"), *talks]


every = pytest.mark.parametrize("path", all_referrals())


def each(path: Path | None) -> tuple[dict[str, Any], ...]:
    """The referrals of one case."""
    return played(path) if path else (EXAMPLE,)


def wrong(resource: dict[str, Any]) -> Iterator[str]:
    """What R4 would not have in a resource."""
    kind = resource["resourceType"]
    yield from (f"{kind} lacks {name}" for name in REQUIRED[kind] if name not in resource)
    for (of, name), codes in CODES.items():
        if of == kind and name in resource and resource[name] not in codes:
            yield f"{kind}.{name} is {resource[name]}"
    for name, value in inside(resource):
        if kind == "Patient" and isinstance(value, dict) and not isinstance(value.get("identifier", []), list):
            yield "Patient.identifier is no list"
        if value in (None, "", [], {}):
            yield f"{kind} has an empty {name}"
        if isinstance(value, dict):
            yield from (f"{kind}.{name} lacks {m}" for m in PARTS_REQUIRED.get(name, ()) if m not in value)
            yield from (f"{kind}.{m} is no list" for m in LISTS & value.keys() if not isinstance(value[m], list))
            yield from (f"{kind}.{name} has two of {m}" for m in two_values(value))


def two_values(value: dict[str, Any]) -> list[str]:
    """The members of a choice that stand twice."""
    found = [name for name in value if name.startswith("value") and name != "value"]
    return found if len(found) > 1 else []


@every
def test_each_resource_has_what_r4_requires(path: Path | None) -> None:
    """No required element is missing, empty or outside its codes, and what may repeat is a list."""
    for referral in each(path):
        assert [fault for one in resources(referral) for fault in wrong(one)] == []


@every
def test_the_bundle_holds_together(path: Path | None) -> None:
    """Each resource stands once, under its own address, and every reference leads to one of the Bundle."""
    for referral in each(path):
        made = bundle(referral)
        addresses = [entry["fullUrl"] for entry in made["entry"]]
        kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in made["entry"]}
        assert len(set(addresses)) == len(addresses)
        assert all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one) for one in addresses)
        refs = [value for _, value in inside(made) if isinstance(value, dict) and "reference" in value]
        assert [
            one for one in refs if one.get("type", kinds.get(one["reference"])) != kinds.get(one["reference"])
        ] == []
        assert INSTANT.fullmatch(made["timestamp"])
        assert made == bundle(json.loads(json.dumps(referral)))


@every
def test_every_resource_says_that_it_speaks_of_abuse(path: Path | None) -> None:
    """The Bundle and each resource in it carry the two labels by which a system may hide them."""
    for referral in each(path):
        for one in (bundle(referral), *resources(referral)):
            assert {label["code"] for label in one["meta"]["security"]} == {"SDV", "V"}


@every
def test_every_person_has_a_flag_that_says_how_to_contact_them(path: Path | None) -> None:
    """For each Patient there is an active Flag of category safety, also where the answer is 'not at all'."""
    for referral in each(path):
        patients = {e["fullUrl"] for e in bundle(referral)["entry"] if e["resource"]["resourceType"] == "Patient"}
        flags = resources(referral, "Flag")
        assert {flag["subject"]["reference"] for flag in flags} == patients
        assert {(f["status"], f["category"][0]["coding"][0]["code"]) for f in flags} == {("active", "safety")}
        assert all(ET.fromstring(flag["text"]["div"]).tag.endswith("div") for flag in flags)  # noqa: S314 - our own


@every
def test_whoever_must_not_be_contacted_has_no_telecom(path: Path | None) -> None:
    """A third party who must not be contacted has none, even when a plan with a number came along with them."""
    for referral in each(path):
        people = [one | {"do_not_contact": True} for one in referral["people"]]
        safe = {"id": "r1", "kind": "voice", "value": NUMBER, "status": "safe"}
        plans = [{"person": p["id"], "initiative": "service", "expires": "P30D", "routes": [safe]} for p in people]
        made = bundle(referral | {"people": people, "contact_plans": plans})
        patients = [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == "Patient"]
        assert patients
        assert not [one for one in patients if "telecom" in one]
        assert NUMBER not in json.dumps(made)


def test_those_of_the_talks_have_none() -> None:
    """In every talk in which somebody must not be contacted, that person has no telecom, and a Flag that says so."""
    found = 0
    for referral in (one for path in TALKS for one in played(path)):
        names = [str(one["id"]) for one in referral["people"] if one["do_not_contact"]]
        flags = [flag for flag in resources(referral, "Flag") if "must not be contacted" in flag["code"]["text"]]
        assert len(flags) == len(names)
        by = {e["fullUrl"]: e["resource"] for e in bundle(referral)["entry"]}
        assert not [flag for flag in flags if "telecom" in by[flag["subject"]["reference"]]]
        found += len(names)
    assert found


@pytest.mark.parametrize(
    "more",
    [
        {"frozen": True},
        {"initiative": "person_will_contact"},
        {"initiative": None},
        {"never": ["call"]},
        {"expires": ""},
    ],
    ids=str,
)
def test_a_number_stands_in_telecom_only_when_the_plan_allows_it(more: dict[str, Any]) -> None:
    """A plan that is frozen, shut, not ours to begin or without an end gives no telecom; its Flag stays."""
    whole = {"contact_plans": [EXAMPLE["contact_plans"][0] | more]}
    assert [one["telecom"] for one in resources(EXAMPLE, "Patient") if "telecom" in one]
    assert not [one for one in resources(EXAMPLE | whole, "Patient") if "telecom" in one]
    assert "+447700900123" in "".join(flag["code"]["text"] for flag in resources(EXAMPLE | whole, "Flag"))


@pytest.mark.parametrize("status", ["unsafe", "unknown"])
def test_an_unsafe_number_is_in_the_flag_alone(status: str) -> None:
    """A way that is not safe is no telecom; the Flag says not to use it."""
    route = EXAMPLE["contact_plans"][0]["routes"][0] | {"status": status}
    bare = EXAMPLE | {"contact_plans": [EXAMPLE["contact_plans"][0] | {"routes": [route]}]}
    assert not [one for one in resources(bare, "Patient") if "telecom" in one]
    assert "DO NOT USE: Telephone +447700900123" in "".join(flag["code"]["text"] for flag in resources(bare, "Flag"))


def test_nothing_of_a_plan_is_lost() -> None:
    """Each word of a plan that a person chose or wrote is in the Flag, and a change of any fixed one changes it."""
    plan = EXAMPLE["contact_plans"][0]
    said = flag_of(plan)
    words = [plan[name] for name in ("name_to_use", "caller_name", "pronouns", "language", "interpreter", "note")]
    words += [plan["verify"]["word"], plan["danger_word"]["word"], plan["routes"][0]["value"], "school holidays"]
    words += [one for name in ("safe_people", "unsafe_people", "safe_places") for one in texts(plan, name)]
    assert [word for word in words if word not in said] == []
    assert flag_of(plan | {"later_part": "A word"}) != said
    alike = [
        name for name in plan if name not in {"person", "default"} and flag_of(plan | {name: CHANGED[name]}) == said
    ]
    assert alike == []
    way = plan["routes"][0]
    changed = {name: flag_of(plan | {"routes": [way | {name: value}]}) for name, value in CHANGED_WAY.items()}
    assert way.keys() - {"id", "preview_visible"} == changed.keys()
    assert [name for name, flag in changed.items() if flag == said] == []


CHANGED_WAY: dict[str, Any] = {
    "kind": "sms",
    "value": "+447700900001",
    "status": "unsafe",
    "shared_with": ["Bo"],
    "monitored": "yes",
    "voicemail": "ok",
    "caller_id": "show",
    "max_attempts": 1,
    "min_gap_hours": 48,
    "content": "full_after_verify",
    "windows": [],
}
CHANGED: dict[str, Any] = {
    "initiative": "person_will_contact",
    "routes": [],
    "never": ["text"],
    "if_someone_else_answers": "hang_up",
    "cover_line_id": "parcel",
    "if_no_answer": "retry_in_window",
    "name_to_use": "Bo",
    "caller_name": "Bo",
    "pronouns": "they",
    "language": "cy",
    "interpreter": "no",
    "verify": {"method": "worker_question"},
    "danger_word": {"set": False},
    "safe_people": ["Bo"],
    "unsafe_people": ["Bo"],
    "safe_places": ["Bo"],
    "lost_contact": "tell_referrer",
    "note": "Bo",
    "frozen": True,
    "confirmed_at": "2026-11-23T02:00:00Z",
    "confirmed_how": "by_voice",
    "recheck_after": "P1D",
    "expires": "P1D",
    "recheck_on": ["moved"],
}


def flag_of(plan: dict[str, Any]) -> str:
    """What the Flag of this plan says."""
    said: str = resources(EXAMPLE | {"contact_plans": [plan]}, "Flag")[0]["code"]["text"]
    return said


def test_skipped_and_not_asked_carry_the_two_words_of_fhir() -> None:
    """A question that was skipped is 'asked-declined', one that was not asked 'not-asked', one answered neither."""
    (answers,) = resources(EXAMPLE, "QuestionnaireResponse")
    said = {item["linkId"]: item.get("extension", [{}])[0].get("valueCode") for item in answers["item"]}
    wanted = {"skipped": "asked-declined", "not_asked": "not-asked", "answered": None}
    assert {q["id"]: wanted[q["outcome"]] for q in EXAMPLE["questions"]}.items() <= said.items()


def test_one_request_a_person_under_one_requisition() -> None:
    """Each person has a request of their own, on hold where there is no plan; one id holds them together."""
    made = resources(EXAMPLE, "ServiceRequest")
    assert {one["requisition"]["value"] for one in made} == {EXAMPLE["id"]}
    assert [one["status"] for one in made] == ["active", "on-hold", "on-hold", "on-hold"]
    assert len({one["subject"]["reference"] for one in made}) == len(EXAMPLE["people"])


def test_where_somebody_lives_does_not_travel() -> None:
    """No town, postcode or school is in the export."""
    people = [one | {"area": "Zzyzx", "school": "Qwerty School"} for one in EXAMPLE["people"]]
    made = json.dumps(bundle(EXAMPLE | {"people": people}))
    assert not [word for word in ("Zzyzx", "Qwerty", "address") if word in made.replace("http://www.w3.org/1999", "")]


def test_what_was_typed_can_neither_be_markup_nor_move_a_cursor() -> None:
    """A name with tags and control characters in it is letters, in the narrative too."""
    people = [EXAMPLE["people"][0] | {"name_used": "<b>Sam</b>\x1b[2J\u202e\ud800"}, *EXAMPLE["people"][1:]]
    made = json.dumps(bundle(EXAMPLE | {"people": people}), ensure_ascii=False)
    assert made.encode()
    assert not set(made) & set("\x1b\u202e")
    assert "\\u001b" not in made
    assert "&lt;b&gt;Sam&lt;/b&gt;" in made


def test_both_commands_print_a_bundle_a_line(
    sides: Sides, stream: Stream, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`read --fhir` prints one Bundle a referral; `open ID --fhir` prints the same one again."""
    monkeypatch.setenv("FRONTDOOR_REDIS_URL", stream.url)
    data = str(sides.home.folder.parent)
    stream.add(sides.event("referral-1", **{name: value for name, value in EXAMPLE.items() if name != "id"}))
    assert main(["read", "--fhir", "--data", data]) == 0
    read = capsys.readouterr().out
    assert json.loads(read) == bundle(EXAMPLE | {"id": "referral-1"})
    assert main(["open", "referral-1", "--fhir", "--data", data]) == 0
    assert capsys.readouterr().out == read
    assert main(["open", "referral-1", "--fhir", "--print", "--data", data]) == 2
