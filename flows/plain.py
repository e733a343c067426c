"""Typed text made comparable: case, accents, apostrophes and stray marks laid aside.

Rule: the only place that decides when two spellings are the same words.
"""

from __future__ import annotations

import unicodedata

# Left out without a gap, so that "don't", "don’t" and "dont" are one word.
_APOSTROPHES = frozenset("'’‘ʼ`´′")
# Marks and invisible characters: accents, variation selectors, bidi and zero-width controls.
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})


def plain(text: str) -> str:
    """The words of `text`, lower case, one space between, letters and digits only. Never raises."""
    if text.isascii():
        return " ".join("".join(_ascii(c) for c in text.lower()).split())
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(_kept(c) for c in folded).split())


def _ascii(char: str) -> str:
    if char.isalnum():
        return char
    return "" if char in _APOSTROPHES else " "


def _kept(char: str) -> str:
    if char.isalnum():
        return str(unicodedata.digit(char, char))
    if char in _APOSTROPHES or unicodedata.category(char) in _DROPPED:
        return ""
    return " "
