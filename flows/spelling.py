"""What a word may be meant for: text-speak, leetspeak, run together, spelt by ear.

Rule: a short word and a real word are taken as they stand; only a long word that
means nothing may be taken for one that is listened for, one slip away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

LEAST: Final = 5
"""Letters in a word before a slip in it is allowed."""
LONGEST: Final = 24
"""Letters in a word after which nobody looks for slips."""
REPAIRS: Final = 150
"""Different words of one text that are looked at for slips: more than a long story has, and a bound on the work."""
_BY_EAR: Final = 7
_GLUED: Final = range(6, 41)
_PIECES: Final = range(2, 13)
_BEGUN: Final = 3
_STEM: Final = 2
_LEET: Final = (str.maketrans("0134578", "oieastb"), str.maketrans("0134578", "oleastb"))
_DRAWN_OUT: Final = re.compile(r"(.)\1\1+")
_TWICE: Final = re.compile(r"(.)(?=\1)")
_SOUNDS: Final = str.maketrans("cqz", "kks", "aeiouy")

Readings = tuple[str, ...]
"""The known words that one word may be, with '*' at its end when it is a stem."""


@dataclass(slots=True)
class Tally:
    """How often an index was asked, so that a test can tell that the work is bounded."""

    looks: int = 0
    repairs: int = 0


@dataclass(frozen=True, slots=True)
class Speller:
    """Finds the words that are listened for in what was typed.

    `known` are they; `spellings` maps what is typed to the words meant ('gonna' to
    'going to'); `misspelt` are those in which a slip is looked for, and `real` are words of
    the language that only look like one of them.
    """

    known: frozenset[str]
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    misspelt: frozenset[str] = frozenset()
    real: frozenset[str] = frozenset()
    _stems: Mapping[str, Readings] = field(init=False, repr=False)
    _halves: Mapping[int, Mapping[str, Readings]] = field(init=False, repr=False)
    _bones: Mapping[str, Readings] = field(init=False, repr=False)
    _by_ear: frozenset[str] = field(init=False, repr=False)
    _starred: Mapping[str, Readings] = field(init=False, repr=False)
    _whole: Mapping[str, tuple[Readings, ...]] = field(init=False, repr=False)
    _sizes: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        every = sorted(word for word in self.known | self.spellings.keys() if word.isalpha())
        long = sorted(word for word in self.misspelt if len(word) >= LEAST and word.isalpha())
        made = {
            "_stems": _index((word[:_STEM], word[:-1]) for word in sorted(self.known) if word.endswith("*")),
            "_halves": {size: _index(_halved(long, size)) for size in range(LEAST, LONGEST + 2)},
            "_bones": _index((bones(word), word) for word in long if len(word) >= _BY_EAR),
            "_by_ear": frozenset(_frame(word) for word in long if len(word) >= _BY_EAR),
            "_sizes": _sizes(word for word in every if len(word) in _PIECES),
            "_starred": _index((_ends(word), word) for word in every),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)
        # What is listened for is typed more often than anything else, so what it may be meant for is found once.
        whole = {word: self._as_it_stands(word) for word in self.known | self.spellings.keys()}
        object.__setattr__(self, "_whole", whole)

    @property
    def whole(self) -> AbstractSet[str]:
        """The words that are known as they stand."""
        return self._whole.keys()

    def meant(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """The words in a row that `typed` is taken for, each with its readings; none for a word that is not known."""
        if typed.isalnum():
            return self._said(typed, tally)
        if "*" in typed:
            return self._hidden(typed.replace("'", ""), tally)
        return self._shortened(typed, tally)

    def _shortened(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """A word with an apostrophe: 'he'll' is not 'hell', and 'dad's' is 'dad is'."""
        if typed in self.spellings:
            return self._whole[typed]
        bare = typed.replace("'", "")
        if typed.endswith("'s") and not self._exact(bare):
            return (*self._said(typed[:-2].replace("'", ""), tally), *self._exact("s"))
        return self._said(bare, tally)

    def _said(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        tally.looks += 1
        whole = self._whole.get(typed)
        if whole is not None:
            return whole
        if stems := self._begun(typed):
            return self._stemmed(typed, (stems,), tally)
        for tried in _undone(typed):
            if exact := self._exact(tried):
                return exact if tried in self._whole else self._stemmed(tried, exact, tally)
        tally.repairs += 1
        if tally.repairs > REPAIRS or typed in self.real or len(typed) > _GLUED[-1] or not typed.isalpha():
            return ()
        meant = f"{typed}g" if typed.endswith("in") else typed
        slipped = self._slipped(meant, tally) if LEAST <= len(typed) <= LONGEST else ()
        return (slipped,) if slipped else self._parted(typed, tally)

    def _stemmed(self, typed: str, stems: tuple[Readings, ...], tally: Tally) -> tuple[Readings, ...]:
        """A word that only begins like a known one: it may be a slip of another as well."""
        slipped = self._slipped(typed, tally) if typed.isalpha() and LEAST <= len(typed) <= LONGEST else ()
        return ((*stems[0], *slipped),)

    def _exact(self, typed: str) -> tuple[Readings, ...]:
        whole = self._whole.get(typed)
        if whole is not None:
            return whole
        begun = self._begun(typed)
        return (begun,) if begun else ()

    def _as_it_stands(self, known: str) -> tuple[Readings, ...]:
        """What is meant by a word that is listened for, or that stands for others."""
        return tuple([self._readings(word) or (word,) for word in self.spellings.get(known, (known,))])

    def _readings(self, word: str) -> Readings:
        begun = self._begun(word)
        return (word, *begun) if word in self.known else begun

    def _begun(self, word: str) -> Readings:
        stems = self._stems.get(word[:_STEM])
        return tuple([f"{stem}*" for stem in stems if word.startswith(stem)]) if stems else ()

    def _slipped(self, typed: str, tally: Tally) -> Readings:
        """Known words with the same first letter and one slip, or with the same consonants."""
        known = self._halves[len(typed)]
        alike = [word for half in _halves(typed, len(typed)) for word in known.get(half, ())]
        tally.looks += 2 + len(alike)
        near = [word for word in alike if one_slip(typed, word)]
        if not near and _frame(typed) in self._by_ear:
            near += (word for word in self._bones.get(bones(typed), ()) if _by_ear(typed, word))
        if not near:
            return ()
        rows = (self._exact(word) for word in dict.fromkeys(near))
        return tuple(reading for row in rows if len(row) == 1 for reading in row[0])

    def _parted(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """Words run together, the longest first; none when a letter is left over."""
        found: list[Readings] = []
        at = 0 if len(typed) in _GLUED else len(typed)
        while at < len(typed):
            piece = self._longest(typed, at, tally)
            if not piece:
                return ()
            found += self._whole[piece]
            at += len(piece)
        return tuple(found)

    def _longest(self, typed: str, at: int, tally: Tally) -> str:
        """The longest known word that stands in `typed` from `at`; empty when there is none."""
        for begun in (typed[at : at + _BEGUN], typed[at : at + 2]):
            for size in self._sizes.get(begun, ()):
                tally.looks += 1
                piece = typed[at : at + size]
                if piece in self._whole:
                    return piece
        return ""

    def _hidden(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """A word with letters starred out: 'k*ll'."""
        if len(typed) > LONGEST:
            return ()
        words = self._starred.get(_ends(typed), ())
        tally.looks += len(words)
        begins, *midst, ends = typed.split("*")
        for word in words:
            if word.startswith(begins) and word.endswith(ends) and (not midst or _fits(typed, word)):
                return self._exact(word)
        return ()


def _fits(starred: str, word: str) -> bool:
    return all(a in {"*", b} for a, b in zip(starred, word, strict=True))


def bones(word: str) -> str:
    """The consonants of `word` by their sound, none twice in a row: what is left when it is spelt by ear."""
    heard = word.replace("ph", "f").replace("gh", "")[1:].translate(_SOUNDS)
    return word[:1] + _TWICE.sub("", heard)


def one_slip(typed: str, word: str) -> bool:
    """Whether one letter too many, too few or wrong, or two that changed places, part `typed` from `word`."""
    least = min(len(typed), len(word))
    at = 0
    while at < least and typed[at] == word[at]:
        at += 1
    if at == 0 or typed == word:
        return False
    longer = len(typed) - len(word)
    if longer:
        return abs(longer) == 1 and typed[at + (longer > 0) :] == word[at + (longer < 0) :]
    if typed[at + 1 :] == word[at + 1 :]:
        return True
    return typed[at : at + 2] == word[at + 1 : at - 1 : -1] and typed[at + 2 :] == word[at + 2 :]


def _by_ear(typed: str, word: str) -> bool:
    """Whether two words of the same consonants differ in no more than two places."""
    return len(typed) == len(word) and sum(a != b for a, b in zip(typed, word, strict=True)) <= 2  # noqa: PLR2004 two


def _undone(typed: str) -> Iterator[str]:
    """`typed` without digits for letters and without letters drawn out."""
    if typed.endswith("in") and len(typed) >= LEAST:
        yield f"{typed}g"  # hittin
    if not typed.isalpha() and not typed.isdigit():
        for leet in _LEET:
            yield typed.translate(leet)
    if _DRAWN_OUT.search(typed):
        yield _at_most(2, typed)
        yield _at_most(1, typed)
        yield _TWICE.sub("", typed)


def _at_most(times: int, typed: str) -> str:
    """`typed` with no letter that is drawn out more than so many times in a row."""
    kept, at = "", 0
    for run in _DRAWN_OUT.finditer(typed):
        kept += typed[at : run.start() + times]
        at = run.end()
    return kept + typed[at:]


def _halves(word: str, size: int) -> tuple[str, str]:
    """How a word begins and how it ends: one slip in a word of `size` letters leaves one of the two as it was.

    The first letter stands in both. After a slip in the first half, even of two letters that changed places, the end
    is the same from the second letter after the half on.
    """
    half = size // 2
    return word[:half], f"{word[0]}-{word[half + 1 - size :]}"


def _halved(words: Iterable[str], size: int) -> Iterator[tuple[str, str]]:
    """The halves of those words that may be one slip from a word of `size` letters, each with its word."""
    return ((half, word) for word in words if abs(len(word) - size) <= 1 for half in _halves(word, size))


def _ends(word: str) -> str:
    """The first letter of a word, its length, and its last letter."""
    return f"{word[:1]}{len(word)}{word[-1:]}"


def _frame(word: str) -> str:
    """The first letter of a word and its length."""
    return f"{word[0]}{len(word)}"


def _sizes(words: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """How long words are that begin with these letters, the longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[:_BEGUN]].add(len(word))
    return {begun: tuple(sorted(sizes, reverse=True)) for begun, sizes in found.items()}


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Readings]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form, word in pairs:
        found[form].append(word)
    return {form: tuple(dict.fromkeys(words)) for form, words in found.items()}
