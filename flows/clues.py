"""What a text shows: its words, the families they are of, and which family stands near before which.

Rule: weights are learned from these clues and laid on the same ones; there is one
way to find them. It is one pass, and what a word may bring is bounded.

A clue has a name: 'word:help', 'stem:hitti', 'pair:he is', 'family:blade',
'near:he hurting', 'length:3', and 'family:none' where no word is of any.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

NEAR: Final = 4
"""How many words back another still stands near."""
BLOCK: Final = 15
"""Words to a block. Two neighbouring blocks are weighed together, so that one line of a long story counts alone."""
NO_FAMILY: Final = "family:none"
START, STOP = "^", "$"
_STEM: Final = 5
_PAIR: Final = "pair:"
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


@dataclass(frozen=True, slots=True)
class Kinds:
    """What families bring to one another, worked out when two first meet and kept. It holds no word of any text.

    `ready` is what words of our own data bring, and `pairs` the number of each two that count
    side by side, worked out beforehand; None where that is still to be asked of each two.
    """

    numbers: dict[tuple[str, ...], int] = field(default_factory=lambda: {(): 0})
    names: list[tuple[str, ...]] = field(default_factory=lambda: [()])
    near: defaultdict[int, dict[int, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    ready: dict[str, tuple[tuple[int, ...], int]] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] | None = None

    def of(self, names: tuple[str, ...]) -> int:
        """The number of the kind of word that is of just these families; 0 for none."""
        kind = self.numbers.setdefault(names, len(self.numbers))
        if kind == len(self.names):
            self.names.append(names)
        return kind


def kinds(known: Families, numbers: Mapping[str, int]) -> Kinds:
    """Kinds with every word of the families ready, and every pair that has a number."""
    pairs = ((name.removeprefix(_PAIR).partition(" "), at) for name, at in numbers.items() if name.startswith(_PAIR))
    made = Kinds(pairs={(before, word): at for (before, _, word), at in pairs})
    reader = _Reader(known, numbers.get, made)
    made.ready.update({word: reader.of_word(word) for word in known.words})
    return made


def shown(words: Sequence[str], known: Families, number: Number, kinds: Kinds | None = None) -> tuple[Shown, ...]:
    """What each stretch of two blocks shows; one stretch for a short text, none for an empty one.

    `kinds` may be kept for the next text with the same numbers.
    """
    blocks = _Reader(known, number, kinds or Kinds()).blocks(words)
    if len(blocks) == 1:
        blocks.append(_Block())
    return tuple(_stretch(a, b, number) for a, b in pairwise(blocks))


def _stretch(a: _Block, b: _Block, number: Number) -> Shown:
    length = next((longest for longest in _LENGTHS if a.size + b.size <= longest), _LENGTHS[-1] + 1)
    names = (f"length:{length}", *((NO_FAMILY,) if a.plain and b.plain else ()))
    return a.clues.union(b.clues, [found for name in names if (found := number(name)) is not None])


class _Reader:
    """One text being read. What a word or a pair brings is worked out once a text, and forgotten with it."""

    def __init__(self, known: Families, number: Number, kinds: Kinds) -> None:
        self._known = known
        self._number = number
        self._kinds = kinds
        self._own: dict[str, tuple[tuple[int, ...], int]] = {}

    def blocks(self, words: Sequence[str]) -> list[_Block]:
        """The words, block by block."""
        found: list[_Block] = []
        recent: deque[int] = deque(maxlen=NEAR)
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
        if self._kinds.pairs is not None:
            return self._kinds.pairs
        return {(a, b): self._number(f"{_PAIR}{a} {b}") for a, b in pairwise((START, *words, STOP))}

    def _read(
        self,
        before: str,
        words: Sequence[str],
        recent: deque[int],
        pairs: Mapping[tuple[str, str], int | None],
    ) -> _Block:
        """What the words of one block bring. Written for speed: it is the inmost loop."""
        ready, own, near = self._kinds.ready, self._own, self._kinds.near
        clues: list[int] = []
        plain = True
        for word in words:
            brings, kind = ready.get(word) or own.get(word) or self.of_word(word)
            clues += brings
            pair = pairs.get((before, word))
            if pair is not None:
                clues.append(pair)
            if kind:
                plain = False
                close = near[kind]
                for earlier in recent:
                    if earlier:
                        both = close.get(earlier)
                        clues += self._of_kinds(earlier, kind) if both is None else both
            recent.append(kind)
            before = word
        return _Block(frozenset(clues), len(words), plain)

    def of_word(self, word: str) -> tuple[tuple[int, ...], int]:
        """The clues that `word` brings by itself, and its kind."""
        names = self._known.of(word)
        stem = (f"stem:{word[:_STEM]}",) if len(word) > _STEM else ()
        made = self._numbers((f"word:{word}", *stem, *(f"family:{name}" for name in names))), self._kinds.of(names)
        self._own[word] = made
        return made

    def _of_kinds(self, earlier: int, later: int) -> tuple[int, ...]:
        first, second = self._kinds.names[earlier], self._kinds.names[later]
        self._kinds.near[later][earlier] = made = self._numbers(f"near:{a} {b}" for a in first for b in second)
        return made

    def _numbers(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple([number for number in map(self._number, names) if number is not None])
