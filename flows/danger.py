"""The emergency words, put first in whatever is said next.

Rule: danger is never a misunderstanding, and never costs a person their answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows.heard import Heard, spoken_at_first, walked
from flows.live import is_safe
from flows.message import Reply, Turn
from flows.show import spoken
from flows.state import State

GAP: Final = 15 * 60
"""Seconds without a message after which safe-to-talk is asked again. The one constant for it."""
NEVER: Final = 0
"""The instant of a notice that was not given."""


def with_emergency(heard: Heard, before: State | None, turn: Turn) -> Turn:
    """The turn with the emergency words: whole at first and after a gap, else their first line.

    What a trigger has to say of its own comes after them, once, and only while it is safe to talk.
    Triggers that are no danger now say that alone, so that nobody is told of 999 at every word.
    """
    library, language, door = heard.library, (before.language if before else spoken_at_first(heard)), heard.message.door
    raised = dict(before.raised) if before else {}
    said_at = max(raised.values(), default=NEVER)
    whole = not heard.danger or heard.now.at - said_at > GAP
    safe = _safe(heard, turn)
    notice = not safe or not heard.danger or any(t.notice for t in heard.danger)
    fresh = (t for t in heard.danger if safe and ((whole and t.notice) or t.id not in raised))
    own = spoken(library, tuple(line for t in fresh for line in t.says), door, language, heard.now)
    at = heard.now.at if notice and whole else said_at
    state = replace(turn.state, raised=raised | {t.id: at for t in heard.danger}) if turn.state else None
    if not notice:
        told = replace(turn.reply, lines=own + turn.reply.lines) if turn.reply else None
        return Turn(told, state, turn.referral)
    reply = turn.reply or Reply(step="danger", mood="danger", language=language)
    lines = library.emergency_lines(language, door)
    mood = reply.mood if reply.mood == "goodbye" else "danger"
    urgent = (lines if whole else lines[:1]) + own
    return Turn(replace(reply, mood=mood, urgent=urgent), state, turn.referral)


def _safe(heard: Heard, turn: Turn) -> bool:
    """Whether more than the emergency words may be said: until it is safe to talk they tell too much."""
    state = turn.state
    return state is not None and is_safe(heard.library, walked(heard, state), state.answers)


def closing_words(heard: Heard, state: State | None) -> Reply:
    """What is said to someone who disowns the conversation: the trigger's own words, which name nothing."""
    language = state.language if state else spoken_at_first(heard)
    trigger = next(t for t in heard.danger if t.then == "close")
    said = spoken(heard.library, trigger.says, heard.message.door, language, heard.now)
    urgent = () if said else heard.library.emergency_lines(language, heard.message.door)
    return Reply(step=trigger.id, mood="goodbye", lines=said, urgent=urgent, language=language)
