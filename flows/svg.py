"""A drawing as SVG: one column of cards, those that not everyone meets set in.

Rule: a picture needs nothing but itself: no font, script or file from elsewhere; and a reader of screens can read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from flows.drawing import Drawing, Row

WIDTH: Final = 720
_EDGE: Final = 24
_INSET: Final = 56
_PAD: Final = 14
_LINE: Final = 21
_GAP: Final = 22
# How wide a letter is at most, in these sizes of a plain font: nothing measures it where this is made.
_LETTER: Final = 8.2
_SMALL_LETTER: Final = 7.6

_STYLE: Final = """
text{font:16px system-ui,sans-serif;fill:#1d2b36}
.small{font-size:14px;fill:#43525e}.only{font-size:14px;fill:#5b3f8c}.name{font-size:24px;font-weight:600}
.ask{font-weight:600}.card{fill:#f4f7f9;stroke:#7d8f9c;stroke-width:1.5}.say{fill:#fffdf2;stroke:#a08f4a}
.end{fill:#eef4ee;stroke:#4d7f56;stroke-width:2.5}.way{stroke:#7d8f9c;stroke-width:1.5}.page{fill:#fff}
@media (prefers-color-scheme:dark){text{fill:#e8eef2}.small{fill:#b6c3cc}.only{fill:#c9b3ef}.page{fill:#12191e}
.card{fill:#1c272e;stroke:#6f818d}.say{fill:#2a2717;stroke:#8d7f45}.end{fill:#18271b;stroke:#5f9a6a}}
"""
_CLASSES: Final = {"ask": "card", "say": "card say", "end": "card end"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card, and how it is set."""

    text: str = field(repr=False)
    style: str


@dataclass(frozen=True, slots=True)
class Card:
    """A row that has been set in lines."""

    row: Row
    above: tuple[Line, ...]
    lines: tuple[Line, ...]

    @property
    def left(self) -> int:
        """Where it begins."""
        return _EDGE + (_INSET if self.row.only else 0)

    @property
    def box(self) -> int:
        """How high its box is."""
        return 2 * _PAD + _LINE * len(self.lines)

    @property
    def height(self) -> int:
        """How high it is with what stands above it."""
        return self.box + _LINE * len(self.above)


def svg(drawn: Drawing) -> str:
    """The whole picture."""
    title = drawn.title
    cards = [_card(row, drawn.doors) for row in drawn.rows]
    top = _EDGE + 3 * _LINE
    height = top + sum(card.height + _GAP for card in cards) + _EDGE
    name = f'<text class="name" x="{_EDGE}" y="{_EDGE + _LINE}">{escape(title)}</text>'
    body = "\n".join((name, *_placed(cards, top)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-labelledby="title">\n<title id="title">{escape(title)}: every question, from top to bottom'
        f'</title>\n<style>{_STYLE}</style>\n<rect class="page" width="{WIDTH}" height="{height}"/>\n{body}\n</svg>\n'
    )


def _placed(cards: list[Card], top: int) -> Iterator[str]:
    # The way runs behind the cards, to the top of the last.
    long = sum(card.height + _GAP for card in cards[:-1])
    yield f'<path class="way" d="M{_EDGE + 20} {top}v{long}"/>'
    for card in cards:
        yield "\n".join(_drawn(card, top))
        top += card.height + _GAP


def _card(row: Row, doors: tuple[str, ...]) -> Card:
    room = WIDTH - 2 * _EDGE - 2 * _PAD - (_INSET if row.only else 0)
    where = f"at these doors alone: {', '.join(row.doors)}" if row.doors != doors else ""
    notes = " · ".join(note for note in (_NOTES[row.kind, row.sends], row.optional * "can be skipped", where) if note)
    lines = [
        *(Line(text, "ask" if row.kind == "ask" else "") for words in row.words for text in _set(words, room, _LETTER)),
        *(Line(text, "small") for asked in row.asks for text in _set(asked, room, _SMALL_LETTER)),
        *([Line(notes, "small")] if notes else []),
    ]
    only = _set(f"Only if {row.only}", room, _SMALL_LETTER) if row.only else []
    return Card(row, tuple(Line(text, "only") for text in only), tuple(lines))


_NOTES: Final = {
    ("ask", False): "",
    ("ask", True): "asks before anything is sent",
    ("say", False): "said, and the talk goes on",
    ("say", True): "",
    ("end", False): "the end; nothing is sent",
    ("end", True): "sent; the end",
}


def _set(text: str, room: int, letter: float) -> list[str]:
    return wrap(text, int(room / letter)) or [""]


def _drawn(card: Card, top: int) -> Iterator[str]:
    box = top + _LINE * len(card.above)
    yield from _lines(card.above, card.left, top - 6)
    wide = WIDTH - _EDGE - card.left
    style = _CLASSES[card.row.kind]
    yield f'<rect class="{style}" x="{card.left}" y="{box}" width="{wide}" height="{card.box}" rx="6"/>'
    yield from _lines(card.lines, card.left + _PAD, box + _PAD - 5)


def _lines(lines: tuple[Line, ...], left: int, top: int) -> Iterator[str]:
    for at, line in enumerate(lines, 1):
        style = f' class="{line.style}"' if line.style else ""
        yield f'<text{style} x="{left}" y="{top + at * _LINE}">{escape(line.text)}</text>'
