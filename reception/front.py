"""What a door may know of everything behind it.

Rule: doors import from here and from nowhere else in reception or flows.
"""

from __future__ import annotations

from flows.engine import greet
from flows.language import Language
from flows.library import Library
from flows.message import Aside, Command, Desk, Message, Mood, Now, Reply, Shown
from flows.sentence import sentence
from flows.state import Asked
from reception.hear import Arrival, Fact, Heard, Reception
from reception.hearing import LIVES_ON_A_PAGE_S
from reception.helplines import helplines

__all__ = [
    "LIVES_ON_A_PAGE_S",
    "Arrival",
    "Aside",
    "Asked",
    "Command",
    "Desk",
    "Fact",
    "Heard",
    "Language",
    "Library",
    "Message",
    "Mood",
    "Now",
    "Reception",
    "Reply",
    "Shown",
    "greet",
    "helplines",
    "sentence",
]
