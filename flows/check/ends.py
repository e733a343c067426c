"""Proof: every path ends, and none is so tangled that it cannot be walked.

Whoever goes on answering comes to words that close, on every door.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import MOST, Standing, Walked
from flows.finding import Finding
from flows.notes import START


def find(walked: Walked) -> Iterator[Finding]:
    """Each place after which nothing comes, and each journey with too many states."""
    yield from dict.fromkeys(_open(walked, at) for at in walked.standings if at.due is None)
    for journey in sorted(walked.endless):
        file = f"journeys/{journey}.toml" if journey else START
        says = f"It has more than {MOST:,} different states: too many to check."
        yield Finding(file, "", says, "Let fewer conditions depend on answers, or part it into two journeys.")


def _open(walked: Walked, at: Standing) -> Finding:
    step = at.found.steps[-1].id if at.found.steps else ""
    file = next((p.file for p in walked.library.order if p.step.id == step), START)
    return Finding(file, step, f"After it nothing comes on {at.door}, and it is no end.", "Put an end after it.")
