"""One language: its name, its direction, the words that are heard in it, and how it is texted.

Rule: a language is a folder. What it says stands in its catalogue; what it hears stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from flows.plain import plain
from flows.segments import fold

Direction = Literal["ltr", "rtl"]
Hears = Mapping[str, tuple[str, ...]]
ENGLISH: Final = "en"
"""The language that the files are written in."""
ALWAYS: Final = ("leave", "help")
"""The commands that no language may be without."""
_APART: Final = re.compile(r"(?<=\d) (?=\d)")
_TOGETHER: Final = "\u00a0"
_MARKS: Final = str.maketrans("\u060c\u061b\u06d4\u061f", ",;.?")
"""The marks of Arabic script, as those that the readers of answers know."""


@dataclass(frozen=True)
class Language:
    """`commands`, `hears`, `called` and `telling` are in plain form. `hears` is by field, then by choice.

    `called` are the words that change to it. `reads` maps its words for days, times and numbers to
    English ones. `letters` are those that a text spells otherwise, to be read on any phone and cost less.
    `telling` are the words that tell what this is about.
    """

    code: str
    name: str = ""
    direction: Direction = "ltr"
    under_way: bool = False
    called: frozenset[str] = frozenset()
    letters: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict, repr=False)
    joins: tuple[str, ...] = ()
    telling: tuple[str, ...] = field(default=(), repr=False)
    commands: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    hears: Mapping[str, Hears] = field(default_factory=dict, repr=False)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    counts: str = "n != 1"

    def texted(self, text: str) -> str:
        """`text` as it goes out by text message: in plain marks, its letters spelt as the language allows."""
        return fold(text).translate(self._spelling)

    def settled(self, text: str) -> str:
        """`text` so that the parts of a telephone number stay in order where lines run from the right."""
        return _APART.sub(_TOGETHER, text) if self.direction == "rtl" else text

    def english(self, words: str) -> str:
        """What was typed, its days, times and numbers in English words. Anything else stays as it is."""
        if not self.reads:
            return words
        return self._spoken.sub(lambda found: self._english[found[0].casefold()], words.translate(_MARKS))

    @cached_property
    def _spelling(self) -> dict[int, str]:
        return str.maketrans(dict(self.letters))

    @cached_property
    def _english(self) -> Mapping[str, str]:
        return {word.casefold(): meant for word, meant in self.reads.items()}

    @cached_property
    def _spoken(self) -> re.Pattern[str]:
        words = sorted(self._english, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def heard(words: tuple[str, ...], letters: Mapping[str, str]) -> tuple[str, ...]:
    """`words`, and each as it is typed by those who leave the marks of its letters out."""
    table = str.maketrans(dict(letters))
    both = (spelt for word in words for spelt in (word.lower(), word.lower().translate(table)))
    return tuple(dict.fromkeys(both))


def commanded(words: tuple[str, ...], letters: Mapping[str, str]) -> frozenset[str]:
    """The words of a command in plain form."""
    return frozenset(filter(None, map(plain, heard(words, letters))))
