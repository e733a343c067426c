"""Where the words of a text stand, as bits: one number for each set of words, in it one bit for each place of the text.

Rule: what is asked about a set of words is asked about the whole text at once, in a few sums over
such numbers, however long the text is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

STOP: Final = 0
"""The end of a sentence, among the numbers of a row."""


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of words by number: `of` tells which a word is in, `gaps` for each gap which set may not stand in it."""

    of: Mapping[str, tuple[int, ...]] = field(repr=False)
    gaps: Mapping[int, int]
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where any word stands, where sentences end (the last one past the text), and where each set has a word.

    `met` are the numbers of the sets that have one at all, gaps left out.
    """

    words: int = field(repr=False)
    ends: int = field(repr=False)
    met: frozenset[int] = field(repr=False)
    sets: Sequence[int] = field(repr=False)


def standing(row: Iterable[int], of: Sequence[Iterable[int]], sets: Sets) -> Standing:
    """Where the sets have words in a text. `row` is its words and stops, each as a place in `of`, which tells its sets.

    A gap stands wherever a word does, but for those that may not stand in it.
    """
    stands = [0] * len(of)
    bit = 1
    for number in row:
        stands[number] |= bit
        bit <<= 1
    met = frozenset().union(*of)
    found = [0] * sets.size
    for where, numbers in zip(stands, of, strict=True):
        for number in numbers:
            found[number] |= where
    said = (bit - 1) ^ stands[STOP]
    for gap, solid in sets.gaps.items():
        found[gap] = said & ~found[solid]
    return Standing(said, stands[STOP] | bit, met, found)


def flood(start: int, through: int) -> int:
    """`start`, and onwards from it as long as bits of `through` stand, up to one past them.

    An addition does it for all at once: its carry runs through the ones.
    """
    return (((start & through) + through) ^ through) | start
