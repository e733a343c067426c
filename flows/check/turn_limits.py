"""Proof: no journey asks more questions than its own limit allows.

A turn is one question answered, those of start.toml counted; the greeting is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.finding import Finding


def find(walked: Walked) -> Iterator[Finding]:
    """Each journey that takes too long at a door, and each limit for no door."""
    longest: dict[tuple[str, str], int] = {}
    for at in walked.standings:
        key = at.journey, at.door
        longest[key] = max(at.turns, longest.get(key, 0))
    for journey, limits in walked.library.turns.items():
        file = f"journeys/{journey}.toml"
        for door, most in limits.items():
            asked = longest.get((journey, door), 0)
            if door not in walked.library.doors:
                doors = ", ".join(walked.library.doors)
                yield Finding(file, "", f"'turns' names '{door}', which is no door.", f"The doors are {doors}.")
            elif asked > most:
                says = f"On {door} it can ask {asked} questions; its limit is {most}."
                yield Finding(file, "", says, f"Ask fewer on {door}: join two, or leave some to other doors.")
