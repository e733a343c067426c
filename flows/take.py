"""A message taken as an answer to the question that its sender saw.

Rule: it answers that question and no other; if the question has changed since,
it is asked again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows import answers as reading
from flows import commands
from flows.heard import Heard, asked_now, says, walked
from flows.keep import all_skipped, join_last, keeping, settle
from flows.live import complete, due, gate_of, is_safe, walk_to_gates
from flows.message import Message, Turn
from flows.said_back import with_back
from flows.show import Mended
from flows.state import Held, State
from flows.steps import Step
from flows.turns import ask, go_on

TRIES: Final = 3
"""Replies that do not fit before a question is let go, or a person is offered."""


def answer(heard: Heard, state: State, message: Message) -> Turn:
    """Read the message against the question that it answers, which may not be the one now due."""
    asked = message.asked or state.asked
    if asked and asked.step == commands.CHANGES:
        return _chosen_change(heard, state, message)
    step = heard.library.steps.get(asked.step) if asked else None
    if asked is None and message.words:
        return _unasked(heard, state, message.words)
    if asked is None or step is None or step.kind != "ask":
        return go_on(heard, state)
    if not _may_answer(heard, state, step):
        return go_on(heard, state)
    if asked_now(heard, state, step) != asked:
        return go_on(heard, state, before=says(heard, state, "question_changed"))
    return _read(heard, state, message, step)


def _may_answer(heard: Heard, state: State, step: Step) -> bool:
    """Whether it is safe to talk, or `step` is what asks that."""
    found = walk_to_gates(heard.library, state.answers, state.door, heard.now.desk, state.entry)
    return step == gate_of(heard.library, found) or is_safe(heard.library, found, state.answers)


def _unasked(heard: Heard, state: State, words: str) -> Turn:
    """Words where no question was seen, since other words took its room: kept as their own, and it is asked now."""
    found = walked(heard, state)
    step = due(found, state.answers)
    if step is None or not is_safe(heard.library, found, state.answers):
        return go_on(heard, state)
    return go_on(heard, join_last(heard, state, words) or keeping(state, step, words))


def _read(heard: Heard, state: State, message: Message, step: Step) -> Turn:
    part = state.part if state.asked and state.asked.step == step.id else None
    if message.fields is not None:
        read = reading.from_form(heard.library, state, step, message.fields)
    else:
        read = reading.from_words(heard.library, state, step, message.words or "", part)
    if step.consents and not _may_consent(heard, state, step, read):
        return go_on(heard, state)
    if not read.values and message.fields is not None:
        return ask(heard, state, walked(heard, state), step, mended=_mended(message, read))
    if not read.values:
        return _missed(heard, state, step, message.words or "")
    settled = _consented(heard, keeping(state, step, read.rest), step, read)
    if read.errors:
        return ask(heard, settled, walked(heard, settled), step, mended=_mended(message, read))
    return _onward(heard, settled, step)


def _may_consent(heard: Heard, state: State, step: Step, read: reading.Read) -> bool:
    """Whether to send may be asked or answered here: last of all, and where it was the last thing they were shown.

    A late or forged form sends nothing, nor does one that comes while something before it is open again.
    """
    if due(walked(heard, state), state.answers) != step:
        return False
    return not read.values or state.asked == asked_now(heard, state, step)


def _consented(heard: Heard, state: State, step: Step, read: reading.Read) -> State:
    """The answer taken in; and when it is consent, to which words."""
    settled = settle(heard.library, state, step, {**state.answers.get(step.id, {}), **read.values})
    told = _told(heard, step)
    settled = settled if told == settled.told else replace(settled, told=told)
    if not step.consents:
        return settled
    return replace(settled, consents={**settled.consents, step.id: asked_now(heard, state, step).digest})


def _told(heard: Heard, step: Step) -> tuple[str, int] | None:
    return (step.id, heard.now.at) if heard.typed and reading.is_free(step) else None


def _mended(message: Message, read: reading.Read) -> Mended:
    return Mended({k: tuple(v) for k, v in (message.fields or {}).items()}, read.errors)


def _onward(heard: Heard, state: State, step: Step) -> Turn:
    """After an answer: ask alone for what it lacks, or go on; then whatever met the gap has its turn."""
    lacking = reading.missing(step, state.answers[step.id])
    if lacking and heard.typed:
        asking = replace(state, part=lacking.id)
        return ask(heard, asking, walked(heard, asking), step, brief=True)
    if not complete(step, state.answers[step.id]):
        whole = {**all_skipped(step), **state.answers[step.id]}
        state = replace(state, answers={**state.answers, step.id: whole}, part=None)
    if state.held and step.gate:
        return _held(heard, state, state.held)
    return with_back(heard, state, step, go_on(heard, state))


def _held(heard: Heard, state: State, held: Held) -> Turn:
    """What met the gap, read now that it is safe to. Consent is not taken from it: that is asked again."""
    state = replace(state, held=None)
    step = due(walked(heard, state), state.answers)
    if step is None or step.kind == "end" or held.asked is None:
        return go_on(heard, state)
    waiting = replace(heard.message, words=held.words, fields=held.fields, asked=held.asked)
    turn = answer(heard, state, waiting)
    # A gap lies between: what they said before it is told back to nobody.
    return replace(turn, reply=replace(turn.reply, told_back=())) if turn.reply else turn


def _missed(heard: Heard, state: State, step: Step, words: str) -> Turn:
    """Nothing fitted. Their words are kept; the third time, an optional question is let go."""
    joined = join_last(heard, state, words)
    if joined is not None:
        return ask(heard, joined, walked(heard, joined), step, brief=True)
    kept, found = keeping(state, step, words), walked(heard, state)
    if heard.danger:
        return ask(heard, kept, found, step, brief=True)
    if kept.misses + 1 < TRIES:
        kept = replace(kept, misses=kept.misses + 1)
        before = says(heard, state, "not_understood")
        return ask(heard, kept, found, step, before=before, brief=True)
    if step.optional:
        return go_on(heard, settle(heard.library, replace(kept, misses=0), step, all_skipped(step)))
    kept = replace(kept, misses=0)
    return ask(heard, kept, found, step, before=says(heard, state, "stuck"), brief=True)


def _chosen_change(heard: Heard, state: State, message: Message) -> Turn:
    found = walked(heard, state)
    step = commands.change_named(heard.library, state, found, message.words or "")
    if step is None:
        return go_on(heard, state, before=says(heard, state, "not_understood"))
    return ask(heard, state, found, step)
