"""Proof: every step is reached on some door, and every journey is begun somewhere.

A step that nobody can ever see is a mistake in its condition, or in one around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.finding import Finding
from flows.live import said_before


def find(walked: Walked) -> Iterator[Finding]:
    """Each step that no conversation comes to, and each journey that nothing uses."""
    used = {placed.file for placed in walked.library.order}
    for file in (f"journeys/{journey}.toml" for journey in walked.library.journeys):
        if file not in used:
            says = "Nothing leads to this journey."
            yield Finding(file, "", says, "Put it to use in start.toml, and give it a choice in the list there.")
    reached = {at.due.id for at in walked.standings if at.due}
    for at in walked.standings:
        if at.due:
            reached.update(step.id for step in said_before(at.found, at.due))
    for file, step in dict.fromkeys((p.file, p.step.id) for p in walked.library.order):
        if step not in reached:
            says = "No conversation ever comes here, on any door."
            yield Finding(file, step, says, "Look at its 'when' and 'doors', and at those of the 'use' around it.")
