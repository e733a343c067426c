"""Every sentence that may be shown or sent, with where it stands.

Rule: what is signed, translated and proof-read is this list, and there is no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flows.facts import Trigger
from flows.library import CODE, Library
from flows.notes import START
from flows.parse_says import Say
from flows.sentence import Sentence
from flows.steps import Placed, Wording

Part = Literal[
    "ask", "hint", "lines", "label", "choice", "short", "says", "emergency", "trigger", "who",
    "cover", "template", "page",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or a few, in English. `step` is the key when it is the engine's own.

    `group` is the same for what is read together: one wording of one step.
    """

    file: str
    step: str
    part: Part
    text: str
    group: str = ""


def everything(library: Library) -> Iterator[Said]:
    """All that is said, each wording once, in the order of the library."""
    seen: set[str] = set()
    for placed in library.order:
        if placed.step.id not in seen:
            seen.add(placed.step.id)
            yield from _step(placed)
    for key, say in library.says.items():
        yield from _say(START, key, "says", say)
    yield from _say("safety.toml", "", "emergency", library.emergency)
    for trigger in library.triggers:
        yield from _trigger(trigger)
    yield from (Said("hub.toml", "who", "who", line, "who") for line in library.hub.who)
    yield from (Said("hub.toml", "who_by_text", "who", line, "who_by_text") for line in library.hub.who_by_text)
    yield from _unasked(library)
    yield from _around(library)


def _around(library: Library) -> Iterator[Said]:
    """What pages and code say of their own."""
    for entry in library.around:
        where = entry.seen[0] if entry.seen else CODE
        for text in filter(None, (entry.id, entry.plural)):
            yield Said(where, entry.where, "page", Sentence(text, entry.where), f"{entry}")


def _step(placed: Placed) -> Iterator[Said]:
    step, file = placed.step, placed.file
    if step.short:
        yield Said(file, step.id, "short", step.short, f"{step.id} short")
    for door, wording in {"": step.wording, **step.on}.items():
        yield from _wording(file, step.id, wording, f"{step.id} {door}")
    for f in step.fields:
        group = f"{step.id} {f.id} fields"
        if f.label:
            yield Said(file, step.id, "label", f.label, group)
        if f.hint:
            yield Said(file, step.id, "hint", f.hint, group)
        yield from (Said(file, step.id, "choice", label, group) for label in f.choices.values())


def _wording(file: str, step: str, wording: Wording, group: str) -> Iterator[Said]:
    yield from (Said(file, step, "lines", line, group) for line in wording.lines)
    if wording.ask:
        yield Said(file, step, "ask", wording.ask, group)
    if wording.hint:
        yield Said(file, step, "hint", wording.hint, group)


def _say(file: str, key: str, part: Part, say: Say) -> Iterator[Said]:
    for form, lines in {"page": say.page, "typed": say.typed}.items():
        yield from (Said(file, key, part, line, f"{key} {part} {form}") for line in lines)


def _trigger(trigger: Trigger) -> Iterator[Said]:
    for line in trigger.says:
        yield Said("safety.toml", trigger.id, "trigger", line, f"{trigger.id} trigger")


def _unasked(library: Library) -> Iterator[Said]:
    """What may be said to who has not written just now, and to who answers in their place."""
    for key, line in library.hub.cover_lines.items():
        yield Said("hub.toml", "cover_lines", "cover", line, f"{key} cover")
    for script in library.scripts:
        said = (script.subject, script.text)
        yield from (Said("unasked.toml", script.id, "template", text, f"{script.id} template") for text in said if text)
