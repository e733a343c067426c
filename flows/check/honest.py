"""Proof: we promise nothing that we cannot keep, ask nobody for a reason, and never raise our voice.

We cannot erase a history, nobody is untraceable, and 'why' sounds like blame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.finding import Finding
from flows.honest import promised
from flows.said import everything

_NEVER: Final = (
    (re.compile(r"\b(why)\b", re.IGNORECASE), "'Why' sounds like blame. Ask what happened, or what would help."),
    (re.compile(r"(!)"), "Say it without an exclamation mark."),
)


def find(walked: Walked) -> Iterator[Finding]:
    """Each word in English that must not be said."""
    for said in everything(walked.library):
        for word, mend in (*promised(said.text), *_raised(said.text)):
            yield Finding(said.file, said.step, f"It says '{word}': '{said.text}'", mend)


def _raised(text: str) -> Iterator[tuple[str, str]]:
    for pattern, mend in _NEVER:
        if found := pattern.search(text):
            yield found[1], mend
