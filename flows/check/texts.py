"""The states as the texts that are sent there: real replies, each different text once.

Rule: the same code writes these as writes what people get, with placeholders at their longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from flows.check.states import Standing, Walked
from flows.engine import advance
from flows.facts import Trigger
from flows.fit import fitted
from flows.hours import longest
from flows.library import Library
from flows.live import said_before
from flows.message import Message, Now, Reply, Turn
from flows.notes import START
from flows.show import look_by, question, spoken
from flows.state import State
from flows.written import as_text

NOON: Final = 1_792_065_600
"""A Wednesday noon in October 2026: some instant, for what is not about time."""


class Text(NamedTuple):
    """One text, and where it is sent. `reply` is what it was written from."""

    file: str
    step: str
    door: str
    language: str
    text: str
    reply: Reply
    at: Standing


def texts(walked: Walked, *, typed: bool = True, languages: tuple[str, ...] | None = None) -> Iterator[Text]:
    """Every different text of the doors where people type, or with `typed=False` of the pages."""
    files = {p.step.id: p.file for p in walked.library.order}
    seen: set[tuple[str, str, str]] = set()
    known: set[object] = set()
    for at in walked.standings:
        if at.due is None or walked.library.doors[at.door].typed != typed:
            continue
        alike = at.due.id, at.door, at.desk, tuple(step.id for step in said_before(at.found, at.due))
        if alike in known:
            continue  # it is written from these alone
        known.add(alike)
        for language in languages or walked.library.languages:
            reply = reply_at(walked, at, language)
            text = _longest(walked, at, language, as_text(reply))
            if (at.due.id, at.door, text) not in seen:
                seen.add((at.due.id, at.door, text))
                yield Text(files[at.due.id], at.due.id, at.door, language, text, reply, at)


def reply_at(walked: Walked, at: Standing, language: str) -> Reply:
    """What is asked or said in this state. Raises LookupError where nothing is due."""
    if at.due is None:
        raise LookupError("nothing is due here")
    state = State(door=at.door, language=language, heard_at=NOON, answers=at.answers, entry=at.entry)
    return question(walked.library, state, at.found, at.due, Now(NOON, at.desk))


def _longest(walked: Walked, at: Standing, language: str, text: str) -> str:
    if at.desk != "open":
        return text
    return stretched(walked.library, at.door, language, text)


def together(walked: Walked) -> Iterator[tuple[str, str, str, str, str]]:
    """The same of what is sent where words of the engine's own come before a question or an end."""
    library = walked.library
    tried = tuple(_tried(library))
    for text in texts(walked):
        asking = text.at.due is not None and text.at.due.kind == "ask"
        for turn in _asked(library, text, tried) if asking else _ended(walked, text):
            if turn.reply:
                yield text.file, text.step, text.door, text.language, as_text(turn.reply)


def _tried(library: Library) -> Iterator[tuple[str, bool]]:
    """Words for each command that says something and each kind of danger, and whether a picture comes with them."""
    said = [min(library.commands[name]) for name in ("help", "person", "who", "change", "repeat")]
    alarms = [t.words[0] for t in sorted(library.triggers, key=_length) if t.then == "carry on"]
    yield from ((words, False) for words in (*said, *alarms))
    # What could not be opened adds the same line to any of them: it is tried with the longest of each kind.
    yield from ((words, True) for words in (said[0], *alarms[-1:]))


def _length(trigger: Trigger) -> int:
    return sum(map(len, trigger.says))


def _asked(library: Library, text: Text, tried: Iterable[tuple[str, bool]]) -> Iterator[Turn]:
    """What comes of each of `tried` where this question was shown."""
    state = State(
        door=text.door, language=text.language, heard_at=NOON, answers=text.at.answers, asked=text.reply.asked
    )
    for words, unopened in tried:
        message = Message("1", NOON, text.door, words=words, unopened=unopened)
        yield advance(library, state, message, Now(NOON, text.at.desk))


def _ended(walked: Walked, text: Text) -> Iterator[Turn]:
    """This end as danger words in the last answer would have it."""
    library = walked.library
    lines = tuple(_longest(walked, text.at, text.language, line) for line in text.reply.lines)
    urgent = library.emergency_lines(text.language, text.door)
    for trigger in library.triggers:
        own = spoken(library, trigger.says, text.door, text.language, Now(NOON))
        yield fitted(library, text.door, None, Turn(replace(text.reply, lines=lines, urgent=urgent + own), None))


def engine_texts(library: Library) -> Iterator[tuple[str, str, str, str, str]]:
    """File, step, door, language and text of what the engine itself says where people type, at its longest."""
    for door in (d.id for d in library.doors.values() if d.typed):
        for language in library.languages:
            yield "safety.toml", "", door, language, "\n".join(library.emergency_lines(language, door))
            for key in library.says:
                lines = library.says[key].at(library.doors[door])
                yield START, f"says.{key}", door, language, _spoken(library, lines, door, language)
            for trigger in library.triggers:
                yield "safety.toml", trigger.id, door, language, _spoken(library, trigger.says, door, language)


def _spoken(library: Library, lines: Iterable[str], door: str, language: str) -> str:
    text = "\n".join(spoken(library, lines, door, language, Now(NOON)))
    return stretched(library, door, language, text)


def stretched(library: Library, door: str, language: str, text: str) -> str:
    """`text` with the time in it, if there is one, at its longest."""
    said = look_by(library, door, language, Now(NOON))
    if said not in text:
        return text
    most = longest(library.hub, NOON, lambda english: library.text(english, language))
    return text.replace(said, most)
