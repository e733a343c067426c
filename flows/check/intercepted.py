"""Proof: no answer is a word that text providers keep for themselves.

STOP and its like never reach us: the provider answers, and cuts the person off.
'Yes' is left out of the list, since choices are numbered.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.finding import Finding
from flows.library import Library
from flows.notes import START
from flows.plain import plain
from flows.provider_words import KEPT
from flows.steps import Step


def find(walked: Walked) -> Iterator[Finding]:
    """Each choice whose label or word is kept by providers, in any language."""
    library = walked.library
    if plain(library.send_word) in KEPT:
        says = f"Text providers keep '{library.send_word}' for themselves."
        yield Finding(START, "", says, "Choose another send_word, like SEND.")
    for file, step in dict.fromkeys((p.file, p.step.id) for p in library.order):
        for word in dict.fromkeys(_words(library, library.steps[step])):
            if plain(word) in KEPT:
                says = f"Text providers keep '{word}' for themselves, so this answer would never reach us."
                yield Finding(file, step, says, "Choose another word for it.")


def _words(library: Library, step: Step) -> Iterator[str]:
    for f in step.fields:
        for choice, label in f.choices.items():
            for language in library.languages:
                yield library.text(label, language)
                yield from library.hears(f, language).get(choice, ())
