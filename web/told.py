"""How a line of a reply is set out: as a paragraph, as a list, or as a number to call.

Rule: not a word is added, dropped or moved. What was shown is what was agreed to.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from web.dial import NUMBER

# Latin, Arabic, Urdu and Devanagari ends of sentences.
_SENTENCES: Final = re.compile("(?<=[.?\u061f\u06d4\u0964])\\s+")
_CALL: Final = re.compile(rf"(?P<name>[^\d]{{2,60}}:) (?P<number>{NUMBER.pattern})(?: (?P<hours>\([^()]+\)))?\.?")
_POINTS: Final = 3


class Told(NamedTuple):
    """One line: `first` with what follows it, which is a number to call, a list, or nothing."""

    first: str
    points: tuple[str, ...] = ()
    number: str = ""
    hours: str = ""


def set_out(line: str) -> Told:
    """`line` as it is to be set. Three sentences or more at its end that begin alike are a list."""
    call = _CALL.fullmatch(line)
    if call:
        return Told(call["name"], number=call["number"], hours=call["hours"] or "")
    first, *rest = _SENTENCES.split(line)
    if len(rest) >= _POINTS and len({sentence.partition(" ")[0] for sentence in rest}) == 1:
        return Told(first, tuple(rest))
    return Told(line)
