"""A page of the way back: a heading, lines, a few fields and buttons. It is no question of a journey.

Rule: a value. Its words are English and fixed, and are translated when they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reception.front import Shown


@dataclass(frozen=True, slots=True)
class Press:
    """A button: what it asks for, and what stands on it. A `plain` one looks like a link."""

    do: str
    text: str = field(repr=False)
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `words` are the return words, shown this once; `letters` is what the hub wrote.

    `calls` adds whom to call; `lives` in seconds. `puts` are numbers that its sentences
    leave room for, by the name in braces.
    """

    step: str
    heading: str
    lines: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=(), repr=False)
    letters: tuple[str, ...] = field(default=(), repr=False)
    fields: tuple[Shown, ...] = field(default=(), repr=False)
    presses: tuple[Press, ...] = ()
    id: str = ""
    calls: bool = False
    lives: int = 0
    ended: bool = False
    puts: Mapping[str, str] = field(default_factory=dict)
