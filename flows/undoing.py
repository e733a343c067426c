"""What guards undo, as bits: where nothing may begin while they hold, and which ends do not stand.

Rule: a guard that holds is a row of ones, one shorter with each word; its lowest one is the guard
itself. What is asked is worked out once and kept, a few hundred answers of a kind and no more: no
text may fill memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Final

from flows.grammar import Guard, Pattern

_KEPT: Final = 256

Effect = tuple[int, int, tuple[tuple[int, int], ...]]
"""What guards do: those that hold from here, the places they leave alone, and each that undoes so many words back."""
Starts = Mapping[tuple[int, bool], int]
"""Where patterns begin, by the guards that keep them from it and by whether they are the whole sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One guard as bits: its row of ones, where its patterns end, the words that it looks through and that lift it.

    `left` are the places that it leaves alone when it ends.
    """

    guard: Guard
    ones: int
    ends: int
    through: int
    lifted: int
    left: int = -1


@dataclass(frozen=True, slots=True)
class Undoing:
    """The guards as bits. `lows` are the guards themselves, `ends` where their patterns end.

    `opened` tells where a pattern may begin while guards hold, and while the sentence has said nothing. `moved`
    tells of a word's bits in `moves` the guards that it leaves as they are, and what it does not lift. `done` tells
    what guards do that end at these bits, and `allowed` the ends that stand although guards came after them.
    """

    lows: int
    ends: int
    moves: int
    opened: Callable[[int, bool], int] = field(repr=False)
    moved: Callable[[int], tuple[int, int]] = field(repr=False)
    done: Callable[[int], Effect] = field(repr=False)
    allowed: Callable[[int], int] = field(repr=False)


def undoing(rows: Sequence[Row], starts: Starts, ends: Mapping[int, Pattern], numbers: Mapping[str, int]) -> Undoing:
    """The guards in `rows`, over patterns that begin at `starts` and end at `ends`."""
    return Undoing(
        lows=every(numbers.values()),
        ends=every(row.ends for row in rows),
        moves=every(row.through | row.lifted for row in rows),
        opened=lru_cache(_KEPT)(partial(_opened, starts)),
        moved=lru_cache(_KEPT)(partial(_moved, rows)),
        done=lru_cache(_KEPT)(partial(_done, rows, numbers)),
        allowed=lru_cache(_KEPT)(partial(_allowed, ends, numbers)),
    )


def lanes(guards: Iterable[Guard]) -> dict[str, int]:
    """For each guard by its name the ones that it may fill, side by side."""
    longest: dict[str, int] = {}
    for guard in guards:
        longest[guard.name] = max(1, guard.holds, longest.get(guard.name, 1))
    found, at = {}, 0
    for name, size in sorted(longest.items()):
        found[name] = ((1 << size) - 1) << at
        at += size
    return found


def named(numbers: Mapping[str, int], names: Iterable[str]) -> int:
    """The guards of these names, as bits."""
    return every(numbers[name] for name in names if name in numbers)


def every(bits: Iterable[int]) -> int:
    """All of these bits."""
    found = 0
    for bit in bits:
        found |= bit
    return found


def _opened(starts: Starts, active: int, first: bool) -> int:  # noqa: FBT001 - asked for every word
    return every(bits for (unless, alone), bits in starts.items() if not unless & active and (first or not alone))


def _moved(rows: Sequence[Row], flags: int) -> tuple[int, int]:
    return every(r.ones for r in rows if r.through & flags), ~every(r.ones for r in rows if r.lifted & flags)


def _done(rows: Sequence[Row], numbers: Mapping[str, int], ended: int) -> Effect:
    holds, left, backs = 0, -1, []
    for row in rows:
        if row.ends & ended:
            low = numbers[row.guard.name]
            holds |= ((1 << row.guard.holds) - 1) * low
            left &= row.left
            backs += [(low, row.guard.back)] if row.guard.back else []
    return holds, left, tuple(backs)


def _allowed(ends: Mapping[int, Pattern], numbers: Mapping[str, int], undone: int) -> int:
    return every(1 << bit for bit, pattern in ends.items() if not undone & named(numbers, pattern.unless))
