"""Proof: we promise nothing that we cannot keep, ask nobody for a reason, and never raise our voice.

We cannot erase a history, nobody is untraceable, and 'why' sounds like blame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.finding import Finding
from flows.said import everything

_NEVER: Final = (
    (
        re.compile(r"\b(untraceable|untracked|anonymous(?:ly)?)\b", re.IGNORECASE),
        "We cannot promise that. Say what we do not keep.",
    ),
    (
        re.compile(r"\b(erased?|erases|erasing)\b", re.IGNORECASE),
        "We cannot erase what others hold. Say what we do not keep.",
    ),
    (re.compile(r"(100 ?(?:%|per ?cent\b))", re.IGNORECASE), "Nothing is certain. Say what is so."),
    (re.compile(r"\b(why)\b", re.IGNORECASE), "'Why' sounds like blame. Ask what happened, or what would help."),
    (re.compile(r"(!)"), "Say it without an exclamation mark."),
)


def find(walked: Walked) -> Iterator[Finding]:
    """Each word in English that must not be said."""
    for said in everything(walked.library):
        for pattern, mend in _NEVER:
            if found := pattern.search(said.text):
                yield Finding(said.file, said.step, f"It says '{found[1]}': '{said.text}'", mend)
