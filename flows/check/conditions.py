"""Proof: every `when` reads an answer that there is, from a question that comes earlier.

A name that is misspelt would hide a question for ever, and nobody would notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from flows.check.states import Walked
from flows.finding import Finding
from flows.library import Library
from flows.message import Desk
from flows.notes import START
from flows.state import SKIPPED
from flows.steps import Condition, Field, Placed

_OUTSIDE = ("door", "desk", "entry")


def find(walked: Walked) -> Iterator[Finding]:
    """Each name and each value in a condition that leads nowhere; each wording for no door."""
    library = walked.library
    asked: dict[str, Field] = {}
    owner: dict[str, str] = {}
    for placed in library.order:
        for table in dict.fromkeys(_flat(placed)):
            yield from (Finding(placed.file, placed.step.id, *wrong) for wrong in _wrong(library, asked, dict(table)))
        for f in placed.step.fields:
            # The very same field may stand on several pages: it is one answer all the same.
            if owner.setdefault(f.id, placed.step.id) != placed.step.id and asked[f.id] != f:
                says = f"Its field '{f.id}' has the name of a field of '{owner[f.id]}'."
                yield Finding(placed.file, placed.step.id, says, "Rename one: one name is one answer.")
            asked[f.id] = f
    yield from _wordings(library)
    yield from _codes(library, asked)


def _codes(library: Library, asked: dict[str, Field]) -> Iterator[Finding]:
    """Each entry code that fills in what no question asks, or what it would not take."""
    for code in library.codes.values():
        for name, value in code.fills.items():
            allowed = _allowed(library, asked, name) if name in asked else ()
            if allowed is not None and value not in allowed:
                says = f"The code '{code.id}' fills in {name} = '{value}', which is no answer to anything."
                yield Finding(
                    START, "", says, "Check the name against the question's field, the value against its choices."
                )


def _flat(placed: Placed) -> Iterator[tuple[tuple[str, tuple[str, ...]], ...]]:
    for when in placed.whens:
        yield from (tuple(table.items()) for table in when)


def _wrong(library: Library, asked: dict[str, Field], table: Condition) -> Iterator[tuple[str, str]]:
    for name, values in table.items():
        if name not in asked and name not in _OUTSIDE:
            yield _nowhere(library, name)
            continue
        allowed = _allowed(library, asked, name)
        for value in values:
            if allowed is not None and value not in allowed:
                yield f"Its condition waits for {name} = '{value}', which never happens.", f"Use {', '.join(allowed)}."


def _nowhere(library: Library, name: str) -> tuple[str, str]:
    later = any(f.id == name for step in library.steps.values() for f in step.fields)
    if later:
        return f"Its condition reads '{name}', which is asked later.", "Move this step behind that question."
    return f"Its condition reads '{name}', which no question asks.", "Check the name against the question's id."


def _allowed(library: Library, asked: dict[str, Field], name: str) -> tuple[str, ...] | None:
    """The values that an answer may have; None when it may be anything."""
    outside = {"door": tuple(library.doors), "desk": get_args(Desk), "entry": ("", *_opened(library))}
    if name in outside:
        return outside[name]
    choices = tuple(asked[name].choices)
    return (*choices, SKIPPED) if choices else None


def _opened(library: Library) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.opens for code in library.codes.values()))


def _wordings(library: Library) -> Iterator[Finding]:
    for placed in dict.fromkeys((p.file, p.step.id, *p.step.on) for p in library.order):
        file, step, *doors = placed
        for door in doors:
            if door not in library.doors:
                says = f"It has words for '{door}', which is no door."
                yield Finding(file, step, says, f"The doors are {', '.join(library.doors)}.")
