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
from flows.state import Asked

BRIEF: Final = 12
"""Words in a message that may end or hush a conversation. In a longer one they are part of a story."""
_BETWEEN: Final = " . "  # nothing is heard across the edge of two fields


def raised_by(library: Library, message: Message, asked: Asked | None = None) -> tuple[Trigger, ...]:
    """The triggers that `message` sets off, in the order of safety.toml. `asked` is what the person was last asked."""
    if _only_picks(library, message, asked):
        return ()
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


def _only_picks(library: Library, message: Message, asked: Asked | None) -> bool:
    """Whether the words are the label of one of the choices just asked about: our words, not theirs.

    A label that is itself about urgency, like 'Someone is in danger now', is listened to all the same.
    """
    step = library.steps.get(asked.step) if asked and message.words else None
    said = plain(message.words or "")
    fields = step.fields if step else ()
    picked = [(f, choice) for f in fields for choice, label in f.choices.items() if plain(label) == said]
    return bool(picked) and not any(path.startswith("urgency") for f, c in picked for path in f.sets.get(c, {}))


def free_words(library: Library, message: Message) -> Iterable[str]:
    """All that a person typed in `message`, field by field. What they picked from a list is ours, not theirs."""
    if message.words:
        yield message.words
    step = library.steps.get(message.asked.step) if message.asked else None
    picked = {f.id for f in step.fields if f.choices} if step else set()
    for name, values in (message.fields or {}).items():
        yield from () if name in picked else values
