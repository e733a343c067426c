"""Patterns made ready to be sought: their places as numbers of sets of words, and by what they begin with.

Rule: made once, at load. Every pattern of every language is sought in every text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from flows.grammar import Pattern, Place
from flows.standing import Sets
from flows.undoing import Reach


@dataclass(frozen=True, slots=True)
class Line:
    """A pattern, with the number of the set that each place takes; `steps` are those after the first.

    A place that may stay empty is counted from behind. The first and the last are words, and no gaps.
    """

    first: int
    last: int
    steps: tuple[int, ...]
    pattern: Pattern = field(repr=False)


Lines = Mapping[int, tuple[Line, ...]]
"""Patterns by the number of the set that they begin with."""


@dataclass(frozen=True, slots=True)
class Sought:
    """All that is sought. `fillers` say nothing, like 'please': a whole sentence may begin and end with them."""

    patterns: Lines = field(repr=False)
    guards: Lines = field(repr=False)
    reaches: Mapping[str, Reach]
    fillers: int
    sets: Sets
    size: int


class _Numbers:
    """Sets of words as they get their numbers; the gap of each language has one as well."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._gaps = {language: at for at, language in enumerate(dict.fromkeys(languages))}
        self._sets: dict[AbstractSet[str], int] = {}

    def of(self, words: AbstractSet[str]) -> int:
        return self._sets.setdefault(frozenset(words), len(self._sets) + len(self._gaps))

    def place(self, place: Place, language: str) -> int:
        return self._gaps[language] if place.anything else self.of(place.fits)

    def sets(self, solid: Mapping[str, AbstractSet[str]]) -> Sets:
        gaps = {gap: self.of(solid.get(language, frozenset())) for language, gap in self._gaps.items()}
        found: defaultdict[str, list[int]] = defaultdict(list)
        for words, number in self._sets.items():
            for word in words:
                found[word].append(number)
        once: dict[tuple[int, ...], tuple[int, ...]] = {}
        of = {word: once.setdefault(tuple(numbers), tuple(numbers)) for word, numbers in found.items()}
        return Sets(of, gaps, len(gaps) + len(self._sets))


def sought(patterns: Sequence[Pattern], fillers: AbstractSet[str], solid: Mapping[str, AbstractSet[str]]) -> Sought:
    """`patterns` made ready. `solid` words, by language, stand in no gap of it."""
    numbers = _Numbers(pattern.language for pattern in patterns)
    placed = [[numbers.place(place, pattern.language) for place in pattern.places] for pattern in patterns]
    reaches = _reaches(patterns, numbers)
    filling = numbers.of(fillers)
    sets = numbers.sets(solid)
    lines = [_line(pattern, numbered, sets.size) for pattern, numbered in zip(patterns, placed, strict=True)]
    return Sought(
        patterns=_lines(line for line in lines if not line.pattern.guard),
        guards=_lines(line for line in lines if line.pattern.guard),
        reaches=reaches,
        fillers=filling,
        sets=sets,
        size=len(lines),
    )


def _line(pattern: Pattern, numbered: Sequence[int], size: int) -> Line:
    steps = [number - size * place.optional for number, place in zip(numbered, pattern.places, strict=True)]
    return Line(numbered[0], numbered[-1], tuple(steps[1:]), pattern)


def _lines(lines: Iterable[Line]) -> Lines:
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.first].append(line)
    return {first: tuple(alike) for first, alike in found.items()}


def _reaches(patterns: Iterable[Pattern], numbers: _Numbers) -> Mapping[str, Reach]:
    """Guards of one name look through the same words, and the same words lift them."""
    found: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for pattern in patterns:
        if pattern.guard:
            through, lifted = found[pattern.guard.name]
            through |= pattern.guard.through
            lifted |= pattern.guard.lifted
    return {name: Reach(numbers.of(through), numbers.of(lifted)) for name, (through, lifted) in found.items()}
