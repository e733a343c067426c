"""What a person gave, read as answers to the one question they were asked.

Rule: what fits is kept and what does not is given back; nothing that does not
fit is ever an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows import choose, kinds
from flows.language import Hears
from flows.library import Library
from flows.plain import plain
from flows.plan import TO_TEXT
from flows.state import SKIPPED, Answer, State, Value
from flows.steps import Field, Step

LONGEST = 5_000
_BETWEEN = re.compile(r"[,;\n،؛]+")
_FREE = ("text",)


@dataclass(frozen=True, slots=True)
class Read:
    """The values that fitted, what is wrong with those that did not, and words left over."""

    values: Mapping[str, Value] = field(default_factory=dict, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)
    rest: str = field(default="", repr=False)


def is_free(step: Step) -> bool:
    """Whether the step asks for the person's own words."""
    return any(f.kind in _FREE for f in step.fields)


def from_form(library: Library, state: State, step: Step, given: Mapping[str, Sequence[str]]) -> Read:
    """A form's fields, each read by itself. A blank is a skip where it may be, else kept or missed."""
    had = state.answers.get(step.id, {})
    raw = {f.id: [v for v in given.get(f.id, ()) if v.strip()] for f in step.fields}
    if step.optional and not any(raw.values()) and not had:
        return Read({f.id: SKIPPED for f in step.fields})
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for f in step.fields:
        value = _from_control(library, state, f, raw[f.id])
        if value is not None:
            values[f.id] = value
        elif raw[f.id] or f.id not in had:
            errors[f.id] = kinds.problem(f.kind)
    return Read(values, errors)


def _from_control(library: Library, state: State, f: Field, raw: Sequence[str]) -> Value | None:
    if not raw:
        return SKIPPED if f.optional else None
    if f.choices:
        ids = tuple(dict.fromkeys(raw))
        if all(one in f.choices for one in ids):
            return ids if f.kind == "several" else ids[0]
        return None
    return _kind(library, state, f, raw[0][:LONGEST])


def from_words(library: Library, state: State, step: Step, words: str, part: str | None) -> Read:
    """Typed words, read for the field asked alone, or for each field in turn."""
    words = words.strip()[:LONGEST]
    had = state.answers.get(step.id, {})
    lacking = [f for f in step.fields if f.id not in had]
    wanted = [f for f in step.fields if f.id == part] or lacking or list(step.fields)
    if len(wanted) == 1:
        return _one(library, state, wanted[0], words)
    return _in_turn(library, state, wanted, words)


def _one(library: Library, state: State, f: Field, words: str) -> Read:
    value, rest = _typed(library, state, f, words)
    return Read({f.id: value}, rest=rest) if value is not None else Read(rest=words)


def _in_turn(library: Library, state: State, wanted: Sequence[Field], words: str) -> Read:
    """'Sam, GU1': each part goes to the first field that it fits and that comes after the last."""
    parts = [p.strip() for p in _BETWEEN.split(words) if p.strip()]
    values: dict[str, Value] = {}
    left, over = list(wanted), list[str]()
    while parts:
        fit = next(_fits(library, state, left, parts), None)
        if fit is None:
            over.append(parts.pop(0))
            continue
        f, value, rest, used = fit
        values[f.id] = value
        over += [rest] if rest else []
        left = left[left.index(f) + 1 :]
        del parts[:used]
    return Read(values, rest=", ".join(over))


def _fits(
    library: Library, state: State, left: Sequence[Field], parts: Sequence[str]
) -> Iterator[tuple[Field, Value, str, int]]:
    """Each way in which a field takes the next part; the last field may take all that is left."""
    for f in left:
        # It may itself hold commas: 'Mon 9-11, Wed 2-4' is one answer.
        for used in (len(parts), 1) if f is left[-1] else (1,):
            value, rest = _typed(library, state, f, ", ".join(parts[:used]))
            if value is not None:
                yield f, value, rest, used


def _typed(library: Library, state: State, f: Field, words: str) -> tuple[Value | None, str]:
    if not f.choices:
        return _kind(library, state, f, words), ""
    labels = {i: library.text(label, state.language) for i, label in f.choices.items()}
    hears = library.hears(f, state.language)
    if f.kind == "consent":
        return _own_word(hears, words), ""
    pick = choose.choose_several if f.kind == "several" else choose.choose
    chosen = pick(words, labels, hears, joins=library.language(state.language).joins)
    if chosen is None:
        return None, ""
    return (chosen.ids if f.kind == "several" else chosen.ids[0]), chosen.rest


def _kind(library: Library, state: State, f: Field, words: str) -> str | None:
    """A value of its kind: as it was typed, or else with the language's words for days, times and numbers read."""
    door = library.doors[state.door]
    # A chat can be written in and never called, and a plan has a way there for the writer alone.
    sender, chat = door.sender, door.chat and f.fills == TO_TEXT
    value = kinds.read(f.kind, words, sender=sender, chat=chat)
    if value is not None or f.kind not in kinds.WORDED:
        return value
    return kinds.read(f.kind, library.language(state.language).english(words), sender=sender, chat=chat)


def _own_word(hears: Hears, words: str) -> str | None:
    """Consent takes only its own word, never a number, a yes or a beginning."""
    said = plain(words)
    for choice, meant in hears.items():
        if said in {plain(word) for word in meant}:
            return choice
    return None


def missing(step: Step, answer: Answer) -> Field | None:
    """The first field of `step` that `answer` lacks; required ones only, if there are any."""
    lacks = [f for f in step.fields if f.id not in answer]
    return next((f for f in lacks if not f.optional), None)
