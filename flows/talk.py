"""Talks: conversations written down, that anyone can read and any door can be put through.

Rule: a talk says what a person does and what must come back, nothing of how.

    # Leaving in the middle forgets everything
    door: sms
    > hello
    < Is it OK to message here now?
    @ +20m
    > bye
    ! forgotten, silent

A line `code: ABCD` under the doors says by which entry code they came.

`>` is typed (on a page: the field, a choice's number, or a button's word; several
fields are parted by ' | ', and '-' leaves one empty), `<` must be in the reply, `<!`
must not, `@` lets time pass (s, m, h), `!` says what is true now: sent, forgotten,
silent, danger, at STEP.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

_UNITS: Final = {"s": 1, "m": 60, "h": 3600}
_STROKED: Final = str.maketrans("łŁ„", 'lL"')
_MARKS: Final = ("<!", ">", "<", "@", "!")


class Line(NamedTuple):
    """One line of a talk: its number in the file, its mark and its text."""

    number: int
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk, and the doors that it is for."""

    title: str
    doors: tuple[str, ...]
    code: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one thing a person did. `text` is None when nothing came back."""

    text: str | None = field(repr=False)
    step: str = ""
    danger: bool = False
    sent: bool = False
    forgotten: bool = False


class Player(Protocol):
    """A door, or the engine itself, as someone to talk with."""

    def tell(self, words: str, after: int) -> Seen:
        """What comes of `words`, said `after` seconds since the talk began."""


class TalkFault(AssertionError):
    """A talk did not go as it is written."""


def parse(text: str) -> Talk:
    """The talk that `text` holds. Raises TalkFault at a line that it cannot read."""
    title, code = "", ""
    doors: tuple[str, ...] = ("sms",)
    lines: list[Line] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("#"):
            title = title or line.lstrip("# ")
        elif line.startswith("door:"):
            doors = tuple(d.strip() for d in line.removeprefix("door:").split(","))
        elif line.startswith("code:"):
            code = line.removeprefix("code:").strip()
        elif line:
            lines.append(_line(number, line))
    return Talk(title, doors, code, tuple(lines))


def _line(number: int, line: str) -> Line:
    for mark in _MARKS:
        if line.startswith(mark):
            return Line(number, mark, line.removeprefix(mark).strip())
    msg = f"Line {number}: a line begins with one of {' '.join(_MARKS)}."
    raise TalkFault(msg)


def perform(talk: Talk, player: Player) -> Iterator[Seen]:
    """Put `player` through the talk, yielding what was seen each time. Raises TalkFault where it differs."""
    after, seen = 0, Seen(None)
    for line in talk.lines:
        if line.mark == "@":
            after += _seconds(line)
        elif line.mark == ">":
            after += 1
            seen = player.tell(line.text, after)
            yield seen
        elif not _holds(line, seen):
            msg = f"Line {line.number}: '{line.mark} {line.text}' does not hold after: {seen.text} {seen}"
            raise TalkFault(msg)


def _seconds(line: Line) -> int:
    count, unit = line.text.lstrip("+")[:-1], line.text[-1:]
    if not count.isdigit() or unit not in _UNITS:
        msg = f"Line {line.number}: time passes as '+20m', '+30s' or '+2h'."
        raise TalkFault(msg)
    return int(count) * _UNITS[unit]


def _holds(line: Line, seen: Seen) -> bool:
    if line.mark == "<":
        return _flat(line.text) in _flat(seen.text or "")
    if line.mark == "<!":
        return _flat(line.text) not in _flat(seen.text or "")
    return all(_fact(fact.strip(), line, seen) for fact in line.text.split(","))


def _fact(fact: str, line: Line, seen: Seen) -> bool:
    facts = {
        "sent": seen.sent,
        "not sent": not seen.sent,
        "forgotten": seen.forgotten,
        "silent": seen.text is None,
        "danger": seen.danger,
        "no danger": not seen.danger,
    }
    if fact.startswith("at "):
        return seen.step == fact.removeprefix("at ")
    if fact not in facts:
        msg = f"Line {line.number}: '{fact}' is not something a talk can say is true."
        raise TalkFault(msg)
    return facts[fact]


def _flat(text: str) -> str:
    """`text` on one line, its letters without their marks, which some doors leave out."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) != "Mn")
    return " ".join(bare.translate(_STROKED).split())
