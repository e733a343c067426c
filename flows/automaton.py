"""Patterns made into one row of bits, and a text run over it: every word is looked at once.

Rule: the work is words times patterns and never more. There is no backtracking, so
no text, however made, is slow.

Each place of each pattern is one bit. It is set while the words up to now have
filled the pattern as far as that place (Navarro and Raffinot's extended shift-and).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from flows.grammar import Guard, Pattern

FILLER: Final = 1
"""The bit of a word that says nothing, like 'please': a whole sentence may begin and end with it."""


@dataclass(frozen=True, slots=True)
class Undoes:
    """A guard as bits: where its patterns end, the words it looks through, that lift it, the places it leaves alone."""

    guard: Guard
    number: int
    ends: int
    through: int
    lifted: int
    cuts: int = 0


@dataclass(frozen=True, slots=True)
class Automaton:
    """Every pattern as bits. `masks` says which bits a word may set, `anything` what any word may.

    `solid` words may set only some of those, for they stand in no gap of their own language.
    `undoing` is the guard that ends at a bit, `moving` the words that a guard's number looks through and is lifted by.
    """

    masks: Mapping[str, int]
    anything: int
    solid: Mapping[str, int]
    starts: Mapping[tuple[int, bool], int]
    begins: int
    before: int
    last: int
    block: int
    ends: Mapping[int, Pattern]
    accepts: int
    late: int
    said: int
    undoing: Mapping[int, Undoes]
    moving: Mapping[int, tuple[int, int]]
    guard_ends: int
    moves: int
    numbers: Mapping[str, int]
    _opened: dict[tuple[int, bool], int] = field(default_factory=dict, repr=False)
    _allowed: dict[int, int] = field(default_factory=dict, repr=False)

    def mask(self, readings: Iterable[str]) -> int:
        """The bits that a word with these readings may set."""
        bits, gaps = 0, self.anything
        for word in readings:
            bits |= self.masks.get(word, 0)
            gaps &= self.solid.get(word, gaps)
        return bits | gaps

    def opened(self, active: int, first: bool) -> int:  # noqa: FBT001 asked for every word
        """Where a pattern may begin while the guards in `active` hold; `first` while the sentence has said nothing."""
        key = (active, first)
        if key not in self._opened:
            fit = (
                bits for (unless, alone), bits in self.starts.items() if not unless & active and (first or not alone)
            )
            self._opened[key] = _all(fit)
        return self._opened[key]

    def allowed(self, undone: int) -> int:
        """The ends that stand although the guards in `undone` came after them."""
        if undone not in self._allowed:
            fit = (1 << bit for bit, p in self.ends.items() if not undone & self.numbered(p.unless))
            self._allowed[undone] = _all(fit)
        return self._allowed[undone]

    def numbered(self, unless: Iterable[str]) -> int:
        """The guards named in `unless`, as bits."""
        return _all(self.numbers[name] for name in unless if name in self.numbers)

    def patterns(self, bits: int) -> Iterator[Pattern]:
        """The patterns that end at these bits."""
        while bits:
            low = bits & -bits
            yield self.ends[low.bit_length() - 1]
            bits ^= low


def _all(bits: Iterable[int]) -> int:
    found = 0
    for bit in bits:
        found |= bit
    return found


@dataclass(slots=True)
class _Layout:
    """The bits while patterns are laid out one after another."""

    masks: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    starts: defaultdict[tuple[int, bool], int] = field(default_factory=lambda: defaultdict(int))
    ends: dict[int, Pattern] = field(default_factory=dict)
    guarded: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    anything: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    before: int = 0
    last: int = 0
    block: int = 0
    next: int = 1

    def flag(self, words: Iterable[str]) -> int:
        """One bit that is no place of a pattern, in the masks of `words`."""
        bit = 1 << self.next
        self.next += 1
        for word in words:
            self.masks[word] |= bit
        return bit

    def lay(self, pattern: Pattern, unless: int) -> None:
        """Give each place of `pattern` a bit."""
        self.starts[unless, pattern.alone] |= 1 << self.next
        for number, place in enumerate(pattern.places):
            bit = 1 << (self.next + number)
            for word in place.fits:
                self.masks[word] |= bit
            self.anything[pattern.language] |= bit if place.anything else 0
            self.block |= bit if place.optional else 0
            self._edges(pattern, number, bit)
        for name in pattern.unless:
            self.guarded[name] |= ((1 << len(pattern.places)) - 1) << self.next
        self.next += len(pattern.places)
        self.ends[self.next - 1] = pattern

    def _edges(self, pattern: Pattern, number: int, bit: int) -> None:
        if pattern.places[number].optional:
            if not pattern.places[number - 1].optional:
                self.before |= bit >> 1
            if not pattern.places[number + 1].optional:
                self.last |= bit


def build(patterns: Sequence[Pattern], fillers: AbstractSet[str], solid: Mapping[str, AbstractSet[str]]) -> Automaton:
    """The automaton of `patterns`. `fillers` say nothing; `solid` words, by language, stand in no gap of it."""
    names = sorted({p.guard.name for p in patterns if p.guard})
    numbers = {name: 1 << at for at, name in enumerate(names)}
    layout = _Layout()
    for word in fillers:
        layout.masks[word] |= FILLER
    flags = {g: (layout.flag(g.through), layout.flag(g.lifted)) for g in dict.fromkeys(p.guard for p in patterns) if g}
    for pattern in patterns:
        layout.lay(pattern, _all(numbers[name] for name in pattern.unless if name in numbers))
    ends: defaultdict[Guard, int] = defaultdict(int)
    for bit, pattern in layout.ends.items():
        if pattern.guard:
            ends[pattern.guard] |= 1 << bit
    anything = _all(layout.anything.values())
    every = (1 << layout.next) - 1
    late = _all(1 << bit for bit, pattern in layout.ends.items() if pattern.ends)
    guards = [
        Undoes(g, names.index(g.name), ends[g], *flags[g], cuts=every & ~layout.guarded[g.name] if g.over else 0)
        for g in flags
    ]
    return Automaton(
        masks=layout.masks,
        anything=anything,
        solid={word: _gaps(layout, solid, word) for words in solid.values() for word in words},
        starts=layout.starts,
        begins=_all(layout.starts.values()),
        before=layout.before,
        last=layout.last,
        block=layout.block,
        ends=layout.ends,
        accepts=_all(1 << bit for bit in layout.ends),
        late=late,
        said=_all(1 << bit for bit, pattern in layout.ends.items() if not pattern.ends and not pattern.guard),
        undoing={bit: undoes for undoes in guards for bit in layout.ends if undoes.ends >> bit & 1},
        moving={
            number: (
                _all(undoes.through for undoes in guards if undoes.number == number),
                _all(undoes.lifted for undoes in guards if undoes.number == number),
            )
            for number in range(len(names))
        },
        guard_ends=_all(ends.values()),
        moves=_all(through | lifted for through, lifted in flags.values()),
        numbers=numbers,
    )


def _gaps(layout: _Layout, solid: Mapping[str, AbstractSet[str]], word: str) -> int:
    """The gaps that `word` may stand in: those of the languages in which it is not solid."""
    return _all(bits for language, bits in layout.anything.items() if word not in solid.get(language, ()))
