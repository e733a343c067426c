"""Weights on clues: how much each speaks for a trigger, learned from labelled messages.

Rule: a sum and no more. Each stretch of a text is weighed once for all triggers
together, and a trigger is heard when one stretch reaches its mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.book import known
from flows.clues import Book, Families, Word, about, both, stretches

PLACES: Final = 100
"""Weights are kept to hundredths, as whole numbers, so that every machine adds them up alike."""
MOST: Final = 100 * PLACES
"""No weight is as large as this."""
_LANE: Final = 32
_MASK: Final = (1 << _LANE) - 1
_TOP: Final = 1 << (_LANE - 1)
"""The bit of a lane that stands when what is in the lane is not below it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One trigger: the score that every text starts with, and the score at which the trigger is heard."""

    trigger: str
    bias: int
    heard_from: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a text set off, and the work that it took."""

    triggers: frozenset[str] = frozenset()
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Families, marks and weights.

    `about` is when and from what they were learned, and how well they did; `digest` is of every weight and mark.

    The weights of one clue for all triggers stand side by side in one whole number: one addition
    adds them all. With `_heard` added to them no lane is negative, and the top bit of a lane, in `_tops`, tells
    whether its trigger is heard.
    """

    families: Families = field(default_factory=Families, repr=False)
    marks: tuple[Mark, ...] = ()
    about: str = ""
    digest: str = ""
    book: Book = field(default_factory=lambda: known(Families(), {}), repr=False, compare=False)
    _packed: tuple[int, ...] = field(default=(), repr=False)
    _heard: int = field(default=0, repr=False)
    _tops: int = field(default=0, repr=False)

    def read(self, words: Iterable[str]) -> list[Word]:
        """`words` with what each brings, as they are weighed."""
        return [self.book.of(word) for word in words]

    def weigh(self, words: Sequence[Word]) -> Weighed:
        """The triggers that `words` speak for. Linear in their number."""
        if not self.marks:
            return Weighed()
        heard: set[str] = set()
        steps = len(words)
        for size, reached in self._reached(words):
            steps += size
            if reached & self._tops:
                heard.update(
                    mark.trigger for mark, lane in zip(self.marks, self._lanes(reached), strict=True) if lane >= _TOP
                )
        return Weighed(frozenset(heard), steps)

    def scores(self, words: Sequence[Word]) -> dict[str, int]:
        """The best score of any stretch for each trigger, in hundredths."""
        best: dict[str, int] = {}
        for _, reached in self._reached(words):
            for mark, lane in zip(self.marks, self._lanes(reached), strict=True):
                score = lane - _TOP + mark.heard_from
                best[mark.trigger] = max(score, best.get(mark.trigger, score))
        return best

    def _reached(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """For each stretch how many clues its blocks show, and the sums of its weights with `_heard` added."""
        weight = self._packed.__getitem__
        of_a: int | None = None
        beside: dict[tuple[int, bool], int] = {}
        for a, b in stretches(words, self.book):
            if of_a is None:
                of_a = sum(map(weight, a.clues))
            fresh = b.clues - a.clues
            # Whatever is fewer is added up: what two blocks both show, or what only one of them does.
            if 2 * len(fresh) > len(b.clues):
                of_b = sum(map(weight, b.clues))
                of_both = of_a + of_b - sum(map(weight, a.clues & b.clues))
            else:
                of_both = of_a + sum(map(weight, fresh))
                of_b = of_both - sum(map(weight, a.clues - b.clues))
            length = both(a, b)
            if length not in beside:
                beside[length] = sum(map(weight, about(*length, self.book)), self._heard)
            yield len(a.clues) + len(b.clues), of_both + beside[length]
            of_a = of_b

    def _lanes(self, packed: int) -> list[int]:
        return [(packed >> (_LANE * lane)) & _MASK for lane in range(len(self.marks))]


def _side_by_side(lanes: Iterable[int]) -> int:
    return sum(lane << (_LANE * at) for at, lane in enumerate(lanes))


def evidence(
    families: Families, marks: Sequence[Mark], weights: Mapping[str, Mapping[str, int]], about: str = ""
) -> Evidence:
    """Evidence from the weights of each trigger by the names of clues, in hundredths."""
    names = sorted({name for clues in weights.values() for name in clues})
    packed = tuple(_side_by_side(weights.get(mark.trigger, {}).get(name, 0) for mark in marks) for name in names)
    heard = _side_by_side(_TOP + mark.bias - mark.heard_from for mark in marks)
    told = repr((marks, sorted((trigger, sorted(clues.items())) for trigger, clues in weights.items())))
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    numbers = {name: at for at, name in enumerate(names)}
    tops = _side_by_side([_TOP] * len(marks))
    return Evidence(families, tuple(marks), about, digest, known(families, numbers), packed, heard, tops)
