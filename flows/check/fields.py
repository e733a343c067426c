"""Proof: every question asks for something that we know how to read.

A choice has choices, and consent is given and refused by words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows import kinds
from flows.check.states import Walked
from flows.finding import Finding
from flows.hand_over import SEND
from flows.library import Library
from flows.plain import plain
from flows.steps import Field, Step

_CHOSEN = ("choice", "several", "consent")


def find(walked: Walked) -> Iterator[Finding]:
    """Each field of an unknown kind, or without what its kind needs."""
    for file, step in dict.fromkeys((p.file, p.step.id) for p in walked.library.order):
        one = walked.library.steps[step]
        yield from (Finding(file, step, *wrong) for f in one.fields for wrong in _wrong(walked, one, f))


def _wrong(walked: Walked, step: Step, f: Field) -> Iterator[tuple[str, str]]:
    known = (*_CHOSEN, *kinds.HINTS)
    if f.kind not in known:
        named = f"'{f.kind}' is no kind of answer." if f.kind else "It does not say what kind of answer it takes."
        yield named, f"Use one of {', '.join(known)}."
    if f.kind in _CHOSEN and len(f.choices) < 2:  # noqa: PLR2004 - one choice is none
        yield "There is nothing to choose between.", "Give it 'choices', two or more."
    if f.kind == "consent":
        yield from _consent(walked, f)
    if step.optional and f.kind == "consent":
        yield "Sending can be skipped.", "Take 'optional' out: they send it or they do not."
    for language in walked.library.languages:
        yield from _twice(walked.library, f, language)


def _consent(walked: Walked, f: Field) -> Iterator[tuple[str, str]]:
    if SEND not in f.choices:
        yield f"No choice is called '{SEND}'.", f"Name the choice that sends it '{SEND}'."
    typed = any(door.typed for door in walked.library.doors.values())
    for choice in f.choices if typed else ():
        for language in walked.library.languages:
            if not any(plain(word) for word in walked.library.hears(f, language).get(choice, ())):
                yield f"Where people type, nothing means '{choice}'.", f"Give hears.{choice} a word of its own."


def _twice(library: Library, f: Field, language: str) -> Iterator[tuple[str, str]]:
    """A word that means two choices means neither."""
    meant: dict[str, str] = {}
    for choice, label in f.choices.items():
        for word in (library.text(label, language), *library.hears(f, language).get(choice, ())):
            if meant.setdefault(plain(word), choice) != choice:
                yield f"'{word}' means both '{meant[plain(word)]}' and '{choice}'.", "Take it out of one of them."
