"""How many text messages a text makes: GSM 7-bit and UCS-2, as 3GPP TS 23.038 counts them.

Rule: the answer is the standard's, not a provider's. A character never lies
across two messages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

# Table of 6.2.1, less the escape. Uppercase C with cedilla is in it, lowercase is not.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Table of 6.2.1.1: each is sent as an escape and a character.
_EXTENSION = frozenset("\f^{}\\[~]|€")

_GSM7 = _BASIC | _EXTENSION
_ALL_BASIC = re.compile(f"[{re.escape(''.join(sorted(_BASIC)))}]*+")

# Alone, and as a part of several, when a header of 6 octets takes its share.
_ROOM: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}

_FOLDED = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t", " "),
    **dict.fromkeys("\u200b\u2060\ufeff\u00ad", ""),
    "…": "...",
    "•": "-",
    "‹": "<",
    "›": ">",
    "×": "x",
}
_FOLDING = str.maketrans(_FOLDED)
# The same marks for the commonest texts. Each character is named, since one that is missing takes longest.
_ASCII_FOLDING = {n: _FOLDING.get(n, n) for n in range(128)}


@dataclass(frozen=True, slots=True)
class Segments:
    """`units` are septets in GSM-7 and 16-bit units in UCS-2; `count` is messages, 0 for no text."""

    encoding: Encoding
    units: int
    count: int


def segments(text: str) -> Segments:
    """The encoding that `text` needs, its length in that encoding, and the messages it makes."""
    alone, part = _ROOM["GSM-7"]
    if _ALL_BASIC.fullmatch(text):  # nearly all that we send; no character takes more than one place
        return Segments("GSM-7", len(text), min(len(text), 1) if len(text) <= alone else -(-len(text) // part))
    encoding: Encoding = "UCS-2" if outside_gsm7(text) else "GSM-7"
    width = _septets if encoding == "GSM-7" else _units
    widths = [width(char) for char in text]
    alone, part = _ROOM[encoding]
    total = sum(widths)
    return Segments(encoding, total, min(total, 1) if total <= alone else _filled(widths, part))


def outside_gsm7(text: str) -> tuple[str, ...]:
    """Each character of `text` that GSM-7 cannot carry, once, in order: what forces UCS-2."""
    return tuple(dict.fromkeys(char for char in text if char not in _GSM7))


def fold(text: str) -> str:
    """`text` with typographic marks as plain ones and accents joined to their letters.

    No letter is changed for another: a name stays spelt as it was.
    """
    if text.isascii():  # nearly all that we send
        return text.translate(_ASCII_FOLDING)
    return unicodedata.normalize("NFC", text).translate(_FOLDING)


def _septets(char: str) -> int:
    return 2 if char in _EXTENSION else 1


def _units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1  # noqa: PLR2004  # past it UTF-16 takes a pair


def _filled(widths: Iterable[int], room: int) -> int:
    """Messages of `room` units that hold characters of these widths, none of them split."""
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count
