"""Typed words as they are taken: which sets of words each stands in, and what it brings as evidence.

Rule: what the words of our own data are taken for is worked out at load; any other word once a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from flows.clues import Book, Word
from flows.folding import END
from flows.spelling import Readings, Speller, Tally
from flows.standing import STOP, Sets

_NUMBER: Final = "####"
_LONG: Final = 4

Taken = tuple[tuple[tuple[int, ...], ...], tuple[Word, ...]]
"""The words that one typed word is taken for: the numbers of the sets that each stands in, and what each brings."""
_NOWHERE: Final = 1


@dataclass(slots=True)
class Row:
    """A text as it is read: each of its words and stops as a place in `sets`, and its words."""

    numbers: list[int] = field(default_factory=list, repr=False)
    sets: list[tuple[int, ...]] = field(default_factory=lambda: [(), ()], repr=False)
    words: list[Word] = field(default_factory=list, repr=False)
    _known: dict[int, int] = field(default_factory=dict, repr=False)

    def places(self, each: Sequence[tuple[int, ...]]) -> list[int]:
        """The places of words that stand in these sets; of one that stands in none, when there are not any."""
        if not each:
            return [_NOWHERE]
        found = []
        for sets in each:
            place = self._known.get(id(sets))
            if place is None:
                place = self._known[id(sets)] = len(self.sets)
                self.sets.append(sets)
            found.append(place)
        return found


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads words. `ready` holds what needs no reading, `known` what a word with these readings is taken for."""

    _speller: Speller = field(repr=False)
    _sets: Sets = field(repr=False)
    _book: Book = field(repr=False)
    _ready: dict[str, Taken] = field(default_factory=dict, repr=False)
    _known: dict[Readings, tuple[tuple[int, ...], Word]] = field(default_factory=dict, repr=False)

    def row(self, typed: Iterable[str], tally: Tally) -> Row:
        """The words as they are meant. Each different word is read once."""
        row = Row()
        read: dict[str, tuple[list[int], Sequence[Word]]] = {END: ([STOP], ())}
        for word in typed:
            known = read.get(word)
            if known is None:
                taken = self._ready.get(word) or self._taken(word, self._speller.meant(word, tally))
                known = read[word] = row.places(taken[0]), taken[1]
            row.numbers += known[0]
            row.words += known[1]
        return row

    def _taken(self, typed: str, meant: Sequence[Readings]) -> Taken:
        if not meant:
            return (), (self._book.of(_whole((), typed)),)
        each = [self._known.get(readings) or self._one(typed, readings) for readings in meant]
        return tuple([sets for sets, _ in each]), tuple([word for _, word in each])

    def _one(self, typed: str, readings: Readings) -> tuple[tuple[int, ...], Word]:
        each = [self._sets.of.get(word, ()) for word in readings]
        sets = each[0] if len(each) == 1 else tuple(chain.from_iterable(each))
        return sets, self._book.of(_whole(readings, typed))

    def know(self, words: Iterable[str]) -> None:
        """Work out now what these words are taken for."""
        for typed in words:
            meant = self._speller.meant(typed, Tally())
            self._known.update((one, self._one(typed, one)) for one in meant if one[0] == typed)
            self._ready[typed] = self._taken(typed, meant)


def reader(speller: Speller, sets: Sets, book: Book) -> Reader:
    """A reader to whom the words of `speller` and of `book` are known."""
    made = Reader(speller, sets, book)
    made.know(speller.whole | book.words)
    return made


def _whole(readings: Readings, typed: str) -> str:
    """The word that is meant; as it was typed, when nothing more than its beginning is known. Numbers by length."""
    word = readings[0] if readings and readings[0][-1:] != "*" else typed.replace("'", "")
    return _NUMBER[: min(len(word), _LONG)] if word.isdigit() else word
