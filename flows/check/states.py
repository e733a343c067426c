"""Every state that a conversation can stand in, walked once: each journey, door and language.

Rule: the walk asks the engine itself what is live and what is due (flows.live),
so that what is proved is what runs. Answers are taken modulo what nothing reads.

Going back and changing are not walked: they lead to answers that a walk forward
leads to as well, and whatever is kept further on stays dormant or is read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Final, get_args

from flows.check.readers import Lens, outcomes, readers_of
from flows.library import Library
from flows.live import Pass, due, holds, said_before, walk
from flows.message import Desk
from flows.state import Answer
from flows.steps import Step

MOST: Final = 200_000
"""States of one journey. Past it the walk stops there, and the journey fails."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One state: where it is, what is due there, and one set of answers that leads to it.

    `due` is None when the library has nothing to say and no end. `turns` is the
    most questions that may have been answered on any way here.
    """

    door: str
    desk: Desk
    answers: Mapping[str, Answer] = field(repr=False)
    found: Pass = field(repr=False)
    due: Step | None
    place: int
    journey: str
    turns: int = 0
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """A library, and all the states that its conversations can stand in."""

    library: Library
    standings: tuple[Standing, ...]
    endless: frozenset[str] = frozenset()

    @property
    def states(self) -> int:
        """How many states there are: each stands in every language."""
        return len(self.standings) * len(self.library.languages)

    def at(self, *kinds: str) -> Iterator[Standing]:
        """The states in which a step of one of these kinds is due."""
        return (s for s in self.standings if s.due and s.due.kind in kinds)


def walk_all(library: Library, most: int = MOST) -> Walked:
    """Every reachable state, the first of each kind in the order of the steps."""
    walker = Walker(library, most)
    # One code stands for all that open the same.
    codes = {code.opens: code.id for code in library.codes.values()}
    for door in library.doors.values():
        for desk in get_args(Desk):
            walker.walk(door.id, desk, ("",) if door.typed else ("", *codes.values()))
    return Walked(library, tuple(walker.known), frozenset(walker.endless))


class Walker:
    """A walk under way. States are taken in the order of their steps, so each is met by all its ways first."""

    def __init__(self, library: Library, most: int = MOST) -> None:
        """A walk that has not begun."""
        self.library, self.most = library, most
        self.readers = readers_of(library)
        self.lens = Lens(self.readers)
        self.places: dict[str, list[int]] = {}
        for place, placed in enumerate(library.order):
            self.places.setdefault(placed.step.id, []).append(place)
        self.homes = {p.step.id: p.file[9:-5] for p in library.order if p.file.startswith("journeys/")}
        self.known: list[Standing] = []
        self.endless: set[str] = set()
        self.counts: dict[str, int] = {}

    def walk(self, door: str, desk: Desk, entries: tuple[str, ...]) -> None:
        """All states at `door` while the hub stands as `desk` says, for those who come by each of `entries`."""
        firsts = [self.standing(door, desk, {}, 0, entry) for entry in entries]
        waiting = {self.key(first): first for first in reversed(firsts)}
        number = count()
        heap = [(first.place, next(number), key) for key, first in waiting.items()]
        heapify(heap)
        while heap:
            at = waiting.pop(heappop(heap)[2])
            self.counts[at.journey] = self.counts.get(at.journey, 0) + 1
            if self.counts[at.journey] > self.most:
                self.endless.add(at.journey)
                continue
            self.known.append(at)
            for after in self.after(at):
                key = self.key(after)
                if key not in waiting:
                    heappush(heap, (after.place, next(number), key))
                    waiting[key] = after
                elif after.turns > waiting[key].turns:
                    waiting[key] = replace(waiting[key], turns=after.turns)

    def after(self, at: Standing) -> Iterator[Standing]:
        """Where each answer that anything tells apart leads."""
        if at.due is None or at.due.kind != "ask":
            return
        for answer in outcomes(at.due, self.readers):
            after = self.standing(at.door, at.desk, {**at.answers, at.due.id: answer}, at.turns + 1, at.entry)
            yield after if at.journey in {"", after.journey} else replace(after, turns=self._turns(at, after))

    def _turns(self, at: Standing, after: Standing) -> int:
        """Questions answered since the last one of the journey that has led into this one."""
        asked = [step.id for step in after.found.questions() if step.id in after.answers]
        former = [place for place, step in enumerate(asked) if self.homes.get(step) == at.journey]
        return len(asked) - 1 - former[-1] if former else after.turns

    def standing(self, door: str, desk: Desk, answers: Mapping[str, Answer], turns: int, entry: str = "") -> Standing:
        """The state in which these answers leave someone. `turns` is taken as it is told."""
        found = walk(self.library, answers, door, desk, entry)
        step = due(found, answers)
        journey = next((self.homes[s.id] for s in reversed(found.steps) if s.id in self.homes), "")
        return Standing(door, desk, answers, found, step, self._place(step, found), journey, turns, entry)

    def _place(self, step: Step | None, found: Pass) -> int:
        """Where in the order `step` is live. What comes before it reads nothing any more."""
        order = self.library.order
        for place in self.places[step.id] if step else ():
            if all(any(holds(table, found.seen) for table in when) for when in order[place].whens):
                return place
        return len(order)

    def key(self, at: Standing) -> object:
        """The same for two states that nothing to come can tell apart."""
        said = tuple(s.id for s in said_before(at.found, at.due)) if at.due else ()
        return at.place, said, at.journey, self.lens.key(at.found.seen, at.place)
