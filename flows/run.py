"""One text run over the automaton.

Rule: each word is one step. What undoes a pattern from before is known when the
pattern would begin; what undoes it from after is laid over its end at the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.automaton import FILLER, Automaton, Undoes
from flows.grammar import Pattern

Row = Sequence[int | None]
"""A text as the bits that each of its words may set; None is the end of a sentence."""


def run(automaton: Automaton, row: Row) -> tuple[Pattern, ...]:
    """The patterns that the text fills and nothing undoes."""
    return tuple(_Run(automaton, len(row)).over(row))


class _Run:
    """How far every pattern has come, and what stands in the way of the next."""

    __slots__ = (
        "_automaton", "_begun", "_covered", "_ended", "_first", "_length", "_over", "_sentences", "_state", "_undone",
        "_until",
    )  # fmt: skip

    def __init__(self, automaton: Automaton, length: int) -> None:
        self._automaton = automaton
        self._length = length
        self._undone: dict[int, bytearray] = {}
        self._ended: list[tuple[int, int]] = []
        self._sentences = 0
        self._covered: dict[str, list[Pattern]] = {}
        self._begin(0)

    def _begin(self, at: int) -> None:
        """A new sentence: nothing reaches over its edge."""
        self._begun, self._first = at, True
        self._state = self._over = 0
        self._until: dict[int, int] = {}

    def over(self, row: Row) -> Iterator[Pattern]:
        """Every pattern heard in `row`."""
        for at, mask in enumerate(row):
            if mask is None:
                self._close(at)
            else:
                self._step(at, mask)
        self._close(self._length)
        heard = 0
        for at, bits in self._ended:
            undone = sum(1 << number for number, where in self._undone.items() if where[at])
            heard |= bits & self._automaton.allowed(undone)
        yield from self._automaton.patterns(heard)
        for sentences in self._covered.values():
            if len(sentences) == self._sentences:
                yield from sentences

    def _step(self, at: int, mask: int) -> None:
        """Take one word into every pattern. Written for speed: each line is a sum over all of them at once."""
        auto, active = self._automaton, 0
        if self._until:
            if mask & auto.moves:
                self._move(at, mask)
            active = self._active(at)
        state = self._state
        if state or mask & auto.begins:
            state = ((state << 1) | auto.opened(active, self._first)) & mask
            full = state | auto.last
            state |= auto.block ^ (auto.block & ((full - auto.before) ^ full))
        self._state = state
        over = 0
        if ended := state & auto.accepts:
            self._state ^= ended
            self._end(at, ended)
            over = ended & auto.late
        if not mask & FILLER:
            self._over, self._first = over, False
        elif over:
            self._over |= over

    def _end(self, at: int, ended: int) -> None:
        """Patterns that end with this word: guards undo, and the rest is heard unless one undoes it yet."""
        auto = self._automaton
        guards = ended & auto.guard_ends
        while guards:
            low = guards & -guards
            self._undo(at, auto.undoing[low.bit_length() - 1])
            guards ^= low
        if said := ended & auto.said:
            self._ended.append((at, said))

    def _active(self, at: int) -> int:
        """The guards that hold at this word, as bits."""
        active = 0
        for number, until in self._until.items():
            if until >= at:
                active |= 1 << number
        return active

    def _move(self, at: int, mask: int) -> None:
        """What a word does to the guards that hold: it lifts them, or does not count."""
        for number, until in tuple(self._until.items()):
            if until >= at:
                through, lifted = self._automaton.moving[number]
                if mask & lifted:
                    del self._until[number]
                elif mask & through:
                    self._until[number] += 1

    def _undo(self, at: int, undoes: Undoes) -> None:
        guard, number = undoes.guard, undoes.number
        if guard.holds:
            self._until[number] = max(self._until.get(number, -1), at + guard.holds)
        if undoes.cuts:
            self._state &= undoes.cuts
        if guard.back:
            start = max(self._begun, at - guard.back)
            where = self._undone.setdefault(number, bytearray(self._length))
            where[start:at] = b"\x01" * (at - start)

    def _close(self, at: int) -> None:
        """The sentence is over: what had to be all of it, was or was not."""
        if not self._first:
            self._sentences += 1
        covered = {}
        for pattern in self._automaton.patterns(self._over):
            if pattern.all_of_it:
                covered[pattern.raises] = pattern
            else:
                self._ended.append((at - 1, self._over & self._automaton.late))
        for raises, pattern in covered.items():
            self._covered.setdefault(raises, []).append(pattern)
        self._begin(at + 1)
