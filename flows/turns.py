"""The next thing said: a question, or the end.

Rule: an end forgets, and hands over only what its writer chose to send.
"""

from __future__ import annotations

from dataclasses import replace

from flows import hand_over
from flows.heard import Heard, says
from flows.keep import true
from flows.live import Pass, due
from flows.message import Reply, Turn
from flows.show import NOTHING, Mended, question
from flows.state import State
from flows.steps import Step


def go_on(heard: Heard, state: State, *, before: tuple[str, ...] = ()) -> Turn:
    """Whatever is due: the next question, or the end."""
    state, found = true(heard, state)
    step = due(found, state.answers)
    if step is None or step.kind == "end":
        return _close(heard, state, found, step, before)
    same = state.asked is not None and state.asked.step == step.id
    return ask(heard, state, found, step, before=before, brief=(bool(before) and same) or _hurried(heard, step))


def _hurried(heard: Heard, step: Step) -> bool:
    """Whether emergency words take the room of the lines; but never of those that say how to leave."""
    return heard.typed and bool(heard.danger) and not step.gate


def ask(  # noqa: PLR0913 - all that decides what a person sees
    heard: Heard,
    state: State,
    found: Pass,
    step: Step,
    *,
    before: tuple[str, ...] = (),
    mended: Mended = NOTHING,
    brief: bool = False,
) -> Turn:
    """`step` put to the person, and remembered as what they were last shown."""
    reply = question(heard.library, state, found, step, heard.now, before=before, mended=mended, brief=brief)
    return Turn(reply, replace(state, asked=reply.asked))


def _close(heard: Heard, state: State, found: Pass, step: Step | None, before: tuple[str, ...]) -> Turn:
    library, now = heard.library, heard.now
    hands_over = step is not None and step.hands_over
    if step is None or (hands_over and not hand_over.may_leave(library, state, found, now)):
        return Turn(_unsent(heard, state), None)
    made = hand_over.referral(library, state, found, now) if hands_over else None
    if made and not hand_over.may_tell(made):
        return Turn(_unsent(heard, state), None)
    return Turn(question(library, state, found, step, now, before=before), None, made)


def _unsent(heard: Heard, state: State) -> Reply:
    said = says(heard, state, "ended_unsent")
    return Reply(step="unsent", mood="goodbye", lines=said, language=state.language)
