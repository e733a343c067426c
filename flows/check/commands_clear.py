"""Proof: no word that commands is an answer too, in any language, and '0' is never a way out.

Whoever answers '1' or 'no' must not leave by it, and whoever leaves must not be read as answering.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.finding import Finding
from flows.library import Library
from flows.notes import START
from flows.plain import plain
from flows.steps import Field, Step


def find(walked: Walked) -> Iterator[Finding]:
    """Each command word that is a number, and each that some question takes for an answer."""
    library = walked.library
    commanding = {word: name for name, words in library.commands.items() for word in words}
    for word, name in commanding.items():
        if word.isdigit():
            yield Finding(
                START, "", f"'{word}' is a word for {name}, but a number.", "Numbers are answers: take it out."
            )
    for file, step in dict.fromkeys((p.file, p.step.id) for p in library.order):
        for word, language in dict.fromkeys(_accepted(library, library.steps[step])):
            if word in commanding and not word.isdigit():
                says = f"'{word}' is an answer here ({language}), and a word for {commanding[word]} as well."
                yield Finding(file, step, says, "Choose another word for the answer.")


def _accepted(library: Library, step: Step) -> Iterator[tuple[str, str]]:
    """Every whole reply that the step takes for an answer. Free text takes any, so it is left out."""
    if any(f.kind == "text" for f in step.fields):
        return
    for f in step.fields:
        for language in library.languages:
            yield from ((plain(word), language) for word in _words(library, f, language) if plain(word))


def _words(library: Library, f: Field, language: str) -> Iterator[str]:
    for choice, label in f.choices.items():
        yield library.text(label, language)
        yield from library.hears(f, language).get(choice, ())
