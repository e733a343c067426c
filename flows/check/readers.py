"""Who reads an answer: each `when`, and each proof that must know what was chosen.

Rule: two answers are one state exactly when nothing that is still to come tells
them apart. What nothing reads is never walked twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from flows.library import Library
from flows.state import SKIPPED, Value
from flows.steps import Field, Step

WAYS = ("initiative", "route", "status")
"""The last part of a path of the record that says in which way a person may be reached."""

_SAMPLES: Mapping[str, Value] = {
    "number": "2",
    "age_band": "18_plus",
    "place": "Guildford",
    "phone": "+447700900123",
    "email": "sam@example.org",
    "window": "mon,tue 09:00-13:00",
}


class Reader(NamedTuple):
    """Something that asks, at `place` in the order or before, whether an answer is one of `values`."""

    place: int
    values: tuple[str, ...]


Readers = Mapping[str, tuple[Reader, ...]]


def readers_of(library: Library) -> Readers:
    """All readers, by the field that they read. Of those that ask the same, the last is enough."""
    found: dict[str, dict[tuple[str, ...], Reader]] = {}
    for name, reader in (*_whens(library), *_proofs(library)):
        alike = found.setdefault(name, {})
        alike[reader.values] = max(reader, alike.get(reader.values, reader))
    return {name: tuple(readers.values()) for name, readers in found.items()}


def _whens(library: Library) -> Iterator[tuple[str, Reader]]:
    for place, placed in enumerate(library.order):
        for when in placed.whens:
            for table in when:
                yield from ((name, Reader(place, values)) for name, values in table.items())


def _proofs(library: Library) -> Iterator[tuple[str, Reader]]:
    """What the proofs read: whether it is safe, which way was chosen, and whether to send."""
    end = len(library.order)
    for step in library.steps.values():
        for f in step.fields:
            if step.gate:
                yield f.id, Reader(end, step.gate)
            if f.kind == "consent":
                yield f.id, Reader(end, ("send",))
            for ways in _ways(f):
                yield f.id, Reader(end, ways)


def _ways(f: Field) -> Iterator[tuple[str, ...]]:
    """The choices of `f` that allow a way, one group for each way."""
    if f.fills.startswith("plan.") and f.fills.endswith(WAYS):
        yield from ((choice,) for choice in f.choices)
    for choice, sets in f.sets.items():
        if any(path.startswith("plan.") and path.endswith(WAYS) for path in sets):
            yield (choice,)


def outcomes(step: Step, readers: Readers) -> Iterator[Mapping[str, Value]]:
    """One answer to `step` for each way in which anything reads it: skipped first, where it may be."""
    if step.optional:
        yield dict.fromkeys((f.id for f in step.fields), SKIPPED)
    answers: list[dict[str, Value]] = [{}]
    for f in step.fields:
        values = tuple(_values(f, readers.get(f.id, ())))
        answers = [{**answer, f.id: value} for answer in answers for value in values]
    yield from answers


def _values(f: Field, readers: Sequence[Reader]) -> Iterator[Value]:
    if f.optional:
        yield SKIPPED
        if not readers:
            return  # nothing tells its answers apart, and a page may have a dozen such fields
    told_apart: dict[frozenset[tuple[str, ...]], str] = {}
    for choice in f.choices:
        told_apart.setdefault(_heard_by(choice, readers, 0), choice)
    if not f.choices:
        yield from {v: None for r in readers for v in r.values if v != SKIPPED}
        yield _SAMPLES.get(f.kind, "Sam")
    elif f.kind == "several":
        picks = tuple(told_apart.values())
        for count in range(1, len(picks) + 1):
            yield from combinations(picks, count)
    else:
        yield from told_apart.values()


def _heard_by(value: Value, readers: Sequence[Reader], since: int) -> frozenset[tuple[str, ...]]:
    given = (value,) if isinstance(value, str) else value
    return frozenset(r.values for r in readers if r.place >= since and any(v in r.values for v in given))


@dataclass(frozen=True, slots=True)
class Lens:
    """The answers as whatever stands at `since` or later sees them."""

    readers: Readers

    def key(self, seen: Mapping[str, Value], since: int) -> frozenset[tuple[str, frozenset[tuple[str, ...]]]]:
        """What is to come can tell two sets of answers apart only if their keys differ."""
        heard = (
            (name, _heard_by(value, self.readers[name], since)) for name, value in seen.items() if name in self.readers
        )
        return frozenset(pair for pair in heard if pair[1])
