"""What a door where people type may know besides `reception.front`: texts, their size, and what is heard everywhere.

Rule: nothing here touches the store. It must work when nothing else does.
"""

from __future__ import annotations

from flows import commands, safety
from flows.library import Library
from flows.message import Message
from flows.plain import plain
from flows.provider_words import STARTS, STOPS
from flows.segments import fold, segments
from flows.written import as_text, as_texted

__all__ = [
    "STARTS",
    "STOPS",
    "Library",
    "Message",
    "alarms",
    "as_text",
    "as_texted",
    "disowns",
    "fold",
    "leaves",
    "plain",
    "segments",
    "stops",
]


def leaves(library: Library, message: Message) -> bool:
    """Whether the message leaves; after it nothing is sent, whatever became of it."""
    return commands.leaves(library, message)


def disowns(library: Library, message: Message) -> bool:
    """Whether the message says that it is nobody's conversation; it is answered without opening one."""
    return any(trigger.then == "close" for trigger in safety.raised_by(library, message))


def stops(message: Message) -> bool:
    """Whether the whole message is a word by which people tell a provider that they want no more."""
    return plain(message.words or "") in STOPS


def alarms(library: Library, message: Message) -> bool:
    """Whether the message holds words of danger. One that leaves is met with silence, whatever else it sounds like."""
    if leaves(library, message):
        return False
    return any(trigger.then == "carry on" for trigger in safety.raised_by(library, message))
