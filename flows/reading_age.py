"""How hard a text is to read: words to a sentence, syllables to a word, Flesch-Kincaid grade.

Rule: an estimate for plain English, made without a dictionary. It is right to a
syllable in a score of words, which is all that a grade needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENTENCE = re.compile(r"(?<=[.?!:;])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# One group of vowels where two are spoken.
_TWO = re.compile(
    r"[^ct]ia|[^tcsgxln]io(?!ur)|[^ct]ie(?=t|n[ct])|[rd]ea(?=s?$)|crea|eo(?!ple|us)|[^qg]ua|uen[ct]|[^aeiou]yo"
    r"|oem|eum|[aou]yer|oyee|[aeiouy]ing(?=s?$)|[^tcd]ier$"
)
# An e that is written and not spoken: at the end, before -d or a suffix, and in the middle of a compound.
_SILENT = re.compile(
    r"(?<=[^aeiouyl])(?<![^aeiou]r)e(?=s?$)|(?<=[aeiouyr]l)e(?=s?$)|(?<=[^aeioutdy])e(?=d$)"
    r"|e(?=ly$|ful$|less$|ment$)|(?<=m)e(?=ones?$|thing$|times?$|where$|how$|body$)"
    r"|(?<=[rc])e(?=ones?$|thing$|where$|body$|mail$|line$)|(?<=ver)y(?=ones?$|thing$|where$|body$)"
)
_SOUNDED_ES = re.compile(r"(?:[sxz]|ch|sh|[cg])es$")
_BASE, _PER_WORD, _PER_SYLLABLE = -15.59, 0.39, 11.8


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text` that hold a word. A colon, a semicolon and a line's end part them too."""
    return tuple(s for s in _SENTENCE.split(text) if re.search(r"[^\W\d_]", s))


def words(text: str) -> tuple[str, ...]:
    """The words of `text`; a number is one."""
    return tuple(_WORD.findall(text))


def syllables(word: str) -> int:
    """The syllables of an English word as it is spoken, one at the least. A number or initials count one."""
    bare = word.lower().replace("\u2019", "").replace("'", "")
    if not (bare.isalpha() and bare.isascii()):
        return 1
    spoken = bare if _SOUNDED_ES.search(bare) else _SILENT.sub("", bare)
    spoken = spoken or bare
    count = len(_VOWELS.findall(spoken)) + len(_TWO.findall(spoken))
    return max(count, 1)


def grade(text: str) -> float:
    """The school grade that reads `text` with ease; 6 is a child of eleven. 0 when there is no sentence."""
    parts: Sequence[str] = sentences(text)
    said = [word for part in parts for word in words(part)]
    if not said:
        return 0.0
    length, sounds = len(said) / len(parts), sum(map(syllables, said)) / len(said)
    return round(_PER_WORD * length + _PER_SYLLABLE * sounds + _BASE, 1)
