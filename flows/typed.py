"""What people type, rid of what nobody can see, and with digits as 0 to 9.

Rule: what a person would call the same text comes out the same, and no letter
is lost.
"""

from __future__ import annotations

import unicodedata

# They shape Urdu and Persian words, and some emoji, so a person's own words keep them.
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """`text` without NULs, controls, half surrogates and zero-width marks. Lines and joiners stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(filter(_is_kept, unicodedata.normalize("NFC", text)))


def _is_kept(char: str) -> bool:
    return char in "\n\t" or char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def line(text: str) -> str:
    """`text` as one line: visible, without joiners, one space wherever there was room."""
    shown = visible(text)
    return " ".join("".join(c for c in shown if c not in _JOINERS).split())


def digits(text: str) -> str:
    """`text` with every digit of any script, keycap or full width, as 0 to 9."""
    if text.isascii():
        return text
    return "".join(_digit(char) for char in text)


def _digit(char: str) -> str:
    if char in "\ufe0f\u20e3":  # what makes an emoji of a digit
        return ""
    return str(unicodedata.digit(char, char))
