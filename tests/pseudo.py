"""A language that nobody speaks: English with marks on its letters, longer, each message in brackets.

Rule: it is built in memory, for tests alone. What stands without brackets was never translated; what is cut
off, or counted too narrowly, shows. One variant runs from the right.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from flows.language import Direction, Language
from flows.library import Library
from flows.sentence import Sentence, key_of

CODE: Final = "qps"
LONGER: Final = 0.4
_HELD: Final = re.compile(r"(\{[^{}]*\})")
_MARKED: Final = str.maketrans("aceinosuyzAEIOU", "áçéîñöšûýžÀÈÌÒÙ")


def pseudo(library: Library, direction: Direction = "ltr") -> Library:
    """`library` with the language that nobody speaks, besides its own."""
    words = (*library.sentences, *(Sentence(entry.id, entry.where) for entry in library.around if not entry.plural))
    plurals = {entry.key: (said(entry.id), said(entry.plural)) for entry in library.around if entry.plural}
    spoken = Language(
        CODE, said("Pseudo"), direction, called=frozenset({"pseudo please"}), plurals=plurals, counts="n != 1"
    )
    return replace(
        library,
        catalogues={**library.catalogues, CODE: {key_of(text): said(text) for text in words}},
        spoken={**library.spoken, CODE: spoken},
    )


def said(english: str) -> str:
    """`english` as nobody says it. What is filled in stays as it is."""
    parts = _HELD.split(english)
    marked = "".join(part if part.startswith("{") else part.translate(_MARKED) for part in parts)
    return f"[{marked}{'~' * round(len(english) * LONGER)}]"


def unsaid(text: str) -> str:
    """What in `text` has letters and stands in no brackets."""
    bare = text
    while (left := re.sub(r"\[[^\[\]]*\]", "", bare)) != bare:
        bare = left
    return " ".join(bare.split()) if any(map(str.isalpha, bare)) else ""
