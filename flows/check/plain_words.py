"""Proof: the English can be read at grade 6 or easier, with 20 words at most in a sentence.

What is read together is graded together: one wording of one step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.finding import Finding
from flows.reading_age import grade, sentences, words
from flows.said import Said, everything

HARDEST: Final = 6.0
LONGEST: Final = 20
_LEAST: Final = 12
"""Words under which a grade says nothing: 'Brother or sister' would be grade 9."""
_HELD = re.compile(r"\{[^{}]*\}")


def find(walked: Walked) -> Iterator[Finding]:
    """Each sentence that is too long, and each text that is too hard."""
    groups: dict[tuple[str, str, str], list[Said]] = {}
    for said in everything(walked.library):
        groups.setdefault((said.file, said.step, said.group), []).append(said)
    for (file, step, _), together in groups.items():
        text = "\n".join(_HELD.sub("a line", said.text) for said in together)
        for sentence in sentences(text):
            if len(words(sentence)) > LONGEST:
                says = f"This has {len(words(sentence))} words: '{sentence}'"
                yield Finding(file, step, says, f"Make two of it: {LONGEST} words are the most.")
        if len(words(text)) >= _LEAST and grade(text) > HARDEST:
            says = f"It reads at grade {grade(text)}: '{_hardest(text)}'"
            yield Finding(file, step, says, "Use shorter words and sentences: grade 6 is the most.")


def _hardest(text: str) -> str:
    return max(sentences(text), key=grade)
