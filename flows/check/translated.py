"""Proof: each language there is a folder for says all that English says, and hears all that English hears.

One that does not is not offered. A language that is being made says so, with under_way = true.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.finding import Finding
from flows.language import ENGLISH
from flows.languages import code_of

_LATER = " Or set under_way = true in language.toml until all is done."


def find(walked: Walked) -> Iterator[Finding]:
    """Each message, or word to hear, that a language lacks; and words that change to two languages."""
    yield from (gap._replace(mend=gap.mend + _LATER) for gap in walked.library.gaps)
    known: dict[str, str] = {}
    for code, language in walked.library.spoken.items():
        for word in sorted(language.called):
            if known.setdefault(word, code) != code:
                says = f"'{word}' would change to '{known[word]}' as well."
                yield Finding(f"languages/{code}/language.toml", "called", says, "Take it out of one of them.")


def hinders(finding: Finding, language: str) -> bool:
    """Whether `finding` keeps `language` from being offered: one that is about another language does not."""
    return code_of(finding.file) in {"", language}


def about(finding: Finding) -> str:
    """The one language that `finding` is about; none where it is about all."""
    code = code_of(finding.file)
    return "" if code == ENGLISH else code
