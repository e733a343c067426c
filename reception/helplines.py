"""Whom to call instead, for when no conversation can be had.

Rule: it needs no store and no conversation, only the library.
"""

from __future__ import annotations

from flows.library import Library
from flows.message import Now
from flows.show import spoken


def helplines(library: Library, door: str, language: str) -> tuple[str, ...]:
    """What is said to someone who asks for a person: that there is none here, and the numbers to call."""
    return spoken(library, library.says["person"].at(library.doors[door]), door, language, Now(0))
