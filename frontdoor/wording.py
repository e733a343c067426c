"""The words that a command works on: those that ship, with the hub's own laid over them.

Rule: they are used whole or not at all, and every reason not to is said at once.
"""

from __future__ import annotations

from pathlib import Path

from flows.finding import LibraryFault
from flows.library import HERE, Library, load
from frontdoor.refusal import Refusal


def words(over: Path | None) -> Library:
    """The library with `over` laid over it. Raises Refusal with all that is wrong with it."""
    try:
        return load(HERE, over)
    except LibraryFault as fault:
        raise Refusal("\n  ".join(("the library cannot be used.", *map(str, fault.findings)))) from fault
