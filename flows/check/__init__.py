"""What is proved of a library before anyone is answered with it: each rule is a file here.

Rule: all findings are told at once. Rules that run the engine wait only for what
the engine cannot run without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Final

from flows.check import (
    commands_clear,
    conditions,
    contact_after_way,
    ends,
    engine_says,
    exits,
    fields,
    honest,
    intercepted,
    list_lead,
    neutral_words,
    one_gate,
    open_hours,
    placeholders,
    plain_words,
    reached,
    record_paths,
    sent_unasked,
    skippable,
    telling,
    text_size,
    translated,
    turn_limits,
    unasked,
)
from flows.check.states import Walked, walk_all
from flows.finding import Finding
from flows.library import Library

GROUND: Final = (one_gate, fields, engine_says, open_hours)
"""What the engine cannot run without."""
READ: Final = (
    conditions,
    record_paths,
    translated,
    placeholders,
    intercepted,
    commands_clear,
    plain_words,
    neutral_words,
    honest,
    reached,
    ends,
    turn_limits,
    skippable,
    contact_after_way,
    sent_unasked,
    unasked,
)
"""What is proved by reading, and by where the walk came."""
PLAYED: Final = (exits, telling, list_lead, text_size)
"""What is proved by running the engine in every state."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many states were walked, and what is wrong. `waiting` names the rules that could not be tried."""

    states: int
    findings: tuple[Finding, ...]
    waiting: tuple[str, ...] = ()


def check(library: Library) -> Report:
    """Everything that is wrong with `library`, rule by rule. An empty one is a proof."""
    walked = walk_all(library)
    found = by_rule(walked)
    waiting = tuple(name for rule in PLAYED if (name := _name(rule)) not in found)
    return Report(walked.states, tuple(f for some in found.values() for f in some), waiting)


def by_rule(walked: Walked) -> Mapping[str, tuple[Finding, ...]]:
    """The findings of each rule that could be tried, by its name."""
    found = dict(_tried((*GROUND, *READ), walked))
    if not any(found[_name(rule)] for rule in GROUND):
        found |= dict(_tried(PLAYED, walked))
    return found


def _tried(rules: tuple[ModuleType, ...], walked: Walked) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    for rule in rules:
        yield _name(rule), tuple(dict.fromkeys(rule.find(walked)))


def _name(rule: ModuleType) -> str:
    return rule.__name__.rpartition(".")[2]
