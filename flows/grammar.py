"""The small language of patterns: what is listened for, as rows of places to be filled by words.

Rule: data only. A pattern has no loops and no memory, so that it can be matched in
one pass over any text.

    he {is} {hitting}|beat* {us}      a word, a family, one of several, a stem
    he ?{is} hitting                  a place that may stay empty
    .. ... .... and .....             up to two, four, six, nine words of any kind

A family is a list of words, in which other families may stand. A guard is a list of
patterns that undo others: by standing before them, or after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from sys import intern
from typing import Final

GAPS: Final = {"..": 2, "...": 4, "....": 6, ".....": 9}
"""How many words of any kind may stand in a gap."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a pattern: the words that fill it, or any word at all."""

    fits: frozenset[str]
    optional: bool = False
    anything: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """What undoes patterns: for `holds` words after it none begins, for `back` words before it none ends.

    Words of `through` do not count; a word of `lifted` ends it. With `over` it also undoes
    a pattern in whose midst it stands. All end with the sentence.
    """

    name: str
    holds: int
    back: int
    through: frozenset[str]
    lifted: frozenset[str]
    over: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is listened for. `family` is its name in the data: 'en/danger_now.killing', 'en/guard.past'.

    `ends` means that the sentence must end with it, `alone` that it is the whole sentence,
    and `all_of_it` that there is no other sentence.
    """

    family: str
    places: tuple[Place, ...]
    raises: str = ""
    guard: Guard | None = None
    unless: frozenset[str] = frozenset()
    ends: bool = False
    alone: bool = False
    all_of_it: bool = False

    @property
    def language(self) -> str:
        """The language that it is of."""
        return self.family.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its patterns, and what helps to read its words.

    `always` are the guards that undo any pattern; `evidence` are the families that weights are learned for.
    `written` is all of it by family, as in the file.
    """

    language: str
    patterns: tuple[Pattern, ...] = ()
    written: tuple[tuple[str, str], ...] = ()
    always: frozenset[str] = frozenset()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    misspelt: frozenset[str] = frozenset()
    real: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    solid: frozenset[str] = frozenset()
    evidence: Mapping[str, frozenset[str]] = field(default_factory=dict)


class GrammarFault(ValueError):
    """A pattern or a family that cannot be read; says which."""


def family(families: Mapping[str, str], name: str, within: tuple[str, ...] = ()) -> frozenset[str]:
    """All the words of a family. Raises GrammarFault when there is none, or it holds itself."""
    if name in within:
        raise GrammarFault(f"The family '{name}' holds itself.")
    if name not in families:
        raise GrammarFault(f"There is no family '{name}'.")
    found: set[str] = set()
    for word in families[name].split():
        found |= family(families, word[1:-1], (*within, name)) if word.startswith("{") else {intern(word)}
    return frozenset(found)


def rows(families: Mapping[str, str], text: str) -> tuple[tuple[Place, ...], ...]:
    """The places of a pattern, as rows that begin and end with a word: one for each way to leave its ends empty.

    Raises GrammarFault when the pattern cannot be read, or could match no word at all.
    """
    found = tuple(dict.fromkeys(_rows(tuple(_places(families, text)))))
    if not found or () in found:
        raise GrammarFault(f"'{text}' must hold a word that has to be there.")
    return found


def _rows(row: tuple[Place, ...]) -> Iterator[tuple[Place, ...]]:
    for edge, rest in ((0, row[1:]), (-1, row[:-1])):
        if row and row[edge].optional:
            yield from _rows(rest)
            if row[edge].anything:
                return
            said = replace(row[edge], optional=False)
            yield from _rows((said, *rest) if edge == 0 else (*rest, said))
            return
    yield row


def _places(families: Mapping[str, str], text: str) -> Iterator[Place]:
    for part in text.split():
        if part in GAPS:
            yield from [_place(frozenset(), optional=True, anything=True)] * GAPS[part]
            continue
        bare = part.removeprefix("?")
        words: set[str] = set()
        for one in bare.split("|"):
            words |= family(families, one[1:-1]) if one.startswith("{") else {one}
        yield _place(frozenset(words), optional=bare != part)


@lru_cache(maxsize=4096)  # many patterns share their places, and most of what is remembered of them is words
def _place(fits: frozenset[str], *, optional: bool, anything: bool = False) -> Place:
    return Place(fits, optional, anything)
