"""One opened referral as a page of plain text, for whoever is about to help.

Rule: how to reach the person safely stands first, and nothing that was sent is
left out: a part this page has no words for is shown by its own name. What was
skipped and what was not asked are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.plain import bullet, heading, hour, item, listed, quoted, sentence, spoken
from hub.plan import plan_lines

Bare = Mapping[str, Any]

_HEAD = frozenset({"id", "schema_version", "created_at", "door", "journey", "language", "library", "entry", "writer"})
_OWN_PLACE = frozenset({"contact_plans", "urgency", "harm_assertions", "narrative", "questions", "status"})


def page(referral: Bare, held: str, digest: str, sent: str) -> str:
    """The whole page. `held` is its id in the archive, `sent` the hour it was put on the queue."""
    named = names(referral)
    lines = [
        "=" * 78,
        f"REFERRAL {held}",
        *_facts(referral, sent),
        *_plans(referral, named),
        *_urgency(referral),
        *_harm(referral, named),
        *_words(referral),
        *_rest(referral, named),
        *_questions(referral),
        heading("When you have looked"),
        sentence(f"frontdoor hub acknowledge {held} --by 'YOUR NAME'"),
        sentence(f"Digest: {digest}"),
    ]
    return "\n".join(lines) + "\n"


def names(referral: Bare) -> dict[str, str]:
    """What to call each person: the name they use, and who they are in this family."""
    return {
        str(one.get("id")): f"{one['name_used']} ({_SLOTS.get(one['id'], spoken(str(one['id'])))})"
        for one in _list(referral, "people")
        if one.get("name_used")
    }


def _facts(referral: Bare, sent: str) -> Iterator[str]:
    yield item("Sent", hour(sent))
    said = {name: str(referral.get(name, "not said")) for name in ("journey", "door", "language", "writer")}
    yield item("Came by", f"{said['door']}, journey '{said['journey']}', in '{said['language']}'")
    yield item("Written by", _WRITERS.get(said["writer"], said["writer"]))
    if referral.get("entry"):
        yield item("Entry code", str(referral["entry"]))


def _plans(referral: Bare, named: Mapping[str, str]) -> Iterator[str]:
    plans = _list(referral, "contact_plans")
    if not plans:
        yield heading("How to reach them safely")
        yield sentence("No contact plan was given. Do not contact anyone because of this referral.")
    for plan in plans:
        yield heading(f"How to reach {_name(named, plan.get('person', '?'))} safely")
        yield from plan_lines(plan)


def _urgency(referral: Bare) -> Iterator[str]:
    urgency = referral.get("urgency") or {}
    yield heading("How soon")
    yield item("Level", f"{spoken(str(urgency.get('level', 'not said')))} (set by {urgency.get('set_by', '?')})")
    for reason in _list(urgency, "reasons"):
        yield item("Because", f"{spoken(str(reason.get('code')))}, said at '{reason.get('step')}'")


def _harm(referral: Bare, named: Mapping[str, str]) -> Iterator[str]:
    edges = _list(referral, "harm_assertions")
    if edges:
        yield heading("Harm, as it was told")
    for edge in edges:
        who = f"{_name(named, edge.get('from', '?'))} to {_name(named, edge.get('to', '?'))}"
        kinds = listed(edge.get("kinds", ())) or "kind not said"
        yield item(who, f"{kinds}; when: {edge.get('when', 'not said')}; said by: {spoken(edge.get('source', '?'))}")
        rest = {k: v for k, v in edge.items() if k not in {"id", "from", "to", "kinds", "when", "source"}}
        yield from _any(rest, named)


def _words(referral: Bare) -> Iterator[str]:
    told = _list(referral, "narrative")
    if told:
        yield heading("In their own words")
    for words in told:
        yield sentence(f"{spoken(str(words.get('speaker')))}, at '{words.get('step')}':")
        yield quoted(str(words.get("text", "")))


def _rest(referral: Bare, named: Mapping[str, str]) -> Iterator[str]:
    for name, value in referral.items():
        if name in _HEAD or name in _OWN_PLACE or value in (None, [], {}, ""):
            continue
        yield heading(_TITLES.get(name, spoken(name)))
        yield from _any(value if isinstance(value, dict) else {name: value}, named)


def _any(value: Bare, named: Mapping[str, str]) -> Iterator[str]:
    for name, held in value.items():
        if isinstance(held, dict):
            yield from _any({f"{name} {part}": one for part, one in held.items()}, named)
        elif isinstance(held, list) and held and isinstance(held[0], dict):
            for one in held:
                yield bullet(_line(one, named))
        elif held not in (None, [], ""):
            yield item(spoken(name).capitalize(), _said(held))


def _line(one: Bare, named: Mapping[str, str]) -> str:
    who = [_name(named, str(one[slot])) for slot in ("id", "person", "a", "b", "about") if slot in one]
    known = ((k, v) for k, v in one.items() if k not in _LINE_HEAD and v not in (None, [], "", False))
    return "; ".join((" to ".join(who), *(f"{spoken(k)}: {_said(v)}" for k, v in known)))


def _said(value: object) -> str:
    if isinstance(value, list):
        return listed(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return hour(text) if text.endswith(":00Z") else spoken(text) if _CODE.fullmatch(text) else text


_CODE = re.compile(r"[a-z0-9_]+")


def _questions(referral: Bare) -> Iterator[str]:
    asked = _list(referral, "questions")
    by = {what: [str(q.get("id")) for q in asked if q.get("outcome") == what] for what in ("skipped", "not_asked")}
    yield heading("What is not known, and how it came to be so")
    yield item("Skipped (asked; they chose not to say)", listed(by["skipped"]) or "none")
    yield item("Not asked (means nothing either way)", listed(by["not_asked"]) or "none")


def _list(bare: Bare, name: str) -> Sequence[Bare]:
    found = bare.get(name) or ()
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else ()


def _name(named: Mapping[str, str], slot: str) -> str:
    return named.get(slot) or _SLOTS.get(slot, spoken(slot))


_LINE_HEAD = frozenset({"id", "person", "a", "b", "about", "name_used"})
_SLOTS = {
    "me": "the writer",
    "person": "the person referred",
    "other": "the other person",
    "household": "the household",
}
_WRITERS = {"self": "the person themselves", "referrer": "a professional", "third_party": "someone who knows them"}
_TITLES = {"wants": "What they want", "needs": "What they need", "consents": "What they agreed to"}
