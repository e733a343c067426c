"""Words for a terminal: wrapped at 78 columns, indented, and harmless.

Rule: what a person wrote is shown as letters. No character of it can move the
cursor, change a colour, or turn the direction of the line.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

WIDTH = 78
# Turns the reading direction of what follows; joiners, which some languages need, are not among them.
_TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f")


def harmless(text: str) -> str:
    """`text` with each control character but the line end put as a question mark in a box."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _harms(letter) else letter for letter in text)


def heading(text: str) -> str:
    """A heading on its own line, after an empty one."""
    return "\n" + _wrapped(text.upper(), "", "")


def item(label: str, value: str) -> str:
    """One fact: its label, then its value, wrapped and indented below it where it is long."""
    return _wrapped(f"{label}: {value}", "  ", "      ")


def bullet(text: str) -> str:
    """One of several, wrapped."""
    return _wrapped(text, "  - ", "    ")


def aside(text: str) -> str:
    """What belongs to the line above, indented under it."""
    return _wrapped(text, "    ", "      ")


def sentence(text: str) -> str:
    """A line of ours, wrapped."""
    return _wrapped(text, "  ", "  ")


def quoted(text: str) -> str:
    """Somebody's own words, line for line, behind a bar."""
    lines = harmless(text).splitlines() or [""]
    return "\n".join(_wrapped(line, "  | ", "  | ") or "  |" for line in lines)


def listed(words: Iterable[str]) -> str:
    """Words in one line, divided by commas."""
    return ", ".join(spoken(word) for word in words)


def spoken(code: str) -> str:
    """A code of the record as words: 'still_going_on' is 'still going on', '25_34' is '25 to 34'."""
    return _RANGE.sub(r"\1 to \2", code).replace("_", " ")


def hour(text: str) -> str:
    """An hour as a person says it, in UTC; what is no time is given back as it is."""
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return text
    return f"{at:%a} {at.day} {at:%b %Y}, {at:%H:%M} UTC"


# A code that is two numbers: an age band.
_RANGE = re.compile(r"^(\d+)_(\d+)$")


def _harms(letter: str) -> bool:
    return letter in _TURNERS or (unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} and letter != "\n")


def _wrapped(text: str, first: str, rest: str) -> str:
    # Line ends become spaces here: no value may look like a line of ours.
    return textwrap.fill(harmless(text), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
