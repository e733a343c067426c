"""One text run over the automaton.

Rule: each word is one step. What undoes a pattern from before is known when the
pattern would begin; what undoes it from after is laid over its end at the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.automaton import FILLER, Automaton
from flows.grammar import Pattern

Row = Sequence[int | None]
"""A text as the bits that each of its words may set; None is the end of a sentence."""


def run(automaton: Automaton, row: Row) -> tuple[Pattern, ...]:
    """The patterns that the text fills and nothing undoes."""
    return tuple(_Run(automaton, len(row)).over(row))


class _Run:
    """What a text has filled, and what undoes it."""

    __slots__ = ("_automaton", "_begun", "_covered", "_ended", "_length", "_sentences", "_undone")

    def __init__(self, automaton: Automaton, length: int) -> None:
        self._automaton = automaton
        self._length = length
        self._undone: dict[int, bytearray] = {}
        self._ended: list[tuple[int, int]] = []
        self._begun = self._sentences = 0
        self._covered: dict[str, list[Pattern]] = {}

    def over(self, row: Row) -> Iterator[Pattern]:
        """Every pattern heard in `row`."""
        self._read(row)
        heard = 0
        for at, bits in self._ended:
            undone = sum(guard for guard, where in self._undone.items() if where[at])
            heard |= bits & self._automaton.undoing.allowed(undone)
        yield from self._automaton.patterns(heard)
        for sentences in self._covered.values():
            if len(sentences) == self._sentences:
                yield from sentences

    def _read(self, row: Row) -> None:
        """Take each word into every pattern. Written for speed: each line is a sum over all of them at once.

        `state` is the places that are filled, `held` the guards that hold, `over` what ended with the last word that
        says something.
        """
        auto, guards = self._automaton, self._automaton.undoing
        skips, last, before, block = auto.skips, auto.last, auto.before, auto.block
        moves, lows, usual = guards.moves, guards.lows, guards.opened(0, False)  # noqa: FBT003 - nearly always
        state, held, over, first = 0, 0, 0, True
        for at, mask in enumerate((*row, None)):
            if mask is None:
                self._close(at, over, empty=first)
                state, held, over, first = 0, 0, 0, True
                continue
            active = 0
            if held:
                through, left = guards.moved(mask & moves)
                active = held & left & lows
                held = (held & through) | ((held & left & ~through & ~lows) >> 1)
            begun = (guards.opened(active, first) if active or first else usual) & mask
            state = (state << 1 & mask) | begun
            if state & skips:
                full = state | last
                state |= block ^ (block & ((full - before) ^ full))
            if ended := state & auto.accepts:
                holds, left = self._end(at, ended)
                held |= holds
                state ^= ended
                if left != -1:
                    state &= left
            if not mask & FILLER:
                over, first = ended & auto.late, False
            elif ended:
                over |= ended & auto.late

    def _end(self, at: int, ended: int) -> tuple[int, int]:
        """Patterns that end with this word: guards undo, and the rest is heard unless one undoes it yet.

        The guards that hold from here, and the places that they leave alone.
        """
        auto, holds, left = self._automaton, 0, -1
        if guards := ended & auto.undoing.ends:
            holds, left, backs = auto.undoing.done(guards)
            if self._ended:
                for guard, back in backs:
                    self._undo(at, guard, back)
        if said := ended & auto.said:
            self._ended.append((at, said))
        return holds, left

    def _undo(self, at: int, guard: int, back: int) -> None:
        """No pattern ends in the `back` words before this one; told only where one has."""
        start = max(self._begun, at - back)
        if self._ended[-1][0] >= start:
            where = self._undone.setdefault(guard, bytearray(self._length))
            where[start:at] = b"\x01" * (at - start)

    def _close(self, at: int, over: int, *, empty: bool) -> None:
        """The sentence is over: what had to be all of it, was or was not. Nothing reaches over its edge."""
        if not empty:
            self._sentences += 1
        covered = {}
        for pattern in self._automaton.patterns(over):
            if pattern.all_of_it:
                covered[pattern.raises] = pattern
            else:
                self._ended.append((at - 1, over & self._automaton.late))
        for raises, pattern in covered.items():
            self._covered.setdefault(raises, []).append(pattern)
        self._begun = at + 1
