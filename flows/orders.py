"""What a person may ask for at any time, done.

Rule: none of these needs to understand an answer, and none loses one unasked.
"""

from __future__ import annotations

from dataclasses import replace

from flows import commands
from flows.danger import with_emergency
from flows.heard import Heard, says, walked
from flows.keep import all_skipped, settle, without
from flows.live import complete, due, is_safe
from flows.message import Turn
from flows.show import question, spoken
from flows.state import State
from flows.turns import ask, go_on


def obey(heard: Heard, state: State, command: str) -> Turn:
    """The turn that `command` brings; before it is safe to talk, only a few do more than ask that."""
    safe = is_safe(heard.library, walked(heard, state), state.answers)
    if command not in commands.AT_THE_GATE and not safe:
        return go_on(heard, state)
    return _ORDERS[command](heard, state)


def _back(heard: Heard, state: State) -> Turn:
    found = walked(heard, state)
    given = [step for step in found.questions() if step.id in state.answers]
    if not given:
        return go_on(heard, state, before=says(heard, state, "nothing_to_go_back"))
    return go_on(heard, replace(without(heard.library, state, given[-1]), misses=0, part=None))


def _skip(heard: Heard, state: State) -> Turn:
    asked = heard.message.asked or state.asked
    step = heard.library.steps.get(asked.step) if asked else None
    if step is None or step.kind != "ask":
        return go_on(heard, state)
    if not step.optional:
        return go_on(heard, state, before=says(heard, state, "needed"))
    had = {} if complete(step, state.answers.get(step.id)) else state.answers.get(step.id, {})
    return go_on(heard, settle(heard.library, state, step, {**all_skipped(step), **had}))


def _repeat(heard: Heard, state: State) -> Turn:
    return go_on(heard, state)


def _change(heard: Heard, state: State) -> Turn:
    found = walked(heard, state)
    target = heard.library.steps.get(heard.message.target or "")
    if target and target in found.questions() and target.id in state.answers:
        return ask(heard, replace(state, part=None), found, target)
    if not heard.typed:
        return go_on(heard, state)
    at = due(found, state.answers)
    if at is None or at.kind == "end":
        return go_on(heard, state)
    shown = question(heard.library, state, found, at, heard.now)
    if not shown.changes:
        return go_on(heard, state, before=says(heard, state, "no_changes"))
    reply = commands.list_changes(heard.library, state, shown)
    return Turn(reply, replace(state, asked=reply.asked, part=None))


def _help(heard: Heard, state: State) -> Turn:
    turn = go_on(heard, state, before=says(heard, state, "help"))
    return with_emergency(heard, state, turn)


def _person(heard: Heard, state: State) -> Turn:
    said = says(heard, state, "person") + says(heard, state, "offer_send")
    return go_on(heard, state, before=said)


def _who(heard: Heard, state: State) -> Turn:
    """Who we are, on request alone and never before it is safe to talk. On a page it stands beside the question."""
    if not heard.typed:
        return go_on(heard, state)
    lines = heard.library.hub.who_by_text
    return go_on(heard, state, before=spoken(heard.library, lines, state.door, state.language, heard.now))


def _more(heard: Heard, state: State) -> Turn:
    """What waits of the words that were cut; the question when nothing does."""
    return go_on(heard, state, before=state.rest)


def _finish(heard: Heard, state: State) -> Turn:
    """Send what there is: every optional question left is skipped, but none about safe contact."""
    found = walked(heard, state)
    step = due(found, state.answers)
    while step and step.kind == "ask" and step.optional and not step.about_contact:
        state = settle(heard.library, state, step, all_skipped(step))
        found = walked(heard, state)
        step = due(found, state.answers)
    return go_on(heard, state)


def _language(heard: Heard, state: State) -> Turn:
    language = heard.message.target
    if language not in heard.library.languages:
        return go_on(heard, state)
    return go_on(heard, replace(state, language=language))


_ORDERS = {
    "back": _back,
    "skip": _skip,
    "repeat": _repeat,
    "change": _change,
    "help": _help,
    "person": _person,
    "finish": _finish,
    "language": _language,
    "who": _who,
    "more": _more,
}
