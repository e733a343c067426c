"""A sentence that knows where it stands, so that it can be translated there.

Rule: the English is the source, and the place tells two alike sentences apart: 'Text me'
as a wish is not 'Text me' in a list of what we must never do.
"""

from __future__ import annotations

from typing import Final, Self

BETWEEN: Final = "\x04"
"""What stands between place and English in the key of a catalogue, as gettext has it."""


class Sentence(str):
    """English text, and its place: 'FILE STEP.FIELD', or nothing for the words of pages and code."""

    __slots__ = ("where",)
    where: str

    def __new__(cls, text: str, where: str = "") -> Self:
        """`text`, standing at `where`."""
        made = super().__new__(cls, text)
        made.where = where
        return made


def sentence(text: str, where: str = "") -> Sentence:
    """Marks `text` in code as said to people: `frontdoor flows words --extract` finds it by this call."""
    return Sentence(text, where)


def key_of(text: str) -> str:
    """The key of `text` in a catalogue."""
    where = getattr(text, "where", "")
    return f"{where}{BETWEEN}{text}" if where else str(text)
