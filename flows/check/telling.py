"""Proof: nothing tells who we are or what this is about before it is safe to talk, where words stay.

The hub's name is told on no door before safe-to-talk, and never where it would stay on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Standing, Walked
from flows.check.texts import engine_texts, texts
from flows.finding import Finding
from flows.library import Library
from flows.live import gate_of
from flows.notes import START
from flows.plain import plain

_BEFORE = (
    "cannot_answer",
    "help",
    "more",
    "needed",
    "not_here",
    "not_opened",
    "not_understood",
    "nothing_to_go_back",
    "question_changed",
    "see_question",
    "started",
    "stopped",
    "stuck",
)
"""The engine's own sentences that may be said before it is safe to talk."""


def find(walked: Walked) -> Iterator[Finding]:
    """Each telling word in what is sent too early, and each place that names the hub."""
    library = walked.library
    if not library.telling:
        says = "There is no list of 'telling' words."
        yield Finding("safety.toml", "", says, "Write the words that tell what this is about: telling = [...].")
    yield from dict.fromkeys((*_texts(walked), *_engine(walked)))
    if _named(library, library.title):
        yield Finding(START, "", "The title names the hub.", "Give it a title that could be anyone's.")


def telling_in(library: Library, text: str) -> str:
    """The first telling word in `text`, or ''."""
    said = f" {plain(text)} "
    return next((word for word in library.telling if f" {word} " in said), "")


def _texts(walked: Walked) -> Iterator[Finding]:
    library = walked.library
    for text in (*texts(walked), *texts(walked, typed=False)):
        trail, early = library.doors[text.door].trail, _early(library, text.at)
        if trail and early and (word := telling_in(library, text.text)):
            says = f"On {text.door} it says '{word}' before it is safe to talk."
            yield Finding(text.file, text.step, says, "Say it in words that tell nothing.")
        if (trail or early) and _named(library, text.text):
            yield Finding(text.file, text.step, f"On {text.door} it names the hub.", "Say 'we', and no name.")


def _engine(walked: Walked) -> Iterator[Finding]:
    """What the engine says by itself: some of it at once, and all of it where words stay."""
    library = walked.library
    closing = {trigger.id for trigger in library.triggers if trigger.then != "carry on"}
    for file, step, door, _, text in engine_texts(library):
        at_once = step.removeprefix("says.") in _BEFORE or step in closing or not step
        if not library.doors[door].trail:
            continue
        if at_once and (word := telling_in(library, text)):
            yield Finding(file, step, f"It says '{word}', and may be sent before it is safe to talk.", "Take it out.")
        if _named(library, text):
            yield Finding(file, step, f"On {door} it names the hub.", "Say 'we', and no name.")


def _early(library: Library, at: Standing) -> bool:
    gate = gate_of(library, at.found)
    given = at.answers.get(gate.id, {})
    return at.due == gate or not any(value in gate.gate for value in given.values())


def _named(library: Library, text: str) -> bool:
    return bool(plain(library.hub.name)) and plain(library.hub.name) in plain(text)
