"""What the hub has told us of itself and of others: its hours, its numbers, its triggers.

Rule: facts, each with where it comes from and when it was last checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from flows.plan import Content

Then = Literal["carry on", "silence", "close"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One service of the directory. `verified_on` is the day a person last checked it."""

    id: str
    name: str
    number: str
    hours: str
    source: str
    verified_on: date
    area: str = ""

    def said(self, text: Callable[[str], str]) -> str:
        """The service and its number, as `text` puts the words."""
        hours = f" ({text(self.hours)})" if self.hours else ""
        return f"{text(self.name)}: {text(self.number)}{hours}"

    def __str__(self) -> str:
        return self.said(str)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that are answered in the same turn, whatever was asked.

    `words` are a few phrases that it hears as they stand; its patterns, which stand in
    triggers/, hear far more, in every language at once. `sets` goes to the record.
    `notice` says that it is answered with the emergency words, before its own `says`.
    """

    id: str
    then: Then
    words: tuple[str, ...]
    sets: Mapping[str, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    notice: bool = True


@dataclass(frozen=True, slots=True)
class Script:
    """An approved neutral wording for a contact that nobody asked for just now, in English.

    `level` is how much it tells, `ways` where it may be said. `asks` when it does
    nothing but ask if now is a good time.
    """

    id: str
    level: Content
    text: str
    ways: tuple[str, ...]
    asks: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code on a poster or a link that opens a way in of its own.

    `opens` is what 'entry' reads in a condition. `fills` answers fields
    beforehand, by field id; they stay the person's to change.
    """

    id: str
    opens: str
    fills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub's own facts. `hours` maps weekday names to spans of 'HH:MM'; times are local."""

    name: str
    area: str
    timezone: str
    hours: Mapping[str, tuple[tuple[str, str], ...]]
    holidays: tuple[date, ...]
    promised_working_hours: float
    absent_after_working_days: float
    retention_days: int
    who: tuple[str, ...]
    who_by_text: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    cover_lines: Mapping[str, str] = field(default_factory=dict)
    quiet: tuple[date, ...] = ()
    replies_tried: tuple[str, ...] = ()
    return_days: int = 30
