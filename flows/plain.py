"""Typed text made comparable: case, accents, apostrophes and stray marks laid aside.

Rule: the only place that decides when two spellings are the same words.
"""

from __future__ import annotations

import unicodedata

# Left out without a gap, so that "don't", "don’t" and "dont" are one word.
_APOSTROPHES = frozenset("'’‘ʼ`´′")
# Marks and invisible characters: accents, variation selectors, bidi and zero-width controls.
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})
# The same rules for the commonest texts, in one quick pass.
_ASCII = {n: "" if chr(n) in _APOSTROPHES else " " for n in range(128) if not chr(n).isalnum()}


def plain(text: str) -> str:
    """The words of `text`, lower case, one space between, letters and digits only. Never raises."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(_kept(c) for c in folded).split())


def _kept(char: str) -> str:
    if char.isalnum():
        return str(unicodedata.digit(char, char))
    if char in _APOSTROPHES or unicodedata.category(char) in _DROPPED:
        return ""
    return " "
