"""Proof: where words stay on a phone, 40 neutral characters come before the choices.

A locked screen shows the beginning of a text: it must tell nothing of what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.check.telling import telling_in
from flows.check.texts import Text, texts
from flows.finding import Finding

LEAD: Final = 40


def find(walked: Walked) -> Iterator[Finding]:
    """Each list of choices that is not led by enough neutral words."""
    for text in texts(walked):
        if walked.library.doors[text.door].trail and _lists(text):
            yield from dict.fromkeys(_wrong(walked, text))


def _lists(text: Text) -> bool:
    return any(shown.choices and shown.kind != "consent" for shown in text.reply.fields)


def _wrong(walked: Walked, text: Text) -> Iterator[Finding]:
    first = next(label for shown in text.reply.fields for _, label in shown.choices)
    lead = text.text[: text.text.find(f"\n1 {first}")]
    if len(lead) < LEAD:
        says = f"On {text.door} only {len(lead)} characters come before its choices: '{lead}'."
        yield Finding(text.file, text.step, says, f"Say something neutral first, {LEAD} characters or more in all.")
    told = telling_in(walked.library, lead[:LEAD])
    if told:
        says = f"On {text.door} a locked phone shows '{lead[:LEAD]}', and '{told}' tells what it is about."
        yield Finding(text.file, text.step, says, f"Begin with {LEAD} characters that tell nothing, like a thank-you.")
