"""Answers kept, replaced and let go: state in, state out.

Rule: an answer that is changed or dropped takes every consent with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows import hand_over
from flows.answers import LONGEST
from flows.heard import Heard, walked
from flows.library import Library
from flows.live import Pass
from flows.state import SKIPPED, Answer, Kept, State
from flows.steps import Step

JOINS: Final = 30
"""Seconds within which a second text is the rest of the first."""
WORDS_KEPT: Final = 8_000
"""Characters of a person's own words kept beside their answers; more than that is let go."""


def true(heard: Heard, state: State) -> tuple[State, Pass]:
    """The state without answers whose step is gone, and without consent to words that have changed."""
    gone = [i for i in state.answers if i not in heard.library.steps]
    if gone:
        state = replace(state, answers={i: a for i, a in state.answers.items() if i not in gone})
    found = walked(heard, state)
    given = [step for step in found.questions() if step.consents and step.id in state.answers]
    for step in given:
        if not hand_over.consent_stands(heard.library, state, found, step):
            state = without(heard.library, state, step)
            return state, walked(heard, state)
    return state, found


def settle(library: Library, state: State, step: Step, answer: Answer) -> State:
    """The state with this answer. One that replaces another takes every consent with it."""
    had = state.answers.get(step.id, {})
    if any(had[name] != value for name, value in answer.items() if name in had):
        state = without(library, state, step)
    return replace(state, answers={**state.answers, step.id: answer}, misses=0, part=None)


def without(library: Library, state: State, step: Step) -> State:
    """The state without the answer to `step`, and without any consent."""
    dropped = {step.id} | {i for i in state.answers if _is_consent(library, i)}
    kept = {i: a for i, a in state.answers.items() if i not in dropped}
    return replace(state, answers=kept, consents={})


def _is_consent(library: Library, step: str) -> bool:
    return step in library.steps and library.steps[step].consents


def keeping(state: State, step: Step, words: str) -> State:
    """The state with words that answered nothing. None are kept before it is safe to talk."""
    room = WORDS_KEPT - sum(len(kept.text) for kept in state.words)
    kept = Kept(step.id, words[:room])
    if step.gate or not words.strip() or room <= 0 or kept in state.words:
        return state
    return replace(state, words=(*state.words, kept))


def join_last(heard: Heard, state: State, words: str) -> State | None:
    """The state with this text added to the one before it, if it is the rest of it."""
    if not state.told or heard.now.at - state.told[1] > JOINS or not words:
        return None
    step = heard.library.steps[state.told[0]]
    had = dict(state.answers.get(step.id, {}))
    for f in step.fields:
        if f.kind == "text" and had.get(f.id, SKIPPED) != SKIPPED:
            had[f.id] = f"{had[f.id]}\n{words}"[:LONGEST]
            return replace(state, answers={**state.answers, step.id: had}, told=(step.id, heard.now.at))
    return None


def all_skipped(step: Step) -> dict[str, str]:
    """Every field of `step`, skipped."""
    return dict.fromkeys((f.id for f in step.fields), SKIPPED)
