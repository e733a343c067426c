"""Proof: each text fits into 2 messages in GSM-7, or 3 in UCS-2, placeholders at their longest.

A longer one comes in pieces, in any order, and lights up a phone too often.
Measured alone, and together: what the engine itself sends when help, a person,
who we are or danger comes before a question or an end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.check.texts import engine_texts, texts, together
from flows.finding import Finding
from flows.fit import MOST, fits
from flows.language import ENGLISH
from flows.segments import outside_gsm7, segments

_FEW: Final = 12
"""Odd characters that may be slips; more are the letters of a language."""


def find(walked: Walked) -> Iterator[Finding]:
    """Each question, end or sentence of the engine's own that is too long to be texted."""
    library = walked.library
    alone = [(t.file, t.step, t.door, t.language, t.text) for t in texts(walked)]
    sent = (*alone, *engine_texts(library), *together(walked))
    texted = ((*where, language, library.language(language).texted(text)) for *where, language, text in sent)
    yield from dict.fromkeys(_wrong(*one) for one in texted if not fits(one[-1]))


def _wrong(file: str, step: str, door: str, language: str, text: str) -> Finding:
    made, odd = segments(text), "".join(outside_gsm7(text))
    spoken = "" if language == ENGLISH else f" in '{language}'"
    most = f"{made.count} messages; {MOST[made.encoding]} are the most"
    says = f"On {door}{spoken} it takes {most}. It begins '{text[:40]}'."
    if odd and len(odd) < _FEW:
        return Finding(file, step, says, f"Use fewer words, or none with '{odd}': these make each message shorter.")
    return Finding(file, step, says, "Use fewer words, or say the rest on pages alone, with on.web.")
