"""Proof: the hub's hours are such that a time can be named at all.

{look_by} is made of them; with none, the engine would have nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.check.texts import NOON
from flows.finding import Finding
from flows.hours import look_by


def find(walked: Walked) -> Iterator[Finding]:
    """What is wrong with the hours, if no time comes of them."""
    try:
        look_by(walked.library.hub, NOON)
    except (ValueError, KeyError) as fault:
        yield Finding("hub.toml", "hours", f"No time can be worked out: {fault}.", "Write the hours of each day.")
