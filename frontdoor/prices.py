"""What a referral costs by text: each journey, played from the first word to the end that sends.

Rule: the texts that are counted are the very texts that people get.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.check.states import Standing, walk_all
from flows.check.texts import NOON, stretched
from flows.library import Library
from flows.live import due, walk
from flows.message import Now
from flows.segments import segments
from flows.show import question
from flows.state import SKIPPED, Answer, State
from flows.written import as_texted


@dataclass(frozen=True, slots=True)
class Cost:
    """One way through a journey in one language: questions answered, and segments out and in."""

    journey: str
    language: str
    questions: int
    out: int
    in_: int

    def pence(self, out: float, in_: float) -> float:
        """The price of it, at these prices of one segment."""
        return self.out * out + self.in_ * in_


def costs(library: Library, door: str) -> Iterator[tuple[Cost, Cost]]:
    """The shortest way to have sent something, with DONE, and the longest, of each journey and language."""
    walked = walk_all(library)
    for journey in library.journeys:
        ends = [at for at in walked.at("end") if at.journey == journey and _sends(at, door)]
        for language in library.languages if ends else ():
            short = min((_cost(library, at, language, done=True) for at in ends), key=_size)
            yield short, max((_cost(library, at, language) for at in ends), key=_size)


def _size(cost: Cost) -> tuple[int, int]:
    return cost.questions, cost.out


def _sends(at: Standing, door: str) -> bool:
    """Whether somebody comes to send here, straight: one who came by another journey has answered that as well."""
    straight = at.turns == len(at.answers)
    return straight and at.door == door and at.desk == "open" and at.due is not None and at.due.hands_over


def _cost(library: Library, end: Standing, language: str, *, done: bool = False) -> Cost:
    """Each text on the way to this end, and one back for each; a first one opens it. Safe-to-talk is no question."""
    sizes = [segments(text).count for text in _texts(library, end, language, done=done)]
    return Cost(end.journey, language, len(sizes) - 2, sum(sizes), len(sizes))


def _texts(library: Library, end: Standing, language: str, *, done: bool) -> Iterator[str]:
    """What is sent on the way; with `done`, of all that DONE passes over the first alone, for DONE to answer it."""
    now, given, passing = Now(NOON, end.desk), dict[str, Answer](), False
    for _ in range(len(end.answers) + 1):
        found = walk(library, given, end.door, end.desk)
        step = due(found, given)
        if step is None:
            return
        answer = end.answers.get(step.id, {})
        passed = done and step.optional and not step.about_contact and set(answer.values()) == {SKIPPED}
        if not (passed and passing):
            state = State(door=end.door, language=language, heard_at=NOON, answers=given)
            text = as_texted(library, question(library, state, found, step, now))
            yield stretched(library, end.door, language, text)
        passing = passing or passed
        given = {**given, step.id: answer} if answer else given
