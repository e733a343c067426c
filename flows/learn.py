"""Weights learned from labelled messages: logistic regression, by plain sums and in a fixed order.

Rule: the same messages give the same weights on every machine. No file is judged by
weights that were learned from it: the mark at which a trigger is heard is set by
leaving out one file after another.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from flows.book import Asking
from flows.clues import Shown, shown
from flows.evaluate import DANGER, Labelled, read
from flows.evidence import PLACES
from flows.library import Library

AIM: Final[Mapping[str, float]] = {DANGER: 0.7}
"""Precision that the mark of a trigger keeps on files left out; what is spare is spent on recall."""
AIM_OF_OTHERS: Final = 0.65
MANY: Final[Mapping[str, int]] = {DANGER: 5000}
MANY_OF_OTHERS: Final = 800
"""Clues that are weighed for a trigger: few enough to be read, and nothing is lost by the rest."""
PATTERNS_ALONE: Final = frozenset({"other_is_beside", "someone_else_types"})
"""What closes or hushes a conversation: weights have no say in it."""
OWN: Final = frozenset({"work", "seen", "answers"})
"""Files by the hand that wrote the patterns. They teach, but nothing is judged by them."""
COUNTS: Final[Mapping[str, float]] = {"answers": 8.0, "work": 1.0, "seen": 1.0}
"""How much a message counts. Ordinary answers do most: to them no alarm may be raised."""
OTHERS: Final = 2.0
"""The same for a message by another hand."""
_ROUNDS: Final = 6
_STEP: Final = 0.1
_KEPT: Final = 0.001  # how strongly weights are drawn back to nothing
_OFTEN: Final = 2
_LEAST: Final = 0.08
_RARE: Final = 50


@dataclass(frozen=True, slots=True)
class Source:
    """One file of messages by its name. A `held` file is left out in turn, to judge by; the others always teach."""

    name: str
    messages: tuple[Labelled, ...] = field(repr=False)
    held: bool = False
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class _Case:
    """One message as its stretches, and what patterns alone hear in it."""

    message: Labelled
    stretches: tuple[Shown, ...]
    patterns: frozenset[str]
    counts: float


Case = tuple[Sequence[Shown], bool, float]
"""One message to learn from: its stretches, whether it is one that should be heard, and how much it counts."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights by the number of the clue, and the score that every text starts with."""

    weights: Mapping[int, float]
    bias: float

    def score(self, case: _Case) -> float:
        """That of the strongest stretch."""
        return max((self._of(stretch) for stretch in case.stretches), default=-math.inf)

    def _of(self, stretch: Shown) -> float:
        return self.bias + sum(self.weights.get(number, 0.0) for number in sorted(stretch))


@dataclass(frozen=True, slots=True)
class Judged:
    """How one trigger was heard in one file while that was left out, by patterns and weights together."""

    trigger: str
    source: str
    language: str
    heard: int
    missed: int
    false: int

    def __str__(self) -> str:
        of, said = self.heard + self.missed, self.heard + self.false
        recall, precision = self.heard / max(1, of), self.heard / max(1, said)
        return (
            f"{self.trigger}, {self.source} left out, {self.language}: "
            f"recall {recall:.3f} ({self.heard} of {of}), precision {precision:.3f} ({self.false} false)"
        )


def sources(unseen: Path) -> tuple[Source, ...]:
    """The files of messages beside `unseen`, and never that one. Raises OSError and ValueError as reading does."""
    paths = [path for path in sorted(unseen.parent.glob("*.tsv")) if path.name != unseen.name]
    return tuple(
        Source(path.stem, read(path), held=path.stem not in OWN, counts=COUNTS.get(path.stem, OTHERS)) for path in paths
    )


def ours(library: Library) -> Source:
    """What we say and understand ourselves: choices, hints and commands. It tells of nobody."""
    fields = [f for step in library.steps.values() for f in step.fields]
    wordings = [w for step in library.steps.values() for w in (step.wording, *step.on.values())]
    said = {label for f in fields for label in f.choices.values()}
    said |= {words for f in fields for heard in f.hears.values() for words in heard}
    said |= {hint for hint in (*(f.hint for f in fields), *(w.hint for w in wordings)) if hint}
    said |= {words for heard in library.commands.values() for words in heard}
    none = frozenset[str]()
    told = (Labelled("en", none, library.listener.hear(words).triggers, words) for words in sorted(said))
    return Source("our own words", tuple(told), counts=COUNTS["answers"])


class Teacher:
    """The messages of all sources, read once into what they show."""

    def __init__(self, library: Library, sources: Sequence[Source]) -> None:
        self._numbers: dict[str, int] = {}
        self._scored: dict[str, list[tuple[str, float, _Case]]] = {}
        self.triggers = tuple(t.id for t in library.triggers if t.id not in PATTERNS_ALONE)
        self.sources = tuple(sources)
        self._cases = {source.name: [self._case(library, source, m) for m in source.messages] for source in sources}

    def _case(self, library: Library, source: Source, message: Labelled) -> _Case:
        listener = library.listener
        book = Asking(listener.evidence.families, self._number)
        stretches = shown([book.of(word) for word in listener.said(message.words)], book)
        return _Case(message, stretches, listener.hear(message.words).triggers, source.counts)

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def table(self, on: str) -> dict[str, Any]:
        """All that is kept in weights.json, learned `on` this day."""
        names = {number: name for name, number in self._numbers.items()}
        judged = [row for trigger in self.triggers for row in self.judged(trigger)]
        hears = {trigger: self._hears(trigger, names) for trigger in self.triggers}
        many = sum(len(source.messages) for source in self.sources)
        return {"about": f"Learned on {on} from {many} messages; {_figures(judged)}", "hears": hears}

    def _hears(self, trigger: str, names: Mapping[int, str]) -> dict[str, Any]:
        learnt = self._taught(trigger, "")
        clues: dict[str, dict[str, float]] = {}
        for name, n in sorted((names[n], n) for n, w in learnt.weights.items() if abs(w) >= _LEAST):
            kind, _, what = name.partition(":")
            clues.setdefault(kind, {})[what] = round(learnt.weights[n] * PLACES) / PLACES
        bias = round(learnt.bias * PLACES) / PLACES
        return {"bias": bias, "from": max(self.mark(trigger), bias + 1 / PLACES), "clues": clues}

    def mark(self, trigger: str) -> float:
        """The lowest score that keeps the precision aimed at, over all files, each left out in its turn."""
        scored = [(score, case) for name, score, case in self._left_out(trigger) if name in self._about(trigger)]
        true = sum(_is(trigger, case) and trigger in case.patterns for _, case in scored)
        false = sum(not _is(trigger, case) and trigger in case.patterns for _, case in scored)
        aim, mark = AIM.get(trigger, AIM_OF_OTHERS), math.inf
        for score, case in sorted(scored, key=lambda pair: -pair[0]):
            if trigger in case.patterns:
                continue
            true, false = true + _is(trigger, case), false + (not _is(trigger, case))
            if true >= aim * (true + false):
                mark = score
        top = max((score for score, _ in scored), default=0.0)
        return math.floor(min(mark, top + 1) * PLACES) / PLACES

    def judged(self, trigger: str) -> list[Judged]:
        """How well `trigger` is heard in each file and language while the file is left out."""
        mark = self.mark(trigger)
        found: Counter[tuple[str, str, str]] = Counter()
        for source, score, case in self._left_out(trigger):
            heard, true = score >= mark or trigger in case.patterns, _is(trigger, case)
            what = ("heard" if heard else "missed") if true else ("false" if heard else "quiet")
            found[source, case.message.language, what] += 1
        files = dict.fromkeys((source, language) for source, language, _ in found)
        return [
            Judged(trigger, s, g, found[s, g, "heard"], found[s, g, "missed"], found[s, g, "false"]) for s, g in files
        ]

    def _about(self, trigger: str) -> frozenset[str]:
        """The files that hold enough of `trigger` to tell how precisely it is heard."""
        cases = ((source, self._cases[source.name]) for source in self.sources if source.held)
        return frozenset(
            source.name for source, own in cases if sum(_is(trigger, case) for case in own) * _RARE >= len(own)
        )

    def _left_out(self, trigger: str) -> list[tuple[str, float, _Case]]:
        """Each case of each held file with its score, by weights that were learned without the file."""
        if trigger not in self._scored:
            self._scored[trigger] = [
                (source.name, learnt.score(case), case)
                for source in self.sources
                if source.held
                for learnt in [self._taught(trigger, source.name)]
                for case in self._cases[source.name]
                if trigger not in case.message.may
            ]
        return self._scored[trigger]

    def _taught(self, trigger: str, without: str) -> Learnt:
        cases = [
            case
            for source in self.sources
            if source.name != without
            for case in self._cases[source.name]
            if case.stretches and trigger not in case.message.may
        ]
        taught = [(case.stretches, _is(trigger, case), case.counts) for case in cases]
        return chosen(taught, len(self._numbers), MANY.get(trigger, MANY_OF_OTHERS))


def _is(trigger: str, case: _Case) -> bool:
    return trigger in case.message.must


def chosen(cases: Sequence[Case], size: int, many: int) -> Learnt:
    """Weights for no more than `many` clues: those that say most when all are weighed, then weighed anew."""
    often = Counter(number for stretches, _, _ in cases for number in frozenset().union(*stretches))
    first = regression(cases, size).weights
    best = sorted(first, key=lambda n: (-abs(first[n]) * math.sqrt(often[n]), n))[:many]
    keep = frozenset(best)
    return regression([([stretch & keep for stretch in stretches], y, c) for stretches, y, c in cases], size)


def regression(cases: Sequence[Case], size: int) -> Learnt:
    """Weights for clues by logistic regression, each step scaled by the steps before it (Adagrad).

    A message is as strong as its strongest stretch, so that one alone is taught from.
    """
    often = Counter(number for stretches, _, _ in cases for number in frozenset().union(*stretches))
    rows = [([sorted(n for n in s if often[n] >= _OFTEN) for s in stretches], y, c) for stretches, y, c in cases]
    weights, steps = [0.0] * size, [0.01] * size
    bias, bias_steps = 0.0, 0.01
    for turn in range(_ROUNDS):
        for at in _order(len(rows), turn):
            stretches, true, counts = rows[at]
            score, stretch = max((bias + sum(weights[n] for n in s), s) for s in stretches)
            slope = (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - true) * counts
            bias_steps += slope * slope
            bias -= _STEP * slope / math.sqrt(bias_steps)
            for n in stretch:
                own = slope + _KEPT * weights[n]
                steps[n] += own * own
                weights[n] -= _STEP * own / math.sqrt(steps[n])
    return Learnt({n: w for n, w in enumerate(weights) if w}, bias)


def _order(count: int, turn: int) -> list[int]:
    """The cases well mixed, in another order every turn, and the same on every machine."""
    return sorted(range(count), key=lambda at: hashlib.blake2b(f"{turn} {at}".encode(), digest_size=8).digest())


def _figures(judged: Iterable[Judged]) -> str:
    danger = [row for row in judged if row.trigger == DANGER]
    heard, missed, false = (sum(getattr(row, key) for row in danger) for key in ("heard", "missed", "false"))
    recall, precision = heard / max(1, heard + missed), heard / max(1, heard + false)
    return f"immediate danger in files left out in turn: recall {recall:.3f}, precision {precision:.3f}"


def written(table: Mapping[str, Any]) -> str:
    """The text of weights.json: a line for each clue, in order."""
    return json.dumps(table, ensure_ascii=False, indent=0) + "\n"
