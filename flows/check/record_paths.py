"""Proof: every answer goes to a place that the record has, and is something that fits there.

A wrong path would lose what a person told us, when it is too late to ask again.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.fill import fault
from flows.finding import Finding
from flows.steps import Field

_MEND = "See docs/add-a-journey.md for the paths there are."


def find(walked: Walked) -> Iterator[Finding]:
    """Each path that leads nowhere, and each value that its place does not take."""
    library = walked.library
    for file, step in dict.fromkeys((p.file, p.step.id) for p in library.order):
        for f in library.steps[step].fields:
            yield from (Finding(file, step, wrong, _MEND) for wrong in dict.fromkeys(_wrong(f)))
    for trigger in library.triggers:
        for path, value in trigger.sets.items():
            if wrong := fault(path, value):
                yield Finding("safety.toml", trigger.id, wrong, _MEND)


def _wrong(f: Field) -> Iterator[str]:
    if f.fills:
        faults = [fault(f.fills)] if fault(f.fills) else [fault(f.fills, choice) for choice in f.choices]
        yield from (wrong for wrong in faults if wrong)
    for sets in f.sets.values():
        for path, value in sets.items():
            if wrong := fault(path, value):
                yield wrong
