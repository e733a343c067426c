"""Nine words that a person may come back with: made here, read back kindly, and never kept.

Rule: the list is public and the choice is not. Reading forgives case, blanks, marks, and
one slip in a word; it never forgives the order, and never says whether anybody has them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from typing import Final

from flows.plain import plain

COUNT: Final = 9
"""Words of 9 bits each: 81 bits, which nobody guesses at any rate at all."""
_LONGEST: Final = 1_000
_FEW: Final = 5
_LIST: Final = Path(__file__).with_name("return-words.txt")


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of somebody's typing. `words` is '' unless all nine are there.

    `count` is how many words were typed, and `odd` the places, from 1, of those not on the list.
    """

    words: str = field(default="", repr=False)
    count: int = 0
    odd: tuple[int, ...] = ()


@cache
def listed() -> tuple[str, ...]:
    """The list, read once."""
    return tuple(_LIST.read_text("utf-8").split())


def mint() -> tuple[str, ...]:
    """Nine words that nobody has had before."""
    return tuple(secrets.choice(listed()) for _ in range(COUNT))


def read(text: str) -> Read:
    """The words in `text`. Never raises."""
    typed = [word for word in plain(text[:_LONGEST]).split() if not word.isdigit()]
    if len(typed) == 2 * COUNT and _known(typed[:COUNT]) == _known(typed[COUNT:]):
        typed = typed[:COUNT]  # typed twice, as one does with a password
    known = _known(typed)
    odd = tuple(place for place, word in enumerate(known, 1) if word is None)
    whole = len(typed) == COUNT and not odd
    return Read(" ".join(word for word in known if word) if whole else "", len(typed), odd)


def seem(text: str) -> bool:
    """Whether `text` is nothing but words of the list, five or more: it says nothing else to anyone."""
    typed = [word for word in plain(text[:_LONGEST]).split() if not word.isdigit()]
    return len(typed) >= _FEW and all(len(word) in _sizes() for word in typed) and all(map(_meant, typed))


def _known(typed: list[str]) -> list[str | None]:
    return [_meant(word) for word in typed]


def _meant(typed: str) -> str | None:
    """The word itself, or the only one that is one slip away."""
    words = _set()
    if typed in words or len(typed) not in _sizes():
        return typed if typed in words else None
    near = _slips(typed) & words
    return near.pop() if len(near) == 1 else None


@cache
def _set() -> frozenset[str]:
    return frozenset(listed())


@cache
def _sizes() -> frozenset[int]:
    """How long a word of the list may be, with a slip in it: nearly every sentence has a word that is shorter."""
    return frozenset(len(word) + more for word in listed() for more in (-1, 0, 1))


def _slips(word: str) -> set[str]:
    """One letter left out, put in, or taken for another, and two beside each other in the wrong order."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    out = {a + b[1:] for a, b in cuts if b}
    put = {a + letter + b for a, b in cuts for letter in ascii_lowercase}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in ascii_lowercase}
    turned = {a[:-1] + b[0] + a[-1] + b[1:] for a, b in cuts if a and b}
    return out | put | other | turned
