"""Words that are answered whatever was asked: danger first.

Rule: recall before precision. A false alarm costs a person one line; a miss may
cost far more. Words of every language listen always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from flows.facts import Trigger
from flows.library import Library
from flows.message import Message
from flows.plain import plain

BRIEF: Final = 12
"""Words in a message that may end or hush a conversation. In a longer one they are part of a story."""
_BETWEEN: Final = " . "  # nothing is heard across the edge of two fields


def raised_by(library: Library, message: Message) -> tuple[Trigger, ...]:
    """The triggers that `message` sets off, in the order of safety.toml."""
    said = tuple(free_words(library, message))
    if not said:
        return ()
    heard = library.listener.hear(_BETWEEN.join(said)).triggers
    brief = sum(len(plain(words).split()) for words in said) <= BRIEF
    return tuple(_fitting((t for t in library.triggers if t.id in heard), brief=brief))


def _fitting(heard: Iterable[Trigger], *, brief: bool) -> Iterator[Trigger]:
    """In a story nobody is cut off: what would hush is answered as danger, what would close is let be."""
    for trigger in heard:
        if brief or trigger.then == "carry on":
            yield trigger
        elif trigger.then == "silence":
            yield replace(trigger, then="carry on")


def free_words(library: Library, message: Message) -> Iterable[str]:
    """All that a person typed in `message`, field by field. What they picked from a list is ours, not theirs."""
    if message.words:
        yield message.words
    step = library.steps.get(message.asked.step) if message.asked else None
    picked = {f.id for f in step.fields if f.choices} if step else set()
    for name, values in (message.fields or {}).items():
        yield from () if name in picked else values
