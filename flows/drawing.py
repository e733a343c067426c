"""A journey as a picture holds it: one row for each step, in the order in which people meet them.

Rule: what a row says is read from the library, so that a picture cannot differ from what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flows.library import Library
from flows.nested import When, at_door
from flows.steps import Field, Step, StepKind

Whens = tuple[When, ...]

_DESK: Final[Mapping[str, str]] = {"open": "someone reads", "overdue": "we are slow", "absent": "nobody reads"}
# What is filled in later: an entry of the directory, or a value that the engine knows.
_FILLED: Final = re.compile(r"\{(?:directory\.(\w+)|(\w+))\}")
_OWN: Final[Mapping[str, str]] = {"": "not answered", "skipped": "skipped"}


@dataclass(frozen=True, slots=True)
class Row:
    """One step. `only` says who meets it, in words; '' when everybody does. `asks` are the controls of a page."""

    step: str
    kind: StepKind
    words: tuple[str, ...] = field(repr=False)
    asks: tuple[str, ...]
    doors: tuple[str, ...]
    only: str
    optional: bool
    sends: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A journey to be drawn: its name, the title of its file, its doors, and its rows."""

    journey: str
    title: str
    doors: tuple[str, ...]
    rows: tuple[Row, ...]


def drawing(library: Library, journey: str, language: str = "en") -> Drawing:
    """The journey's rows, in this language. Raises LookupError where there is no such journey."""
    own = [p for p in library.order if p.file == f"journeys/{journey}.toml"]
    if not own:
        raise LookupError(f"There is no journey '{journey}'. There are: {', '.join(library.journeys)}.")
    around = _shared([p.whens for p in own])
    doors = _doors(around, tuple(library.doors))
    hand = _Hand(library, language, doors)
    inside = (p for p in library.order if p.whens[: len(around)] == around)
    return Drawing(
        journey, library.titles[journey], doors, tuple(hand.row(p.step, p.whens[len(around) :]) for p in inside)
    )


def _shared(all_whens: list[Whens]) -> Whens:
    """The conditions that stand before every step of the journey: who comes to it at all."""
    first = min(all_whens, key=len)
    size = next((at for at, when in enumerate(first) if any(w[at] != when for w in all_whens)), len(first))
    return first[:size]


def _doors(whens: Whens, all_doors: tuple[str, ...]) -> tuple[str, ...]:
    """The doors at which conditions like these can hold."""
    return tuple(d for d in all_doors if all(at_door(when, d) for when in whens))


@dataclass(frozen=True, slots=True)
class _Hand:
    """What is needed to put a step into words."""

    library: Library
    language: str
    doors: tuple[str, ...]

    def row(self, step: Step, whens: Whens) -> Row:
        """The step as a row. It speaks as the first of its doors does, and pages come first."""
        doors = tuple(d for d in _doors(whens, tuple(self.library.doors)) if d in self.doors)
        wording = step.worded(doors[0] if doors else self.doors[0])
        said = (wording.ask,) if wording.ask else wording.lines
        return Row(
            step=step.id,
            kind=step.kind,
            words=tuple(self._text(line) for line in said),
            asks=tuple(self._ask(f) for f in step.fields if f.label or f.choices),
            doors=doors,
            only=" and ".join(only for only in map(self._only, whens) if only),
            optional=step.optional,
            sends=step.hands_over or step.consents,
        )

    def _text(self, english: str) -> str:
        """The sentence, with what is filled in later named by a word of its own."""
        return _FILLED.sub(self._filled, self.library.text(english, self.language))

    def _filled(self, found: re.Match[str]) -> str:
        entry = self.library.directory.get(found[1] or "")
        return entry.name if entry else f"[{found[2] or found[1]}]"

    def _ask(self, asked: Field) -> str:
        """A control of the page, and what may be chosen."""
        choices = " · ".join(self._text(label) for label in asked.choices.values())
        return ": ".join(part for part in (self._text(asked.label) if asked.label else "", choices) if part)

    def _only(self, when: When) -> str:
        """Who meets the step, by one of its conditions. That of the door is told apart."""
        tables = (" and ".join(self._told(key, values) for key, values in t.items() if key != "door") for t in when)
        return " or ".join(table for table in tables if table)

    def _told(self, key: str, values: tuple[str, ...]) -> str:
        if key == "desk":
            return " or ".join(_DESK[value] for value in values)
        if key == "entry":
            return "they came by a link for it" if any(values) else "they came by no link"
        name, labels = self._known(key)
        said = " / ".join(self._text(labels.get(value) or _OWN.get(value, value)) for value in values)
        return f"'{name}' is: {said}"

    def _known(self, key: str) -> tuple[str, Mapping[str, str]]:
        """What a person would call the question, and the labels of its choices."""
        for placed in self.library.order:
            for asked in placed.step.fields:
                if asked.id == key:
                    return self._text(asked.label or placed.step.short or key), asked.choices
        return key, {}
