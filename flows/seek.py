"""Patterns sought in a text: each is taken place by place, at all places of the text at once.

Rule: the work is words times patterns and never more. There is no backtracking, so
no text, however made, is slow.

What a pattern has come to is one number: the words of the text up to which it is filled. Its next place is
one shift and one 'and' (the shift-and of Baeza-Yates and Gonnet, with text and pattern changing places).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import chain
from operator import or_

from flows.grammar import Guard, Pattern
from flows.sought import Lines, Sought
from flows.standing import Standing, flood
from flows.undoing import Left, common, left

Filled = Iterator[tuple[Pattern, int, Left]]
"""Patterns that a text fills, the words that each ends with, and what its guards leave."""


def seek(sought: Sought, text: Standing) -> list[Pattern]:
    """The patterns that the text fills and nothing undoes."""
    fillers = text.sets[sought.fillers]
    guards: dict[Guard, int] = {}
    for pattern, ends, _ in _filled(sought.guards, text, {}, fillers):
        if pattern.guard:
            guards[pattern.guard] = guards.get(pattern.guard, 0) | ends
    heard: list[Pattern] = []
    covering: dict[str, list[tuple[Pattern, int]]] = {}
    for pattern, ends, leave in _filled(sought.patterns, text, left(guards, sought.reaches, text), fillers):
        if not pattern.ends:
            heard += [pattern] if ends & leave.end else []
        elif over := flood(ends << 1, fillers) & text.ends:
            if pattern.all_of_it:
                covering.setdefault(pattern.raises, []).append((pattern, over))
            else:
                heard.append(pattern)
    said = flood((text.words & ~fillers) << 1, text.words) & text.ends if covering else 0
    for patterns in covering.values():
        if said and not said & ~reduce(or_, (over for _, over in patterns)):
            heard += [pattern for pattern, _ in patterns]
    return heard


def _filled(sought: Lines, text: Standing, by_guard: Mapping[str, Left], fillers: int) -> Filled:
    """The patterns that are filled somewhere. Written for speed: each line asks about the whole text."""
    sets = text.sets
    everything = Left(text.words, text.words, text.words)
    alone = flood(text.ends << 1 | 1, fillers)
    known: dict[frozenset[str], Left] = {}
    for line in chain.from_iterable(map(sought.__getitem__, sought.keys() & text.met)):
        if not sets[line.last]:
            continue
        unless = line.pattern.unless
        leave = known.get(unless)
        if leave is None:
            undone = not unless.isdisjoint(by_guard)
            leave = known[unless] = common(everything, by_guard, unless) if undone else everything
        here = sets[line.first] & leave.begin
        if line.pattern.alone:
            here &= alone
        on = leave.on
        for place in line.steps if here else ():
            taken = (here & on) << 1 & sets[place]
            if place < 0:
                here |= taken
                continue
            here = taken
            if not here:
                break
        if here:
            yield line.pattern, here, leave
