"""One person's conversation under way: the answers, and little else.

Rule: the next question is never stored, it is derived from the answers. What is
here goes to JSON and comes back the same, in as few bytes as it can.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, Self

SKIPPED = "skipped"

Value = str | tuple[str, ...]
Answer = Mapping[str, Value]


class Asked(NamedTuple):
    """Which question a person saw, and the digest of the words it was put in."""

    step: str
    digest: str


class Kept(NamedTuple):
    """Words that answered nothing, kept as the person's own, and the step they were said at."""

    step: str
    text: str

    def __repr__(self) -> str:
        """Where it was said, never what."""
        return f"Kept(step={self.step!r})"


class Held(NamedTuple):
    """The message that met the gap, waiting until it is safe to talk again."""

    asked: Asked | None
    words: str | None
    fields: Mapping[str, tuple[str, ...]] | None

    def __repr__(self) -> str:
        """What it answers, never how."""
        return f"Held(asked={self.asked!r})"


@dataclass(frozen=True, slots=True)
class State:
    """A conversation, as the engine needs it. Times are unix seconds.

    `asked` is (step, digest) of the question last shown, and `part` the one
    field of it that a typed door asked alone. `raised` says when each trigger
    was answered in full. `told` is the step and time of the last free-text
    answer, so that a quick second text can join it. `consents` maps a consent
    step to the digest of what was shown when it was given. `rest` are words of
    ours that wait for MORE.
    """

    door: str
    language: str
    heard_at: int
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    asked: Asked | None = None
    part: str | None = None
    misses: int = 0
    raised: Mapping[str, int] = field(default_factory=dict)
    words: tuple[Kept, ...] = field(default=(), repr=False)
    held: Held | None = field(default=None, repr=False)
    told: tuple[str, int] | None = None
    consents: Mapping[str, str] = field(default_factory=dict)
    door_notes: Mapping[str, str] = field(default_factory=dict, repr=False)
    held_by: str | None = field(default=None, repr=False)
    entry: str | None = None
    rest: tuple[str, ...] = field(default=(), repr=False)

    def to_json(self) -> str:
        """The state in compact JSON; what is at its default is left out."""
        bare = {name: said for name in _NAMES if (said := getattr(self, name)) or name in _ALWAYS}
        return _JSON.encode(bare)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The state that `to_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
        bare: dict[str, Any] = json.loads(text)
        for name, restore in _RESTORE.items():
            if name in bare:
                bare[name] = restore(bare[name])
        return cls(**bare)


_NAMES = tuple(f.name for f in fields(State))
_ALWAYS = frozenset({"door", "language", "heard_at"})
_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


def _answers(bare: dict[str, dict[str, Any]]) -> dict[str, dict[str, Value]]:
    return {step: _values(answer) for step, answer in bare.items()}


def _values(bare: dict[str, Any]) -> dict[str, Value]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in bare.items()}


def _held(bare: list[Any]) -> Held:
    asked, words, given = bare
    return Held(
        Asked(*asked) if asked else None,
        words,
        {name: tuple(v) for name, v in given.items()} if given is not None else None,
    )


_RESTORE: Mapping[str, Callable[[Any], Any]] = {
    "answers": _answers,
    "asked": lambda bare: Asked(*bare),
    "words": lambda bare: tuple(Kept(*pair) for pair in bare),
    "held": _held,
    "told": tuple,
    "rest": tuple,
}
