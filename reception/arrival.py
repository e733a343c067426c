"""What a door hands in, and what it gets back.

Rule: these are values, and who wrote stays out of their `repr`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from flows.message import Message, Reply


class Fact(Enum):
    """What became of a message."""

    KEPT = "kept"
    LEFT = "left"  # all that was not sent is forgotten
    SENT = "sent"
    NOT_SENT = "not sent"  # nothing was written: it can be tried again
    UNKNOWN = "unknown"  # it was tried and no answer came; trying again cannot send it twice
    DOWN = "down"  # the message was not kept
    ENDED = "ended"  # this conversation is over, or was never this person's
    FULL = "full"  # no new conversation opens for now


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message at a door. `address` is a phone number, chat id or cookie's id; `secret` the cookie's other half.

    With `ends_for_good` nothing new opens at an address whose conversation has ended.
    """

    door: str
    address: str = field(repr=False)
    message: Message
    secret: bytes | None = field(default=None, repr=False)
    entry: str | None = None
    ends_for_good: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What to say, None for silence, and what became of the message. `again` when it had been heard before."""

    reply: Reply | None
    fact: Fact
    again: bool = field(default=False, repr=False, compare=False)
