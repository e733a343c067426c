"""What a door may know of everything behind it.

Rule: doors import from here and from nowhere else in reception or flows.
"""

from __future__ import annotations

from flows.danger import GAP
from flows.engine import greet
from flows.language import Language
from flows.library import Library
from flows.message import Aside, Command, Desk, Message, Mood, Now, Reply, Shown
from flows.narrower import NARROWS
from flows.sentence import sentence
from flows.state import Asked
from reception.fate import Fate
from reception.followup import Kind
from reception.hear import Arrival, Fact, Heard, Reception
from reception.hearing import LIVES_ON_A_PAGE_S
from reception.helplines import helplines
from reception.lines import StoreRefused, StoreSilent
from reception.returns import Came, Returns, Visitor, Wish
from reception.returnwords import COUNT, Read

__all__ = [
    "COUNT",
    "GAP",
    "LIVES_ON_A_PAGE_S",
    "NARROWS",
    "Arrival",
    "Aside",
    "Asked",
    "Came",
    "Command",
    "Desk",
    "Fact",
    "Fate",
    "Heard",
    "Kind",
    "Language",
    "Library",
    "Message",
    "Mood",
    "Now",
    "Read",
    "Reception",
    "Reply",
    "Returns",
    "Shown",
    "StoreRefused",
    "StoreSilent",
    "Visitor",
    "Wish",
    "greet",
    "helplines",
    "sentence",
]
