"""The questions as people met them, for whoever reads a referral.

Rule: a library is a help, not a need. On a machine that has none, or another
than the door's, a question is called by its own name.
"""

from __future__ import annotations

import os
from pathlib import Path

from hub.sheet import Asked, Bare

_SHARED = ("sections/", "start.toml")


def asked_in(referral: Bare) -> Asked:
    """The words of the questions this referral speaks of, if there is a library to read them from."""
    try:
        from flows.finding import LibraryFault
        from flows.library import load
    except ImportError:
        return Asked()
    over = os.environ.get("FRONTDOOR_LIBRARY", "")
    try:
        library = load(over=Path(over) if over else None)
    except LibraryFault:
        return Asked()
    mine = f"journeys/{referral.get('journey')}.toml"
    here = {placed.step.id for placed in library.order if placed.file == mine or placed.file.startswith(_SHARED)}
    door = str(referral.get("door"))
    return Asked(
        {step.id: step.worded(door).ask for step in library.steps.values()},
        {step.id: step.short for step in library.steps.values()},
        frozenset(library.steps.keys() - here),
    )
