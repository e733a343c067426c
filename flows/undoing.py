"""What guards leave: where patterns may begin in spite of them, where they may go on, and which of their ends stand.

Rule: nothing reaches over the end of a sentence. A guard's reach is counted word by word, for all
its places in the text at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.grammar import Guard
from flows.standing import Standing, flood


@dataclass(frozen=True, slots=True)
class Left:
    """Bits of a text: where a pattern may `begin`, what has come to where may go `on`, and where its `end` stands."""

    begin: int
    on: int
    end: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What all guards of one name look through, and what lifts them: the numbers of two sets of words."""

    through: int
    lifted: int


def left(ended: Mapping[Guard, int], reaches: Mapping[str, Reach], text: Standing) -> dict[str, Left]:
    """What is left of `text`, by the name of the guard, when guards have ended at these places."""
    found: dict[str, Left] = {}
    words = text.words
    for guard, ends in ended.items():
        reach = reaches[guard.name]
        after = _after(ends, guard.holds, words, text.sets[reach.through], text.sets[reach.lifted])
        leaves = Left(words & ~after, words & ~ends if guard.over else words, words & ~_before(ends, guard.back, words))
        found[guard.name] = common(leaves, found, (guard.name,))
    return found


def common(whole: Left, by_guard: Mapping[str, Left], guards: Iterable[str]) -> Left:
    """What all of `guards` leave of `whole`."""
    begin, on, end = whole.begin, whole.on, whole.end
    for name in guards:
        if name in by_guard:
            leaves = by_guard[name]
            begin &= leaves.begin
            on &= leaves.on
            end &= leaves.end
    return Left(begin, on, end)


def _after(ends: int, holds: int, words: int, through: int, lifted: int) -> int:
    """`holds` words after `ends`. Words of `through` do not count; with one of `lifted` it is over."""
    found, here, counted = 0, ends, words & ~(through | lifted)
    for _ in range(holds):
        if not here:
            break
        reached = flood(here << 1, through) & words
        found |= reached
        here = reached & counted
    return found & ~lifted


def _before(ends: int, back: int, words: int) -> int:
    """`back` words before `ends`."""
    found, here = 0, ends
    for _ in range(back):
        here = here >> 1 & words
        found |= here
    return found
