"""A step as it is put to a person: the lines before it, the question, its choices.

Rule: what is shown is what the digest is of. A door that shows less, or other
words, than a Reply holds breaks consent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.hours import plainly
from flows.library import Library
from flows.live import Pass, is_safe, said_before
from flows.message import Aside, Command, Now, Reply, Shown
from flows.state import Asked, State
from flows.steps import Field, Step


@dataclass(frozen=True, slots=True)
class Mended:
    """What came with the last message and did not fit, by field: the text as given, and what is wrong."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)


NOTHING = Mended()


def asked_of(library: Library, step: Step, lines: Iterable[str], door: str, language: str) -> Asked:
    """The step's name and the digest of the words it is asked in. Consent is to the lines as well."""
    if step.consents:
        return _asked(library, step, lines, door, language)
    place = step.id, door, language
    asked = library.asked.get(place)
    if asked is None:
        asked = library.asked[place] = _asked(library, step, (), door, language)
    return asked


def _asked(library: Library, step: Step, lines: Iterable[str], door: str, language: str) -> Asked:
    wording = step.worded(door)
    parts = [language, wording.ask, wording.hint]
    for f in step.fields:
        parts += [f.id, f.kind, f.label, *f.choices, *f.choices.values()]
    words = "\x1f".join(library.text(part, language) for part in (*parts, *lines))
    return Asked(step.id, hashlib.blake2b(words.encode(), digest_size=6).hexdigest())


def lines_for(found: Pass, step: Step, door: str) -> tuple[str, ...]:
    """The English lines said before `step`: those of the say-steps that lead to it, then its own."""
    said = (*said_before(found, step), step)
    return tuple(line for s in said for line in s.worded(door).lines)


def spoken(library: Library, lines: Iterable[str], door: str, language: str, now: Now) -> tuple[str, ...]:
    """`lines` in the language, with their placeholders filled in."""
    return tuple(_filled(library, library.text(line, language), door, language, now) for line in lines)


def _filled(library: Library, line: str, door: str, language: str, now: Now) -> str:
    if "{" not in line:
        return line
    line = line.replace("{look_by}", look_by(library, door, language, now) if "{look_by}" in line else "")
    for name in library.directory:
        held = f"{{directory.{name}}}"
        line = line.replace(held, library.entry(name, language)) if held in line else line
    return line


def look_by(library: Library, door: str, language: str, now: Now) -> str:
    """When a person will have looked, from the hub's own hours. No time at all once that is in doubt."""
    if now.desk != "open":
        return "".join(library.says_at("no_time", door, language))
    return plainly(library.hub, now.at, lambda english: library.text(english, language))


def question(  # noqa: PLR0913 - all that decides what a person sees
    library: Library,
    state: State,
    found: Pass,
    step: Step,
    now: Now,
    *,
    before: tuple[str, ...] = (),
    mended: Mended = NOTHING,
    brief: bool = False,
) -> Reply:
    """`step` as a Reply. `brief` leaves out the lines before it, but never those of consent."""
    door, language = state.door, state.language
    lines = lines_for(found, step, door)
    told = () if brief and not step.consents else spoken(library, lines, door, language, now)
    parts = _asked_fields(library, state, step)
    alone = library.text(parts[0].label, language) if len(parts) < len(step.fields) else ""
    return Reply(
        step=step.id,
        mood="goodbye" if step.kind == "end" else "say",
        lines=before + told,
        ask=alone or library.text(step.worded(door).ask, language),
        hint="" if alone else library.text(step.worded(door).hint, language),
        fields=tuple(_shown(library, f, language, mended, _beforehand(library, state, step, f)) for f in parts),
        asked=asked_of(library, step, lines, door, language) if step.kind == "ask" else None,
        can=tuple(_commands(state, found, step)),
        changes=() if step.gate or step.kind == "end" else changes(library, state, found, step),
        asides=_asides(library, state, found, now),
        language=language,
        own=len(told),
    )


def _asked_fields(library: Library, state: State, step: Step) -> tuple[Field, ...]:
    """All fields on a page; on a typed door the one that is asked alone, if there is one."""
    if library.doors[state.door].typed and state.part:
        return tuple(f for f in step.fields if f.id == state.part) or step.fields
    return step.fields


def _beforehand(library: Library, state: State, step: Step, f: Field) -> tuple[str, ...]:
    """What the entry code fills in, as long as the person has not answered."""
    code = library.code(state.entry)
    value = code.fills.get(f.id) if code and step.id not in state.answers else None
    return (value,) if value else ()


def _shown(library: Library, f: Field, language: str, mended: Mended, beforehand: tuple[str, ...]) -> Shown:
    return Shown(
        id=f.id,
        kind=f.kind,
        label=library.text(f.label, language),
        hint=library.text(f.hint, language),
        choices=tuple((i, library.text(label, language)) for i, label in f.choices.items()),
        optional=f.optional,
        given=mended.given.get(f.id, () if mended.given else beforehand),
        error=library.text(mended.errors.get(f.id, ""), language),
        fold=f.fold,
    )


def _commands(state: State, found: Pass, step: Step) -> Iterable[Command]:
    if step.kind == "end":
        return
    answered = [s for s in found.questions() if s.id in state.answers]
    if answered:
        yield "back"
    if any(not s.gate for s in answered):
        yield "change"
    if step.optional:
        yield "skip"
        if not step.about_contact and any(s.consents for s in found.questions()):
            yield "finish"
    yield "help"
    if not step.gate:
        yield "person"


def changes(library: Library, state: State, found: Pass, step: Step | None = None) -> tuple[tuple[str, str], ...]:
    """The answered questions by id and short name, `step` itself left out."""
    return tuple(
        (s.id, library.text(s.short, state.language))
        for s in found.questions()
        if s.id in state.answers and s.short and s != step and not s.gate
    )


def _asides(library: Library, state: State, found: Pass, now: Now) -> tuple[Aside, ...]:
    """Who we are is one press away, but never before it is safe to talk nor where it leaves a trail."""
    if library.doors[state.door].trail or not is_safe(library, found, state.answers):
        return ()
    door, language = state.door, state.language
    title = " ".join(library.says_at("who_title", door, language))
    return (Aside("who", title, spoken(library, library.hub.who, door, language, now)),)
