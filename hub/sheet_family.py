"""The people on a printed page: who they are, how they are related, and the harm that was told.

Rule: nobody is called by a role. Harm is something that one is said to have
done to another, by somebody who said it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hub import wording
from hub.plain import listed, spoken
from hub.sheet import Bare, Fact, Section, left_over, parts, plainly, texts
from hub.wording import begun, said


def called(referral: Bare) -> dict[str, str]:
    """What to call each person: the name they use, and who they are in this family."""
    return {
        str(one.get("id")): _called(referral, str(one.get("id")), one.get("name_used"))
        for one in parts(referral, "people")
    }


def slot_name(referral: Bare, slot: str) -> str:
    """Who a slot is, without a name: 'child 1', 'the other person'."""
    if slot == "me":
        return "who wrote this" if referral.get("writer", "self") == "self" else "the writer, who writes for another"
    kind = slot.rstrip("0123456789")
    return f"{wording.SLOTS.get(kind, spoken(kind))} {slot.removeprefix(kind)}".strip()


def _called(referral: Bare, slot: str, name: object) -> str:
    return f"{name} ({slot_name(referral, slot)})" if name else slot_name(referral, slot)


def family(referral: Bare, names: Mapping[str, str]) -> Section:
    """Everyone who was named, then how they are related."""
    people = (_person(one, names) for one in parts(referral, "people"))
    related = (_related(one, names) for one in parts(referral, "relationships"))
    return Section("Who is who", (*people, *_children(referral), *related))


def harm(referral: Bare, names: Mapping[str, str]) -> Section:
    """Each saying that one person harms another."""
    return Section("Harm, as it was told", tuple(_harm(one, names) for one in parts(referral, "harm_assertions")))


def _person(one: Bare, names: Mapping[str, str]) -> Fact:
    known = [_known(name, value) for name, value in left_over(one, _PERSON)]
    age = one.get("age") if one.get("age") is not None else one.get("age_band")
    first = [f"age {spoken(str(age))}"] if age is not None else []
    return Fact(begun(names.get(str(one.get("id")), "Somebody")), "; ".join([*first, *known]) or "nothing more said")


def _known(name: str, value: object) -> str:
    return _FLAGS.get(name) or f"{_LABELS.get(name, spoken(name))}: {plainly(value)}"


def _children(referral: Bare) -> Iterator[Fact]:
    told = referral.get("children")
    if isinstance(told, dict):
        count = "how many was not said" if told.get("count") is None else str(told["count"])
        more = " or more" if told.get("or_more") else ""
        ages = f"; ages: {listed(texts(told, 'ages'))}" if texts(told, "ages") else "; ages not said"
        there = f"; {listed(texts(told, 'present'))}" if texts(told, "present") else ""
        yield Fact("Children, together", f"{count}{more}{ages}{there}")


def _related(one: Bare, names: Mapping[str, str]) -> Fact:
    a, b = (names.get(str(one.get(side)), "somebody") for side in ("a", "b"))
    kind = spoken(str(one.get("kind") or "not said"))
    home = f"live together: {said(wording.YES_NO, one.get('lives_together'))}"
    rest = [f"{spoken(name)}: {plainly(value)}" for name, value in left_over(one, _RELATED)]
    return Fact(f"{begun(a)} to {b}", "; ".join([kind, home, *rest]))


def _harm(one: Bare, names: Mapping[str, str]) -> Fact:
    a, b = (names.get(str(one.get(side)), "somebody") for side in ("from", "to"))
    facts = [
        listed(texts(one, "kinds")) or "what kind was not said",
        said(wording.HARM_WHEN, one.get("when"), "when was not said"),
    ]
    if one.get("still_going_on"):
        facts.append(f"still going on: {said(wording.YES_NO, one['still_going_on'])}")
    facts += [f"told by {said(wording.SOURCES, one.get('source'))}", said(wording.HARM_STATUS, one.get("status"), "")]
    facts += [f"{spoken(name)}: {plainly(value)}" for name, value in left_over(one, _HARM)]
    return Fact(f"{begun(a)} is said to harm {b}", "; ".join(fact for fact in facts if fact))


_PERSON = frozenset(
    {"id", "compartment", "name_used", "age", "age_band", "is_child", "do_not_contact"}
    | {"contact_to_be_taken_by_worker"}
)
_RELATED = frozenset({"a", "b", "kind", "lives_together"})
_HARM = frozenset({"id", "from", "to", "kinds", "when", "still_going_on", "source", "status", "at", "supersedes"})
_FLAGS = {"moved": "HAS MOVED: ask for no address, and write none down here"}
_LABELS = {
    "area": "lives near",
    "born": "born on",
    "about": "helps to understand them",
    "involved": "already involved",
    "attends": "comes because it is",
    "knows_of_this": "knows of this referral",
    "trusted_adult": "a grown-up they trust",
    "equality": "about them",
    "prefers": "would rather have",
    "nhs_number": "NHS number",
    "access_needs": "needs",
}
