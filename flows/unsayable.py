"""What no message that was not asked for may hold, in any language that the hub speaks.

Rule: recall before precision, as in flows.safety. A false alarm costs a worker another
wording; a miss may be read by the very person it must not reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from flows.plain import plain
from flows.provider_words import KEPT
from flows.typed import digits, visible

_WHOLE: Final = 4
"""A telling word this long or shorter is heard whole, a longer one as a beginning: 'police' in 'policeman'."""
_ENDINGS: Final = 7
"""From this many letters, two are left off, so that other endings are heard: 'violence' in 'violently'."""
_FIGURES: Final = 4
"""More figures than this in a row, spaces aside, are a number of something: a telephone, a case."""
_LINK: Final = re.compile(r"://|\bwww\.|[^\s@]@[^\s@]|\b[\w-]+\.(?:[a-z]{2,24})\b(?=$|[\s/,:;!?)\].])", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?(?: ?\d[a-z]{2})?\b", re.IGNORECASE)
_STREET: Final = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:\w+ ){1,3}(?:road|rd|street|st|lane|ln|avenue|ave|close|drive|way|place|gardens)\b|"
    r"\b(?:flat|house|room|unit) \d+\b",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"#\s?\w|\b(?:ref|reference|urn|case (?:no|number))\b|\b(?=\w*\d)(?=\w*[a-z])\w{6,}\b", re.IGNORECASE
)
_SHINGLE: Final = 4
"""So many words in a row of what a person told us are a quotation."""


def telling_word(text: str, telling: Iterable[str]) -> str:
    """The first of the `telling` words that `text` holds, or ''. Phrases are heard whole."""
    said = plain(text).split()
    heard = f" {' '.join(said)} "
    return next((word for word in telling if _heard(word, said, heard)), "")


def _heard(word: str, said: Iterable[str], heard: str) -> bool:
    if " " in word or len(word) <= _WHOLE:
        return f" {word} " in heard
    stem = word[:-2] if len(word) >= _ENDINGS else word
    return any(one.startswith(stem) for one in said)


def name_in(text: str, names: Iterable[str]) -> bool:
    """Whether one of `names` is in `text`, whole or by any part of three letters or more."""
    said = set(plain(text).split())
    return any(said & _parts(name) for name in names)


def _parts(name: str) -> set[str]:
    whole = plain(name).split()
    return {part for part in whole if len(part) > 2} or set(whole)  # noqa: PLR2004  # 'Al' alone is a name, 'de' a part


def phrase_in(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of `phrases`, such as the hub's name, is in `text` as it stands."""
    heard = f" {plain(text)} "
    return any(f" {said} " in heard for said in map(plain, phrases) if said)


def lead_in(text: str) -> str:
    """What in `text` leads somewhere: 'a link', 'an address', 'a number', 'a reference'; '' for none."""
    shown = digits(visible(text))
    return next((what for what, found in _leads(shown) if found), "")


def _leads(shown: str) -> Iterator[tuple[str, bool]]:
    yield "a link", bool(_LINK.search(shown))
    yield "an address", bool(_POSTCODE.search(shown) or _STREET.search(shown))
    runs = re.findall(r"\d[\d\s().\-/]*", shown)
    yield "a number", any(sum(char.isdigit() for char in run) > _FIGURES for run in runs)
    yield "a reference", bool(_REFERENCE.search(shown))


def quotes(text: str, told: Iterable[str]) -> bool:
    """Whether `text` says again what a person told us: four words in a row, or a shorter answer whole."""
    said = plain(text).split()
    return any(_repeats(said, plain(answer).split()) for answer in told)


def _repeats(said: list[str], answer: list[str]) -> bool:
    size = min(_SHINGLE, len(answer))
    return bool(_runs(said, size) & _runs(answer, size))


def _runs(words: list[str], size: int) -> set[tuple[str, ...]]:
    """Each run of `size` words, one after another."""
    return set(zip(*(words[skipped:] for skipped in range(size)), strict=False))


def provider_word(text: str) -> str:
    """The word in `text` that a provider answers in its own words: alone, or in capitals as something to send."""
    if (alone := plain(text)) in KEPT:
        return alone
    return next((word for word in re.findall(r"[A-Z]{3,}", text) if word.lower() in KEPT), "")
