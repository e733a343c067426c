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
from flows.undoing import Row, Undoing, every, lanes, named, undoing

FILLER: Final = 1
"""The bit of a word that says nothing, like 'please': a whole sentence may begin and end with it."""


@dataclass(frozen=True, slots=True)
class Automaton:
    """Every pattern as bits. `masks` says which bits a word may set, `anything` what any word may.

    `solid` words may set only some of those, for they stand in no gap of their own language. From a place in `skips`
    what is optional may have to be passed over.
    """

    masks: Mapping[str, int]
    anything: int
    solid: Mapping[str, int]
    before: int
    last: int
    block: int
    skips: int
    ends: Mapping[int, Pattern]
    accepts: int
    late: int
    said: int
    undoing: Undoing

    def mask(self, readings: Iterable[str]) -> int:
        """The bits that a word with these readings may set."""
        bits, gaps = 0, self.anything
        for word in readings:
            bits |= self.masks.get(word, 0)
            if word in self.solid:
                gaps &= self.solid[word]
        return bits | gaps

    def patterns(self, bits: int) -> Iterator[Pattern]:
        """The patterns that end at these bits."""
        while bits:
            low = bits & -bits
            yield self.ends[low.bit_length() - 1]
            bits ^= low


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
    rows = lanes(p.guard for p in patterns if p.guard)
    numbers = {name: ones & -ones for name, ones in rows.items()}
    layout = _Layout()
    for word in fillers:
        layout.masks[word] |= FILLER
    flags = {g: (layout.flag(g.through), layout.flag(g.lifted)) for g in dict.fromkeys(p.guard for p in patterns) if g}
    # Numbers of low bits are short ones: what guards do, and what may be passed over, is asked of nearly every word.
    for pattern in sorted(patterns, key=lambda p: (p.guard is None, not any(place.optional for place in p.places))):
        layout.lay(pattern, named(numbers, pattern.unless))
    ends: defaultdict[Guard | None, int] = defaultdict(int)
    for bit, pattern in layout.ends.items():
        ends[pattern.guard] |= 1 << bit
    anything = every(layout.anything.values())
    guards = [Row(g, rows[g.name], ends[g], *flags[g], left=~layout.guarded[g.name] if g.over else -1) for g in flags]
    return Automaton(
        masks=layout.masks,
        anything=anything,
        solid={word: _gaps(layout, solid, word) for words in solid.values() for word in words},
        before=layout.before,
        last=layout.last,
        block=layout.block,
        skips=layout.before | _mixed(layout.block, layout.block & ~anything),
        ends=layout.ends,
        accepts=every(1 << bit for bit in layout.ends),
        late=every(1 << bit for bit, pattern in layout.ends.items() if pattern.ends),
        said=every(1 << bit for bit, pattern in layout.ends.items() if not pattern.ends and not pattern.guard),
        undoing=undoing(guards, layout.starts, layout.ends, numbers),
    )


def _mixed(block: int, words: int) -> int:
    """The stretches of optional places in which one of `words` stands.

    In one of gaps alone nothing is passed over but from before it: what it let in still fills it to its end.
    """
    found = 0
    while found != words:
        found, words = words, words | ((words << 1 | words >> 1) & block)
    return found


def _gaps(layout: _Layout, solid: Mapping[str, AbstractSet[str]], word: str) -> int:
    """The gaps that `word` may stand in: those of the languages in which it is not solid."""
    return every(bits for language, bits in layout.anything.items() if word not in solid.get(language, ()))
