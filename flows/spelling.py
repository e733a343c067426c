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
from itertools import groupby
from typing import Final

LEAST: Final = 5
"""Letters in a word before a slip in it is allowed."""
LONGEST: Final = 24
"""Letters in a word after which nobody looks for slips."""
REPAIRS: Final = 150
"""Different words of one text that are looked at for slips: more than a long story has, and a bound on the work."""
_BY_EAR: Final = 7
_GLUED: Final = range(6, 41)
_PIECE: Final = 12
_STEM: Final = 2
_LEET: Final = (str.maketrans("0134578", "oieastb"), str.maketrans("0134578", "oleastb"))
_DRAWN_OUT: Final = re.compile(r"(.)\1\1")
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
    _slips: Mapping[str, Readings] = field(init=False, repr=False)
    _edges: frozenset[str] = field(init=False, repr=False)
    _bones: Mapping[str, Readings] = field(init=False, repr=False)
    _starred: Mapping[str, Readings] = field(init=False, repr=False)
    _whole: Mapping[str, tuple[Readings, ...]] = field(init=False, repr=False)
    _opens: AbstractSet[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        every = sorted(word for word in self.known | self.spellings.keys() if word.isalpha())
        long = sorted(word for word in self.misspelt if len(word) >= LEAST and word.isalpha())
        made = {
            "_stems": _index((word[:_STEM], word[:-1]) for word in sorted(self.known) if word.endswith("*")),
            "_slips": _index((form, word) for word in long for form in {word, *_shorter(word)}),
            "_edges": frozenset(
                edge for word in long for size in (-1, 0, 1) for edge in _edges(word, len(word) + size)
            ),
            "_bones": _index((bones(word), word) for word in long if len(word) >= _BY_EAR),
            "_opens": {word[:size] for word in every for size in range(2, len(word) + 1)},
            "_starred": _index((f"{word[0]}{len(word)}", word) for word in every),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)
        # What is listened for is typed more often than anything else, so what it may be meant for is found once.
        whole = {word: self._exact(word) for word in self.known | self.spellings.keys()}
        object.__setattr__(self, "_whole", whole)

    def meant(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """The words in a row that `typed` is taken for, each with its readings; none for a word that is not known."""
        if "*" in typed:
            return self._hidden(typed.replace("'", ""), tally)
        if "'" in typed:
            return self._shortened(typed, tally)
        return self._said(typed, tally)

    def _shortened(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """A word with an apostrophe: 'he'll' is not 'hell', and 'dad's' is 'dad is'."""
        if typed in self.spellings:
            return self._row(typed)
        bare = typed.replace("'", "")
        if typed.endswith("'s") and not self._exact(bare):
            return (*self._said(typed[:-2].replace("'", ""), tally), *self._exact("s"))
        return self._said(bare, tally)

    def _said(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        tally.looks += 1
        if typed in self._whole:
            return self._whole[typed]
        if stems := self._readings(typed):
            return self._stemmed(typed, (stems,), tally)
        for tried in _undone(typed):
            if exact := self._exact(tried):
                return exact if tried in self._whole else self._stemmed(tried, exact, tally)
        tally.repairs += 1
        if typed in self.real or tally.repairs > REPAIRS or len(typed) > _GLUED[-1] or not typed.isalpha():
            return ()
        whole = f"{typed}g" if typed.endswith("in") else typed
        slipped = self._slipped(whole, tally) if LEAST <= len(typed) <= LONGEST else ()
        return (slipped,) if slipped else self._parted(typed, tally)

    def _stemmed(self, typed: str, stems: tuple[Readings, ...], tally: Tally) -> tuple[Readings, ...]:
        """A word that only begins like a known one: it may be a slip of another as well."""
        slipped = self._slipped(typed, tally) if typed.isalpha() and LEAST <= len(typed) <= LONGEST else ()
        return ((*stems[0], *slipped),)

    def _exact(self, typed: str) -> tuple[Readings, ...]:
        if typed in self.spellings:
            return self._row(typed)
        readings = self._readings(typed)
        return (readings,) if readings else ()

    def _row(self, typed: str) -> tuple[Readings, ...]:
        return tuple(self._readings(word) or (word,) for word in self.spellings[typed])

    def _readings(self, word: str) -> Readings:
        stems = self._stems.get(word[:_STEM], ())
        begun = tuple([f"{stem}*" for stem in stems if word.startswith(stem)]) if stems else ()
        return (word, *begun) if word in self.known else begun

    def _slipped(self, typed: str, tally: Tally) -> Readings:
        """Known words with the same first letter and one slip, or with the same consonants."""
        near: list[str] = []
        tally.looks += len(typed)
        for form in (typed, *_shorter(typed)) if self._edges.intersection(_edges(typed, len(typed))) else ():
            if form in self._slips:
                near += (word for word in self._slips[form] if one_slip(typed, word))
        if not near and len(typed) >= _BY_EAR:
            near += (word for word in self._bones.get(bones(typed), ()) if _by_ear(typed, word))
        rows = (self._exact(word) for word in dict.fromkeys(near))
        return tuple(reading for row in rows if len(row) == 1 for reading in row[0])

    def _parted(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """Words run together, the longest first; none when a letter is left over."""
        found: list[Readings] = []
        at = 0 if len(typed) in _GLUED else len(typed)
        while at < len(typed):
            size = self._longest(typed, at, tally)
            if not size:
                return ()
            found.extend(self._whole[typed[at : at + size]])
            at += size
        return tuple(found)

    def _longest(self, typed: str, at: int, tally: Tally) -> int:
        """How long the longest known word is that stands in `typed` from `at`; 0 when there is none."""
        opens, whole, longest, end = self._opens, self._whole, 0, at + 1
        for end in range(at + 2, min(at + _PIECE, len(typed)) + 1):
            piece = typed[at:end]
            if piece not in opens:
                break
            if piece in whole:
                longest = end - at
        tally.looks += end - at - 1
        return longest

    def _hidden(self, typed: str, tally: Tally) -> tuple[Readings, ...]:
        """A word with letters starred out: 'k*ll'."""
        if len(typed) > LONGEST:
            return ()
        words = self._starred.get(f"{typed[0]}{len(typed)}", ())
        tally.looks += len(words)
        found = [word for word in words if all(a in {"*", b} for a, b in zip(typed, word, strict=True))]
        return next((self._exact(word) for word in found), ())


def bones(word: str) -> str:
    """The consonants of `word` by their sound, none twice in a row: what is left when it is spelt by ear."""
    heard = word.replace("ph", "f").replace("gh", "")[1:].translate(_SOUNDS)
    return word[:1] + _TWICE.sub("", heard)


def one_slip(typed: str, word: str) -> bool:
    """Whether one letter too many, too few or wrong, or two that changed places, part `typed` from `word`."""
    if typed[:1] != word[:1] or abs(len(typed) - len(word)) > 1:
        return False
    if len(typed) != len(word):
        return True  # both have a form that is one letter shorter, or is the other
    wrong = [i for i, (a, b) in enumerate(zip(typed, word, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and typed[wrong[0]] == word[wrong[1]]  # noqa: PLR2004 two places


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
        runs = [(char, len(list(run))) for char, run in groupby(typed)]
        yield "".join(char * min(2, count) for char, count in runs)
        yield "".join(char * (1 if count > 2 else count) for char, count in runs)  # noqa: PLR2004 drawn out
        yield "".join(char for char, _ in runs)


def _edges(word: str, size: int) -> tuple[str, str]:
    """How a word begins, and how it ends: one slip after the first letter leaves one of the two as it was."""
    return f"{word[:2]}-{size}", f"{word[0]}-{word[-2:]}{size}"


def _shorter(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(1, len(word)))


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Readings]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form, word in pairs:
        found[form].append(word)
    return {form: tuple(dict.fromkeys(words)) for form, words in found.items()}
