"""The flat list nested again, for one door: what stands under one condition is passed over in one step.

Rule: the order is that of the list, and nothing is in it that can never be live at the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flows.steps import Condition, Placed, Step

When = tuple[Condition, ...]
Pairs = tuple[tuple[str, tuple[str, ...]], ...]
"""A condition's table as plain pairs: every turn reads them all, and these are read soonest."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Steps that stand under one condition, which holds when any of its tables does."""

    when: tuple[Pairs, ...]
    inside: tuple[Node, ...]


Node = Step | Branch


@dataclass(frozen=True, slots=True)
class _Under:
    """A step, and the conditions around it that are still to be told. `whole` are these as the library has them."""

    step: Step
    whens: tuple[When, ...]
    whole: tuple[When, ...]


def nested(order: Sequence[Placed], door: str) -> tuple[Node, ...]:
    """The steps that may be live at `door`, under the conditions that are not about doors."""
    return tuple(_nodes([under for placed in order if (under := _at(placed, door))]))


def _at(placed: Placed, door: str) -> _Under | None:
    left = tuple((when, at_door(when, door)) for when in placed.whens)
    if any(not tables for _, tables in left):
        return None
    # A table without a condition always holds, and so does what it stands in.
    asked = [(when, tables) for when, tables in left if all(tables)]
    return _Under(placed.step, tuple(tables for _, tables in asked), tuple(when for when, _ in asked))


def at_door(when: When, door: str) -> When:
    """What is left of a condition at `door`: () when it cannot hold there, an empty table where it always does."""
    fitting = (table for table in when if door in table.get("door", (door,)))
    return tuple({name: values for name, values in table.items() if name != "door"} for table in fitting)


def _nodes(steps: Sequence[_Under]) -> Iterator[Node]:
    # By identity: the library holds one tuple for all the steps that a `use` brings in.
    for _, same in groupby(steps, key=lambda under: id(under.whole[0]) if under.whole else 0):
        under = list(same)
        if not under[0].whole:
            yield from (one.step for one in under)
        else:
            inner = [_Under(one.step, one.whens[1:], one.whole[1:]) for one in under]
            yield Branch(tuple(tuple(table.items()) for table in under[0].whens[0]), tuple(_nodes(inner)))
