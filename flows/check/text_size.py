"""Proof: each text fits into 2 messages in GSM-7, or 3 in UCS-2, placeholders at their longest.

A longer one comes in pieces, in any order, and lights up a phone too often.
Limit: a question and what the engine says are each measured alone. What is put
before a question (help, PERSON, danger) can make the two together longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.check.texts import engine_texts, texts
from flows.finding import Finding
from flows.segments import Encoding, fold, outside_gsm7, segments

MOST: Final[dict[Encoding, int]] = {"GSM-7": 2, "UCS-2": 3}


def find(walked: Walked) -> Iterator[Finding]:
    """Each question, end or sentence of the engine's own that is too long to be texted."""
    sent = [(t.file, t.step, t.door, t.text) for t in texts(walked)] + list(engine_texts(walked.library))
    yield from dict.fromkeys(_wrong(*one) for one in sent if _too_long(one[-1]))


def _too_long(text: str) -> bool:
    made = segments(fold(text))
    return made.count > MOST[made.encoding]


def _wrong(file: str, step: str, door: str, text: str) -> Finding:
    made, odd = segments(fold(text)), "".join(outside_gsm7(fold(text)))
    says = f"On {door} it takes {made.count} messages; {MOST[made.encoding]} are the most. It begins '{text[:40]}'."
    if odd:
        return Finding(file, step, says, f"Use fewer words, or none with '{odd}': these make each message shorter.")
    return Finding(file, step, says, "Use fewer words, or say the rest on pages alone, with on.web.")
