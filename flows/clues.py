"""What a text shows: its words, the families they are of, and which family stands near before which.

Rule: weights are learned from these clues and laid on the same ones; there is one
way to find them. It is one pass, and what a word may bring is bounded.

A clue has a name: 'word:help', 'stem:hitti', 'pair:he is', 'family:blade',
'near:he hurting', 'length:3', and 'family:none' where no word is of any.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice, pairwise
from typing import Final, Protocol, cast

NEAR: Final = 4
"""How many words back another still stands near."""
BLOCK: Final = 15
"""Words to a block. Two neighbouring blocks are weighed together, so that one line of a long story counts alone."""
NO_FAMILY: Final = "family:none"
START, STOP = "^", "$"
LEAST: Final = 3
"""Letters in a beginning: of a shorter one too many words are."""
_LENGTHS: Final = (1, 2, 3, 6, 12, 13)
"""Lengths that a stretch may be said to have: the next one up, or the last."""

Number = Callable[[str], int | None]
"""The number of a clue by its name; None for one that is not counted."""
Shown = AbstractSet[int]
"""The numbers of the clues in one stretch of text."""


@dataclass(frozen=True, slots=True)
class Families:
    """The families that a word is of: those that name it, or a beginning of it. `begun` is by how beginnings begin."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    begun: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)

    def of(self, word: str) -> tuple[str, ...]:
        """The names of the families of `word`, in order."""
        whole = self.words.get(word, ())
        begun = [name for beginning, name in self.begun.get(word[:LEAST], ()) if word.startswith(beginning)]
        return tuple(sorted({*whole, *begun})) if begun else whole


def families(told: Iterable[tuple[str, Iterable[str]]]) -> Families:
    """Families from names and words; a word with '*' behind it is a beginning, of LEAST letters or more.

    A name may come more than once.
    """
    whole: defaultdict[str, set[str]] = defaultdict(set)
    begun: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, words in told:
        for word in words:
            if word.endswith("*"):
                begun[word[:LEAST]].add((word[:-1], name))
            else:
                whole[word].add(name)
    return Families(
        {word: tuple(sorted(names)) for word, names in whole.items()},
        {opening: tuple(sorted(rest)) for opening, rest in begun.items()},
    )


Word = tuple[str, tuple[int, ...], tuple[str, ...], tuple[Number, ...], Number | None]
"""A word, what it brings by itself, its families, what for each of these a family near before it brings, and what the
word just before it does."""


class Book(Protocol):
    """Where the numbers of clues are found."""

    @property
    def words(self) -> AbstractSet[str]:
        """Words that bring something."""

    def of(self, word: str) -> Word:
        """`word` with what it brings."""

    def number(self, name: str) -> int | None:
        """The number of the clue of this name."""


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand together: what they show, how many they are, and whether none is of any family."""

    clues: Shown = field(default=frozenset(), repr=False)
    size: int = 0
    plain: bool = True


def shown(words: Sequence[Word], book: Book) -> tuple[Shown, ...]:
    """What each stretch of two blocks shows; one stretch for a short text, none for an empty one."""
    return tuple([frozenset(chain(a.clues, b.clues, about(*both(a, b), book))) for a, b in stretches(words, book)])


def stretches(words: Sequence[Word], book: Book) -> Iterator[tuple[Block, Block]]:
    """The blocks of a text, each with the next; the only one with an empty one."""
    found = list(_blocks(words, book))
    return pairwise(found if len(found) != 1 else [*found, Block()])


def both(a: Block, b: Block) -> tuple[int, bool]:
    """The length of two blocks, by the lengths that are told apart, and whether no word in them is of any family."""
    return _LENGTHS[bisect_left(_LENGTHS, min(a.size + b.size, _LENGTHS[-1]))], a.plain and b.plain


def about(length: int, plain: bool, book: Book) -> list[int]:  # noqa: FBT001 - as `both` tells it
    """What a stretch shows beside the clues of its blocks."""
    names = (f"length:{length}", *((NO_FAMILY,) if plain else ()))
    return [number for number in map(book.number, names) if number is not None]


def _blocks(words: Sequence[Word], book: Book) -> Iterator[Block]:
    """The words, block by block. Written for speed: it is the inmost loop."""
    families = [word[2] for word in words]
    # Where the families of the word NEAR words back begin: those from there on, up to the word itself, are near.
    since = [*[0] * NEAR, *accumulate(map(len, families), initial=0)]
    named = [*chain.from_iterable(families)]
    each = zip(words, since, since[NEAR:], strict=False)
    before, stop = START, book.of(STOP)[-1]
    for at in range(0, len(words), BLOCK):
        size = min(BLOCK, len(words) - at)
        clues: list[int | None] = []
        for (word, brings, _, near, after), start, end in islice(each, BLOCK):
            clues += brings
            if after:
                clues.append(after(before))
            if near and start < end:
                earlier = named[start:end]
                for number in near:
                    clues += map(number, earlier)
            before = word
        if stop and at + size == len(words):
            clues.append(stop(before))
        found = set(clues)
        found.discard(None)
        yield Block(cast("set[int]", found), size, since[at + NEAR] == since[at + NEAR + size])
