"""What a door may know of everything behind it.

Rule: doors import from here and from nowhere else in reception or flows.
"""

from __future__ import annotations

from flows.engine import greet
from flows.message import Aside, Command, Desk, Message, Mood, Now, Reply, Shown
from flows.state import Asked
from reception.hear import Arrival, Fact, Heard, Reception

__all__ = [
    "Arrival",
    "Aside",
    "Asked",
    "Command",
    "Desk",
    "Fact",
    "Heard",
    "Message",
    "Mood",
    "Now",
    "Reception",
    "Reply",
    "Shown",
    "greet",
]
