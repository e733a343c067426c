"""Typed text as a row of bare words, with the ends of sentences between them.

Rule: one pass, one look-up a character; what cannot be seen (zero-width, bidi) is
gone, and letters that look alike are the same letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Final

END: Final = ""
"""The word that stands for the end of a sentence."""

_APOSTROPHES: Final = "'’‘ʼ`´′"
_ENDS: Final = ".!?…۔؟"
_INSIDE: Final = "@$*"  # in a word they stand for a letter: p@nic, $cared, k*ll
_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})
_LIKE: Final = dict(
    zip(
        "аеорсхукмтнвіѕјοαεικνρτυłøđıيىكهةۀۃ",
        "aeopcxykmthbisjoaeikvptulodiییکہہہہ",
        strict=True,
    )
)
"""Letters taken for one another, by eye (Cyrillic, Greek), by hand (ł) or by keyboard (Arabic for Urdu)."""
_SPELLS: Final = {"@": "a", "$": "s", "!": "i"}
_SPELT: Final = 3
"""Single letters in a row that are taken for one word spelt out."""
_KEPT_INSIDE: Final = str.maketrans("", "", "*'")
_THREE: Final = bytes([True] * _SPELT)


class Fold(dict[int, str]):
    """What each character is read as, worked out when it is first met. `signs` are pictures that say a word."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        super().__init__({ord(sign): f" {word} " for sign, word in signs.items()})

    def __missing__(self, code: int) -> str:
        self[code] = read = _read(chr(code))
        return read


@lru_cache(maxsize=1024)  # of single characters, which tell nothing of anyone
def _read(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _ENDS:
        return "!" if char == "!" else ". " if char in "?؟" else "."
    if char in _INSIDE:
        return char
    if unicodedata.category(char) in _DROPPED:
        return ""
    folded = unicodedata.normalize("NFKD", char).casefold()
    return "".join(_letter(c) for c in folded)


def _letter(char: str) -> str:
    if char.isalnum():
        return str(unicodedata.digit(char, _LIKE.get(char, char)))
    return "" if unicodedata.category(char) in _DROPPED else " "


def words(text: str, fold: Fold) -> list[str]:
    """The words of `text`, END between sentences. Apostrophes and letter-signs still stand inside words."""
    found: list[str] = []
    for run in text.translate(fold).split():
        if run.isalnum():
            found.append(run)
        elif run[:-1].isalnum() and run[-1] in ".!":
            found += (run[:-1], END)
        elif run[0].isalnum() and run[-1].isalnum() and run.translate(_KEPT_INSIDE).isalnum():
            found.append(run)
        else:
            found.extend(_parts(run))
    spelt_out = _THREE in bytes([len(word) == 1 for word in found])
    return list(_joined(found)) if spelt_out else found


def _parts(run: str) -> Iterator[str]:
    """The words in one run that has marks in it. A mark at its end ends the sentence; one inside parts two words."""
    body = run.rstrip(".!*@$'")
    said = body.strip("'").lstrip(".!*'")
    if said:
        spelt = "".join(_SPELLS.get(c, c) for c in said)
        yield from (part for part in (spelt if _within(said) else said.replace("!", ".")).split(".") if part)
    if any(c in ".!" for c in run[len(body) :]):
        yield END


def _within(said: str) -> bool:
    """Whether the marks in `said` stand for letters: each has one on both sides."""
    return all(said[i - 1].isalnum() and i + 1 < len(said) for i, c in enumerate(said) if c in _SPELLS)


def _joined(found: list[str]) -> Iterator[str]:
    """Letters that stand alone in a row, as one word: 'h e l p', 'h.e.l.p'."""
    for single, group in groupby(found, lambda word: len(word) == 1):
        row = list(group)
        if single and len(row) >= _SPELT:
            yield "".join(row)
        else:
            yield from row
