"""Proof: every sentence that the engine itself says is there, for pages and for typed doors.

One that is missing would be found out by a person, in the middle of things.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.finding import Finding
from flows.notes import START

KEYS: Final = (
    "change_which",
    "ended_unsent",
    "help",
    "more",
    "needed",
    "no_changes",
    "no_time",
    "not_here",
    "not_opened",
    "not_understood",
    "nothing_to_go_back",
    "offer_send",
    "person",
    "question_changed",
    "see_question",
    "stuck",
    "who_title",
)
"""Every key that the engine asks for. A test reads them out of its code."""


def find(walked: Walked) -> Iterator[Finding]:
    """Each sentence that is missing, or has no words in one of its two forms."""
    for key in KEYS:
        say = walked.library.says.get(key)
        if say is None or not any(say.page) or not any(say.typed):
            form = "for any door" if say is None else "for pages" if not any(say.page) else "where people type"
            yield Finding(START, "", f"[says] has no '{key}' {form}.", "Write it, in one short sentence.")
