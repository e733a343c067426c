"""What each word brings as evidence: asked for clue by clue while weights are learned, or known before any text is.

Rule: nothing is added to what is known by a text: none takes longer because it is the first of its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from flows.clues import LEAST, STOP, Families, Number, Word

_STEM: Final = 5
_WORD, _STEMMED, _PAIR, _FAMILY, _NEAR = "word:", "stem:", "pair:", "family:", "near:"


@dataclass(frozen=True, slots=True)
class Asking:
    """Every clue there can be is asked for by its name."""

    families: Families
    number: Number

    @property
    def words(self) -> AbstractSet[str]:
        """The words of all families."""
        return self.families.words.keys()

    def of(self, word: str) -> Word:
        """`word`, what it brings, and ways to ask what comes of the families and the word before it."""
        names = self.families.of(word)
        stem = (f"{_STEMMED}{word[:_STEM]}",) if len(word) > _STEM else ()
        asked = map(self.number, (f"{_WORD}{word}", *stem, *(f"{_FAMILY}{name}" for name in names)))
        near = tuple(partial(self._two, _NEAR, name) for name in names)
        return word, _some(asked), names, near, partial(self._two, _PAIR, word)

    def _two(self, kind: str, later: str, earlier: str) -> int | None:
        return self.number(f"{kind}{earlier} {later}")


Opening = tuple[str, str, int | None]
"""A beginning of words, the family that it names or '', and the number that it brings."""


@dataclass(frozen=True, slots=True)
class Known:
    """The words that bring any clue that counts, ready made; for all others the beginnings that do, by how they begin.

    `near` tells of a family what it brings after another.
    """

    number: Number
    near: Mapping[str, Number] = field(repr=False)
    openings: Mapping[str, Sequence[Opening]] = field(repr=False)
    ready: Mapping[str, Word] = field(repr=False)

    @property
    def words(self) -> AbstractSet[str]:
        """The words that are ready made."""
        return self.ready.keys()

    def of(self, word: str) -> Word:
        """`word` with what it brings of all that counts."""
        ready = self.ready.get(word)
        if ready is not None:
            return ready
        brings, names = [], set()
        for beginning, name, number in self.openings.get(word[:LEAST], ()):
            if word.startswith(beginning) and (name or word != beginning):
                brings.append(number)
                names.add(name)
        if not brings:
            return word, (), (), (), None
        families = tuple(sorted(names - {""}))
        return word, _some(brings), families, _near(families, self.near), None


def known(families: Families, numbers: Mapping[str, int]) -> Known:
    """All that can be known of clues with these numbers."""
    near, after = _twos(_kind(_NEAR, numbers)), _twos(_kind(_PAIR, numbers))
    asking = Asking(families, numbers.get)
    ready: dict[str, Word] = {}
    # Words of one family bring the same: what is held once is nearer at hand.
    once: dict[tuple[object, ...], Any] = {}
    for word in (*families.words, *_kind(_WORD, numbers), *after, STOP):
        _, brings, names, *_ = asking.of(word)
        parts = [once.setdefault(part, part) for part in (brings, names, _near(names, near))]
        ready[word] = word, *parts, after.get(word)
    openings: defaultdict[str, list[Opening]] = defaultdict(list)
    for stem, number in _kind(_STEMMED, numbers).items():
        openings[stem[:LEAST]].append((stem, "", number))
    for opening, begun in families.begun.items():
        openings[opening] += [(beginning, name, numbers.get(f"{_FAMILY}{name}")) for beginning, name in begun]
    return Known(numbers.get, near, dict(openings), ready)


def _near(names: Iterable[str], near: Mapping[str, Number]) -> tuple[Number, ...]:
    return tuple([near[name] for name in names if name in near])


def _kind(kind: str, numbers: Mapping[str, int]) -> Mapping[str, int]:
    """The clues of one kind by what comes after it in their names."""
    return {name.removeprefix(kind): at for name, at in numbers.items() if name.startswith(kind)}


def _twos(clues: Mapping[str, int]) -> Mapping[str, Number]:
    """Clues that two words or families bring together: for the later, a way to ask by the earlier."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, at in clues.items():
        earlier, _, later = name.partition(" ")
        found[later][earlier] = at
    return {later: row.get for later, row in found.items()}


def _some(asked: Iterable[int | None]) -> tuple[int, ...]:
    return tuple([number for number in asked if number is not None])
