"""What a text shows: its words, the families they are of, and which family stands near before which.

Rule: weights are learned from these clues and laid on the same ones; there is one
way to find them. It is one pass, and what a word may bring is bounded.

A clue has a name: 'word:help', 'stem:hitti', 'pair:he is', 'family:blade',
'near:he hurting', 'length:3', and 'family:none' where no word is of any.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, pairwise
from typing import Final, cast

NEAR: Final = 4
"""How many words back another still stands near."""
BLOCK: Final = 15
"""Words to a block. Two neighbouring blocks are weighed together, so that one line of a long story counts alone."""
NO_FAMILY: Final = "family:none"
START, STOP = "^", "$"
_STEM: Final = 5
_PAIR: Final = "pair:"
_NEAR: Final = "near:"
_BEGINNING: Final = range(3, 10)
_LENGTHS: Final = (1, 2, 3, 6, 12)

Number = Callable[[str], int | None]
"""The number of a clue by its name; None for one that is not counted."""
Shown = frozenset[int]
"""The numbers of the clues in one stretch of text."""


@dataclass(frozen=True, slots=True)
class Families:
    """The families that a word is of: those that name it, or a beginning of it. `opens` is how beginnings begin."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    beginnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opens: frozenset[str] = frozenset()

    def of(self, word: str) -> tuple[str, ...]:
        """The names of the families of `word`, in order."""
        whole = self.words.get(word, ())
        if word[: _BEGINNING[0]] not in self.opens:
            return whole
        found = list(whole)
        for size in _BEGINNING:
            if size > len(word):
                break
            found += self.beginnings.get(word[:size], ())
        return tuple(sorted(set(found)))


def families(told: Iterable[tuple[str, Iterable[str]]]) -> Families:
    """Families from names and words; a word with '*' behind it is a beginning. A name may come more than once."""
    whole: dict[str, dict[str, None]] = {}
    begun: dict[str, dict[str, None]] = {}
    for name, words in told:
        for word in words:
            (begun if word.endswith("*") else whole).setdefault(word.rstrip("*"), {})[name] = None
    return Families(
        {word: tuple(sorted(names)) for word, names in whole.items()},
        {word: tuple(sorted(names)) for word, names in begun.items()},
        frozenset(word[: _BEGINNING[0]] for word in begun),
    )


@dataclass(slots=True)
class _Block:
    """Words that stand together: what they show, how many they are, and whether none is of any family."""

    clues: frozenset[int] = frozenset()
    size: int = 0
    plain: bool = True


Word = tuple[tuple[int, ...], tuple[str, ...], tuple[Number, ...]]
"""What a word brings by itself, its families, and for each of these what a family near before it brings."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before any text is read: words of our own data, and the pairs and families that count together.

    Nothing is added to it by a text: none takes longer because it is the first of its kind.
    """

    ready: dict[str, Word] = field(default_factory=dict, repr=False)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict, repr=False)
    near: Mapping[str, Number] = field(default_factory=dict, repr=False)


def known(families: Families, numbers: Mapping[str, int]) -> Known:
    """All that can be known of clues with these numbers."""
    near: dict[str, dict[str, int]] = {}
    for (earlier, later), at in _twos(_NEAR, numbers):
        near.setdefault(later, {})[earlier] = at
    made = Known(pairs=dict(_twos(_PAIR, numbers)), near={later: row.get for later, row in near.items()})
    reader = _Reader(families, numbers.get, made)
    made.ready.update({word: reader.of_word(word) for word in families.words})
    return made


def _twos(kind: str, numbers: Mapping[str, int]) -> Iterator[tuple[tuple[str, str], int]]:
    """The clues of a kind that two words or families bring together, by the two."""
    for name, at in numbers.items():
        if name.startswith(kind):
            first, _, second = name.removeprefix(kind).partition(" ")
            yield (first, second), at


def shown(words: Sequence[str], families: Families, number: Number, known: Known | None = None) -> tuple[Shown, ...]:
    """What each stretch of two blocks shows; one stretch for a short text, none for an empty one.

    `known` is what is known beforehand of clues with the same numbers.
    """
    blocks = _Reader(families, number, known).blocks(words)
    if len(blocks) == 1:
        blocks.append(_Block())
    return tuple(_stretch(a, b, number) for a, b in pairwise(blocks))


def _stretch(a: _Block, b: _Block, number: Number) -> Shown:
    length = next((longest for longest in _LENGTHS if a.size + b.size <= longest), _LENGTHS[-1] + 1)
    names = (f"length:{length}", *((NO_FAMILY,) if a.plain and b.plain else ()))
    return a.clues.union(b.clues, [found for name in names if (found := number(name)) is not None])


class _Reader:
    """One text being read. What a word brings is worked out once a text, and forgotten with it."""

    def __init__(self, families: Families, number: Number, known: Known | None) -> None:
        self._families = families
        self._number = number
        self._known = known
        self._own: dict[str, Word] = {}

    def blocks(self, words: Sequence[str]) -> list[_Block]:
        """The words, block by block."""
        found: list[_Block] = []
        recent: deque[tuple[str, ...]] = deque(maxlen=NEAR)
        pairs = self._pairs(words)
        before = START
        for at in range(0, len(words), BLOCK):
            part = words[at : at + BLOCK]
            found.append(self._read(before, part, recent, pairs))
            before = part[-1]
        last = pairs.get((before, STOP))
        if found and last is not None:
            found[-1].clues |= {last}
        return found

    def _pairs(self, words: Sequence[str]) -> Mapping[tuple[str, str], int | None]:
        """The number of each two words side by side: those that are known beforehand, or each as it is asked."""
        if self._known is not None:
            return self._known.pairs
        return {(a, b): self._number(f"{_PAIR}{a} {b}") for a, b in pairwise((START, *words, STOP))}

    def _read(
        self,
        before: str,
        words: Sequence[str],
        recent: deque[tuple[str, ...]],
        pairs: Mapping[tuple[str, str], int | None],
    ) -> _Block:
        """What the words of one block bring. Written for speed: it is the inmost loop."""
        ready, own = self._known.ready if self._known else self._own, self._own
        clues: list[int | None] = []
        plain = True
        for word in words:
            brings, families, after = ready.get(word) or own.get(word) or self.of_word(word)
            clues += brings
            clues.append(pairs.get((before, word)))
            if families:
                plain = False
                near = [*chain.from_iterable(recent)]
                for number in after:
                    clues += map(number, near)
            recent.append(families)
            before = word
        found = set(clues)
        found.discard(None)
        return _Block(frozenset(cast("set[int]", found)), len(words), plain)

    def of_word(self, word: str) -> Word:
        """What `word` brings."""
        names = self._families.of(word)
        stem = (f"stem:{word[:_STEM]}",) if len(word) > _STEM else ()
        asked = map(self._number, (f"word:{word}", *stem, *(f"family:{name}" for name in names)))
        made = tuple([number for number in asked if number is not None]), names, self._after(names)
        self._own[word] = made
        return made

    def _after(self, names: tuple[str, ...]) -> tuple[Number, ...]:
        if self._known is None:
            return tuple(partial(self._near, name) for name in names)
        return tuple(self._known.near[name] for name in names if name in self._known.near)

    def _near(self, later: str, earlier: str) -> int | None:
        return self._number(f"{_NEAR}{earlier} {later}")
