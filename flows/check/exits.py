"""Proof: in every state there is a way out, and an answer to danger.

The real engine is told 'bye' and words of danger in each of them, in every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.check.states import Standing, Walked
from flows.check.texts import NOON, reply_at
from flows.engine import advance
from flows.facts import Trigger
from flows.finding import Finding
from flows.language import ENGLISH
from flows.library import Library
from flows.message import Message, Now, Turn
from flows.notes import START
from flows.state import State


def find(walked: Walked) -> Iterator[Finding]:
    """Each door at which someone cannot leave, or is not answered in danger; the first place of each."""
    library = walked.library
    for door in library.doors.values():
        if door.typed and not (library.spoken.get(ENGLISH) or library).commands.get("leave"):
            says = f"On {door.id} there is no word to leave by."
            yield Finding(START, "", says, 'Give [commands] leave = ["bye", ...].')
    alarm = next((t for t in library.triggers if t.then == "carry on" and t.notice), None)
    if alarm is None:
        says = "No words are answered with the emergency words while the chat goes on."
        yield Finding("safety.toml", "", says, 'Add a trigger with then = "carry on" and the words of danger.')
    found: dict[tuple[str, str], Finding] = {}
    for at in walked.at("ask"):
        for language in library.languages:
            for wrong in _wrong(walked, at, language, alarm):
                found.setdefault((at.door, wrong.says), wrong)
    yield from found.values()


def _wrong(walked: Walked, at: Standing, language: str, alarm: Trigger | None) -> Iterator[Finding]:
    library, step = walked.library, at.due.id if at.due else ""
    state = State(door=at.door, language=language, heard_at=NOON, answers=at.answers, entry=at.entry)
    state = replace(state, asked=reply_at(walked, at, language).asked)
    now = Now(NOON, at.desk)
    if library.commands.get("leave") and advance(library, state, _bye(library, at.door), now) != Turn(None, None):
        yield Finding(
            START, step, f"On {at.door} 'leave' does not forget at once here.", "Tell whoever keeps the engine."
        )
    if alarm and not _answered(library, advance(library, state, _alarmed(library, at, alarm), now), at.door, language):
        says = f"On {at.door} '{alarm.words[0]}' is not answered with the emergency words here."
        yield Finding("safety.toml", step, says, "Look at 'emergency' and at the triggers that close or hush.")


def _bye(library: Library, door: str) -> Message:
    if library.doors[door].typed:
        return Message(id="1", at=NOON, door=door, words=min(library.commands["leave"]))
    return Message(id="1", at=NOON, door=door, command="leave")


def _alarmed(library: Library, at: Standing, alarm: Trigger) -> Message:
    if library.doors[at.door].typed or at.due is None:
        return Message(id="1", at=NOON, door=at.door, words=alarm.words[0])
    return Message(id="1", at=NOON, door=at.door, fields={at.due.fields[0].id: (alarm.words[0],)})


def _answered(library: Library, turn: Turn, door: str, language: str) -> bool:
    lines = library.emergency_lines(language, door)
    return turn.reply is not None and bool(lines) and turn.reply.urgent[: len(lines)] == lines
