"""Proof: a word that changes to a language changes to one alone.

What a language does not say or hear yet is no finding: it is told beside them, and the
language is not offered until it does. Else nobody could add a sentence without all translators.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from flows.check.states import Walked
from flows.finding import Finding
from flows.language import ENGLISH
from flows.languages import code_of
from flows.library import Library

_MEND: Final = "See: frontdoor flows words --extract."


def find(walked: Walked) -> Iterator[Finding]:
    """Each word that would change to two languages."""
    known: dict[str, str] = {}
    for code, language in walked.library.spoken.items():
        for word in sorted(language.called):
            if known.setdefault(word, code) != code:
                says = f"'{word}' would change to '{known[word]}' as well."
                yield Finding(f"languages/{code}/language.toml", "called", says, "Take it out of one of them.")


def lacking(library: Library) -> Iterator[str]:
    """For each language with gaps, that it is not offered, and what would mend it."""
    for code, gaps in groupby(library.gaps, lambda gap: code_of(gap.file)):
        yield f"'{code}' is not offered yet: {len(list(gaps))} things that it does not say or hear. {_MEND}"


def hinders(finding: Finding, language: str) -> bool:
    """Whether `finding` keeps `language` from being offered: one that is about another language does not."""
    return code_of(finding.file) in {"", language}


def about(finding: Finding) -> str:
    """The one language that `finding` is about; none where it is about all."""
    code = code_of(finding.file)
    return "" if code == ENGLISH else code
