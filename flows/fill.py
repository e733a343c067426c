"""From answers to a Referral: every fact is put where its path says.

Rule: nothing said is lost and nothing is made up. An answer that does not fit
its place is kept as the writer's own words; urgency only ever goes up.

    build(
        facts,                      # Iterable[Fact], in the order of the steps; a later one wins
        *,
        questions,                  # Mapping[question id, 'answered' | 'skipped' | 'not_asked'], in order
        door, language, library, at,  # str, str, the library's digest, unix seconds
        journey="",                 # '' takes it from a fact at the path 'journey'
        narrative=(),               # Iterable[(step, text)]: State.words fits as it is
        consents={},                # Mapping[consent step, digest of what was shown]: State.consents
        entry=None, retention_days=None,
    ) -> Referral                   # id is '' until record.with_id

`Fact.source` is who set it: 'person' for an answer, 'rule' for what a choice or
a trigger means, 'worker' for a worker. `Fact.step` is the step it comes from.

Paths (SLOT is me, person, household, other, other2-9, child1-12):

    SLOT.ATTR                 an attribute of Person          me.name_used, child1.age_band
    SLOT.told                 a name, an age, a town         person.told = 'Sam, 34, Redhill'
    SLOT.relationship         what SLOT is to me              other.relationship = partner
    SLOT>SLOT.ATTR            Relationship                    me>other.lives_together, other>person.kind
    harm.SLOT>SLOT.ATTR       HarmAssertion                   harm.other>me.when, .kinds, .status
    harm.SLOT<>SLOT.ATTR      both ways, unclear who began    harm.me<>other.when = recent
    others>me, me>others      for each code one more person, who is that to me, and an edge
    children.ATTR             Children                        children.count = 2, .ages, .present
    plan.SLOT.ATTR            ContactPlan                     plan.me.initiative, .never
    plan.SLOT.route           the ways chosen, as safe        plan.me.route = [voice, sms]
    plan.SLOT.route.KIND.ATTR Route (KIND may end in 2 or 3)  plan.me.route.voice.value, .windows
    plan.SLOT.number          for each voice, sms and whatsapp route that has no value of its own
    plan.SLOT.verify.ATTR, plan.SLOT.danger_word.ATTR
    consent.SLOT.PURPOSE      given | refused | ...           consent.me.send, .basis, .recipient
    urgency.LEVEL             a reason code                   urgency.now = afraid_for_life
    markers.CODE              whom it is about                markers.strangled = me
    markers, wants, needs     codes                           markers = [weapon] is about me
    referrer.ATTR             Referrer                        referrer.organisation
    narrative, journey, writer (self | referrer | third_party; 'referrer' when any referrer.ATTR is set)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.draft import Draft, Fact, Words, clean, put
from flows.numbers import age_band
from flows.part import to_the_hour
from flows.paths import fault
from flows.plain import plain
from flows.plan import HERE, SENDER, ContactPlan, DangerWord, Route, Verify
from flows.record import (
    LEVELS,
    Children,
    Consent,
    HarmAssertion,
    Marker,
    Narrative,
    Outcome,
    Person,
    Question,
    Referral,
    Referrer,
    Relationship,
    Retention,
    Urgency,
    Writer,
)

__all__ = ["Fact", "build", "fault"]

_ADULT = 18
_MOST_CHILDREN = 12
_OLDEST_CHILD = 25
_NEVER_FOR_THE_YOUNG = ("call_home_line", "leave_voicemail")
_PHONES = ("voice", "sms", "whatsapp")
_SET_VIA = {"web": "web", "telegram": "telegram_thread"}


def build(  # noqa: PLR0913  # each is named where it is called
    facts: Iterable[Fact],
    *,
    questions: Mapping[str, Outcome],
    door: str,
    language: str,
    library: str,
    at: int,
    journey: str = "",
    narrative: Iterable[tuple[str, str]] = (),
    consents: Mapping[str, str] | None = None,
    entry: str | None = None,
    retention_days: int | None = None,
) -> Referral:
    """The referral that `facts` tell of. Never raises on a value, whatever was typed.

    Raises ValueError for a path that `fault` would have refused.
    """
    draft = _drafted(facts, narrative, at, door)
    writer = _writer(draft)
    _aim_rules(draft, writer)
    return Referral(
        created_at=draft.at,
        door=door,
        entry=entry,
        journey=journey or draft.alone.get("journey", ""),
        language=language,
        library=library,
        writer=writer,
        people=_people(draft, writer),
        children=_children(draft),
        relationships=tuple(Relationship(**values) for values in draft.all("pair").values()),
        harm_assertions=_harm(draft, writer),
        contact_plans=_plans(draft, writer),
        consents=_consents(draft, consents or {}, language),
        urgency=_urgency(draft),
        markers=_markers(draft, writer),
        wants=draft.alone.get("wants", ()),
        needs=draft.alone.get("needs", ()),
        narrative=_narrative(draft, writer, tuple(questions)),
        referrer=Referrer(**draft.part("referrer")) if draft.all("referrer") else None,
        questions=tuple(Question(id=step, outcome=so) for step, so in questions.items()),
        retention=_retention(draft, retention_days),
    )


def _drafted(facts: Iterable[Fact], narrative: Iterable[tuple[str, str]], at: int, door: str) -> Draft:
    draft = Draft(to_the_hour(datetime.fromtimestamp(at, UTC)), door)
    for fact in facts:
        put(draft, fact)
    for step, text in narrative:
        draft.words.append(Words(step, clean(text), None))
    _place_children(draft)
    _place_numbers(draft)
    _place_chats(draft)
    me = draft.all("person").get(("me",), {})
    if _is_child("me", me):
        # A rule, not an answer: age says by what road someone comes, and a child is never left waiting.
        step = next((draft.steps["person", "me", attr] for attr in ("age", "age_band") if attr in me), "")
        put(draft, Fact("urgency.today", "under_18", "rule", step))
    return draft


def _writer(draft: Draft) -> Writer:
    told: Writer = "referrer" if draft.all("referrer") else "self"
    return draft.alone.get("writer", told)  # type: ignore[no-any-return]  # paths let a Writer alone pass


def _place_children(draft: Draft) -> None:
    """A slot for each child that was counted, with its age when there is one age for each."""
    for together in draft.all("children").values():
        count = min(together.get("count") or 0, _MOST_CHILDREN)
        ages = _ages(together.get("ages", ()))
        for number in range(1, count + 1):
            child = draft.part("person", f"child{number}")
            if len(ages) == count and not {"age", "age_band"} & child.keys():
                child["age"] = ages[number - 1]


def _aim_rules(draft: Draft, writer: Writer) -> None:
    """What a rule heard in words about someone else concerns that person; in a friend's words, perhaps both."""
    if writer == "self":
        return
    for code, slot in [key for key, set_by in draft.markers.items() if set_by == "rule"]:
        if slot == "me":
            draft.markers.setdefault((code, "person"), "rule")
            if writer == "referrer":
                del draft.markers[code, slot]


def _ages(said: tuple[str, ...]) -> list[int]:
    """Ages in years, when nothing but plain ages was said ('4, 7 and 11')."""
    text = re.sub(r"\b(?:and|years?|yrs?|old)\b|[,;&/]", " ", " ".join(said).lower())
    words = text.split()
    plain = all(re.fullmatch(r"[0-9]{1,2}", word) for word in words)
    ages = [int(word) for word in words] if plain else []
    return ages if all(age < _OLDEST_CHILD for age in ages) else []


def _place_numbers(draft: Draft) -> None:
    """Give the one number that was told to each phone route that has none of its own."""
    for (slot,), plan in draft.all("plan").items():
        number = plan.pop("number", None)
        if number is None:
            continue
        phones = [values for key, values in draft.all("route").items() if key[0] == slot and key[1] in _PHONES]
        for values in phones or [draft.part("route", slot, "voice")]:
            values.setdefault("value", number)


def _place_chats(draft: Draft) -> None:
    """Whoever is to be written to 'here', in a chat, is reached by that door, and by no text."""
    routes = draft.parts.get("route", {})
    for (slot, kind), values in list(routes.items()):
        if values.get("value") == HERE:
            routes[slot, draft.door] = routes.pop((slot, kind)) | {"value": SENDER}


def _people(draft: Draft, writer: Writer) -> tuple[Person, ...]:
    slots = {slot for (slot,) in draft.all("person")}
    slots |= {slot for pair in draft.all("pair") for slot in pair}
    slots |= {slot for edge in draft.all("harm") for slot in edge}
    slots |= {key[0] for kind in _PLANNED for key in draft.all(kind)}
    slots |= {key[0] for key in draft.all("consent")} | {slot for _, slot in draft.markers}
    slots |= {"person"} if writer == "referrer" else {"me"}
    return tuple(_person(slot, draft.part("person", slot)) for slot in sorted(slots, key=_order))


_PLANNED = ("plan", "route", "verify", "danger_word")


def _order(slot: str) -> tuple[int, str, int]:
    name = slot.rstrip("0123456789")
    first = ("me", "person", "other", "child", "household").index(name)
    return first, name, int(slot[len(name) :] or 1)


def _person(slot: str, values: dict[str, Any]) -> Person:
    band = {"age_band": age_band(str(values["age"]))} if "age" in values else {}
    return Person(id=slot, compartment=slot, **{"is_child": _is_child(slot, values), **band, **values})


def _is_child(slot: str, values: Mapping[str, Any]) -> bool:
    """Under 18, as far as was said; a slot for a child is one until an age says otherwise."""
    if "age" in values:
        return bool(values["age"] < _ADULT)
    band = re.fullmatch(r"(?:under_|\d+_)(\d+)|(\d+)_plus", values.get("age_band", ""))
    if band is None:
        return slot.startswith("child")
    return int(band[1]) <= _ADULT if band[1] else int(band[2]) < _ADULT


def _children(draft: Draft) -> Children | None:
    return next((Children(**values) for values in draft.all("children").values()), None)


def _harm(draft: Draft, writer: Writer) -> tuple[HarmAssertion, ...]:
    return tuple(
        HarmAssertion(id=f"h{n}", from_=a, to=b, at=draft.at, **{"source": writer, **values})
        for n, ((a, b), values) in enumerate(draft.all("harm").items(), 1)
    )


def _plans(draft: Draft, writer: Writer) -> tuple[ContactPlan, ...]:
    """A plan for everyone of whom anything was said, and one for the person it is about."""
    slots = {key[0] for kind in _PLANNED for key in draft.all(kind)}
    slots |= {"person"} if writer == "referrer" else {"me"}
    return tuple(_plan(draft, slot, writer) for slot in sorted(slots, key=_order))


def _plan(draft: Draft, slot: str, writer: Writer) -> ContactPlan:
    told = {kind: draft.all(kind).get((slot,)) for kind in _PLANNED}
    verify, danger_word = _agreed(draft, told["verify"], told["danger_word"])
    routes = [(key[1], values) for key, values in draft.all("route").items() if key[0] == slot]
    own_words = slot == "me" and writer != "referrer" and bool(told["plan"] or routes)
    said: dict[str, Any] = {**_unless_said(slot, writer), **(told["plan"] or {})}
    if _is_child(slot, draft.all("person").get((slot,), {})):
        said["never"] = tuple(dict.fromkeys((*said.get("never", ()), *_NEVER_FOR_THE_YOUNG)))
    return ContactPlan(
        person=slot,
        routes=tuple(_route(n, kind, values) for n, (kind, values) in enumerate(routes, 1)),
        verify=verify,
        danger_word=danger_word,
        confirmed_at=draft.at if own_words else None,
        **{"confirmed_how": "by_person" if own_words else None, **said},
    )


def _agreed(
    draft: Draft, verify: Mapping[str, Any] | None, danger: Mapping[str, Any] | None
) -> tuple[Verify | None, DangerWord | None]:
    """The words agreed with them. In a thread others may read along, and one word cannot mean both: danger it is."""
    if danger and danger.get("word"):
        danger = {"set": True, **danger}
    if verify and verify.get("word"):
        set_via = _SET_VIA.get(draft.door, "sms_thread")
        assurance = "normal" if set_via == "web" else "low"
        verify = {"method": "code_word", "set_via": set_via, "assurance": assurance, **verify}
        if danger and plain(verify["word"]) == plain(danger.get("word") or ""):
            verify = None
    return Verify(**verify) if verify else None, DangerWord(**danger) if danger else None


def _unless_said(slot: str, writer: Writer) -> dict[str, Any]:
    """Whom a worker writes about is reached through the worker, until they say themselves how."""
    return {"initiative": "via_referrer"} if (slot, writer) == ("person", "referrer") else {}


def _route(number: int, kind: str, values: Mapping[str, Any]) -> Route:
    parts = {"id": f"r{number}", "kind": kind.rstrip("0123456789"), **values}
    return Route.model_validate(parts)


def _consents(draft: Draft, shown: Mapping[str, str], language: str) -> tuple[Consent, ...]:
    return tuple(
        Consent(
            person=slot,
            purpose=purpose,
            wording=shown.get(draft.steps["consent", slot, purpose]),
            language=language,
            at=draft.at,
            **{"decision": "not_asked", **values},
        )
        for (slot, purpose), values in draft.all("consent").items()
    )


def _urgency(draft: Draft) -> Urgency:
    """As urgent as the most urgent reason, and set by whoever gave it."""
    if not draft.reasons:
        return Urgency()
    top = max(draft.reasons, key=lambda reason: LEVELS.index(reason.level))
    return Urgency(level=top.level, set_by=top.set_by, reasons=tuple(draft.reasons))


def _markers(draft: Draft, writer: Writer) -> tuple[Marker, ...]:
    return tuple(
        Marker(code=code, about=slot, source=writer, set_by=set_by, at=draft.at)
        for (code, slot), set_by in draft.markers.items()
    )


def _narrative(draft: Draft, writer: Writer, order: tuple[str, ...]) -> tuple[Narrative, ...]:
    """All that was said in words, in the order of the questions."""
    place = {step: number for number, step in enumerate(order)}
    said = sorted(draft.words, key=lambda words: place.get(words.step, len(order)))
    speaker = "referrer" if writer == "referrer" else "writer"
    return tuple(Narrative.model_validate({"speaker": speaker, "at": draft.at, **words._asdict()}) for words in said)


def _retention(draft: Draft, days: int | None) -> Retention:
    until = None if days is None else (draft.at + timedelta(days=days)).date().isoformat()
    return Retention(purge_after=until)
