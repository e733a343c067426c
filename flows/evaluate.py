r"""How well danger is heard: labelled messages put through the listener, and the report on it.

Rule: every miss and every false alarm is in the report, word for word; a figure
stands beside the counts that it is made of.

A file of messages has a line for each: language, labels and words, parted by tabs.
A label is the id of a trigger; with '?' behind it either way is right, '-' is none,
and '!' in front says that it is known to be got wrong. '\u200b' is that character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from flows.facts import Trigger
from flows.library import Library
from flows.message import Message
from flows.safety import raised_by

DANGER: Final = "danger_now"
"""The trigger that is immediate danger."""
RECALL, PRECISION = 0.95, 0.7
"""What immediate danger has to reach."""
KNOWN_AS: Final[Mapping[str, str]] = {
    "strangulation": "strangled",
    "leaving": "pregnant_or_leaving",
    "both": "both_used_force",
    "other_person": "someone_else_types",
    "beside_me": "other_is_beside",
}
"""Names by which people who wrote messages for us knew some triggers."""
MARK: Final = "<!-- What follows is written by: frontdoor flows triggers --write docs/triggers.md -->"
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
_MANY: Final = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message, the triggers it must set off, and those it may."""

    language: str
    must: frozenset[str]
    may: frozenset[str]
    words: str = field(repr=False)
    known_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one message set off. `notice` is whether it is answered with the emergency words."""

    message: Labelled
    heard: frozenset[str]
    notice: bool = False

    @property
    def missed(self) -> frozenset[str]:
        """What it should have set off and did not."""
        return self.message.must - self.heard

    @property
    def false(self) -> frozenset[str]:
        """What it set off and should not have."""
        return self.heard - self.message.must - self.message.may


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts for one trigger in one language."""

    heard: int
    missed: int
    false: int

    @property
    def recall(self) -> float:
        """Of those that should have been heard, the part that was; 1 when there were none."""
        return self.heard / (self.heard + self.missed) if self.heard + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Of those that were heard, the part that should have been; 1 when there were none."""
        return self.heard / (self.heard + self.false) if self.heard + self.false else 1.0


def read(path: Path) -> tuple[Labelled, ...]:
    """The messages in a file. Raises OSError, and ValueError for a line that is not one."""
    lines = path.read_text("utf-8").splitlines()
    return tuple(_labelled(line) for line in lines if line and not line.startswith("#"))


def _labelled(line: str) -> Labelled:
    parts = line.split("\t")
    if len(parts) != _MANY:
        raise ValueError(f"Not a language, labels and words, parted by tabs: '{line}'.")
    labels = [_id(label) for label in parts[1].split()]
    return Labelled(
        parts[0],
        frozenset(label for label in labels if label not in {"-", "!"} and not label.endswith("?")),
        frozenset(label[:-1] for label in labels if label.endswith("?")),
        _ESCAPED.sub(lambda found: chr(int(found[1], 16)), parts[2]),
        known_wrong="!" in labels,
    )


def _id(label: str) -> str:
    """The label by the id of its trigger, whichever name people gave it."""
    bare = label.removesuffix("?")
    return f"{KNOWN_AS.get(bare, bare)}{label[len(bare) :]}"


def outcomes(library: Library, messages: Iterable[Labelled]) -> tuple[Outcome, ...]:
    """What each message sets off, typed as the only text of somebody."""
    return tuple(_outcome(library, message) for message in messages)


def _outcome(library: Library, message: Labelled) -> Outcome:
    raised = raised_by(library, Message("", 0, "sms", words=message.words))
    return Outcome(message, frozenset(trigger.id for trigger in raised), any(_notice(trigger) for trigger in raised))


def _notice(trigger: Trigger) -> bool:
    return trigger.notice and trigger.then != "close"


def figures(found: Iterable[Outcome], trigger: str) -> Figures:
    """The counts for `trigger`; messages that may go either way are not counted."""
    plain = [outcome for outcome in found if trigger not in outcome.message.may]
    heard = sum(trigger in outcome.heard & outcome.message.must for outcome in plain)
    missed = sum(trigger in outcome.missed for outcome in plain)
    return Figures(heard, missed, sum(trigger in outcome.false for outcome in plain))


def reached(found: Iterable[Outcome]) -> bool:
    """Whether immediate danger is heard as well as it has to be."""
    danger = figures(found, DANGER)
    return danger.recall >= RECALL and danger.precision >= PRECISION


def placed(page: str, report: str) -> str:
    """`page` with `report` below its mark, in place of what stood there. Raises ValueError for a page without one."""
    if MARK not in page:
        raise ValueError(f"The page has no line '{MARK}'.")
    return f"{page.partition(MARK)[0]}{MARK}\n\n{report}"


def report(library: Library, messages: Sequence[Labelled]) -> str:
    """The figures and every mistake, as Markdown."""
    found = outcomes(library, messages)
    return "\n".join((*_head(found), "", *_tables(library, found), *_mistakes(found))) + "\n"


def _head(found: Sequence[Outcome]) -> Iterator[str]:
    danger = figures(found, DANGER)
    none = sum(not outcome.message.must for outcome in found)
    yield f"{len(found)} messages, {none} of them with nothing to hear."
    yield ""
    yield f"Immediate danger, all languages: {_said(danger)}."
    yield ""
    for language in dict.fromkeys(outcome.message.language for outcome in found):
        own = figures([outcome for outcome in found if outcome.message.language == language], DANGER)
        yield f"- {language}: {_said(own)}"
    yield from ("", _told(found))
    met = "Reached." if reached(found) else "**Not reached.**"
    yield from ("", f"To reach: recall {RECALL}, precision {PRECISION}. {met}")


def _told(found: Sequence[Outcome]) -> str:
    """What people see of it: the emergency words, whichever trigger brings them."""
    danger = [outcome.notice for outcome in found if DANGER in outcome.message.must]
    nothing = [outcome.notice for outcome in found if not outcome.message.must]
    return (
        f"Answered with the emergency words: {sum(danger)} of {len(danger)} in immediate danger, "
        f"{sum(nothing)} of {len(nothing)} with nothing to hear."
    )


def _said(counts: Figures) -> str:
    of = counts.heard + counts.missed
    return (
        f"recall {counts.recall:.3f} ({counts.heard} of {of}), precision {counts.precision:.3f} ({counts.false} false)"
    )


def _tables(library: Library, found: Sequence[Outcome]) -> Iterator[str]:
    yield from (
        "| language | trigger | messages | heard | missed | false | recall | precision |",
        "|---|---|" + "---:|" * 6,
    )
    for language in dict.fromkeys(outcome.message.language for outcome in found):
        own = [outcome for outcome in found if outcome.message.language == language]
        for trigger in library.triggers:
            counts = figures(own, trigger.id)
            if not counts.heard + counts.missed + counts.false:
                continue
            numbers = f"{counts.heard + counts.missed} | {counts.heard} | {counts.missed} | {counts.false}"
            yield f"| {language} | {trigger.id} | {numbers} | {counts.recall:.2f} | {counts.precision:.2f} |"
    yield ""


def _mistakes(found: Sequence[Outcome]) -> Iterator[str]:
    yield from ("### Every miss", "")
    yield from _listed((outcome.message, outcome.missed) for outcome in found)
    yield from ("", "### Every false alarm", "")
    yield from _listed((outcome.message, outcome.false) for outcome in found)


def _listed(mistakes: Iterable[tuple[Labelled, frozenset[str]]]) -> Iterator[str]:
    lines = [f"- {m.language}, {', '.join(sorted(wrong))}: {_shown(m.words)}" for m, wrong in mistakes if wrong]
    yield from lines or ["None."]


def _shown(words: str) -> str:
    """The words as code, with characters that cannot be seen spelt out."""
    seen = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in words)
    return f"`{seen}`"
