"""The emergency words, put first in whatever is said next.

Rule: danger is never a misunderstanding, and never costs a person their answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows.heard import Heard, walked
from flows.live import is_safe
from flows.message import Reply, Turn
from flows.show import spoken
from flows.state import State

GAP: Final = 15 * 60
"""Seconds without a message after which safe-to-talk is asked again. The one constant for it."""


def with_emergency(heard: Heard, before: State | None, turn: Turn) -> Turn:
    """The turn with the emergency words: whole at first and after a gap, else their first line.

    What a trigger has to say of its own comes after them, once, and only while it is safe to talk.
    """
    language, door = (before.language if before else "en"), heard.message.door
    lines = heard.library.emergency_lines(language, door)
    raised = dict(before.raised) if before else {}
    said_at = max(raised.values(), default=None)
    whole = not heard.danger or said_at is None or heard.now.at - said_at > GAP
    own = tuple(line for t in heard.danger if whole or t.id not in raised for line in t.says if _safe(heard, turn))
    urgent = (lines if whole else lines[:1]) + spoken(heard.library, own, door, language, heard.now)
    raised |= {t.id: heard.now.at if whole or said_at is None else said_at for t in heard.danger}
    reply = turn.reply or Reply(step="danger", mood="danger", language=language)
    mood = reply.mood if reply.mood == "goodbye" else "danger"
    state = replace(turn.state, raised=raised) if turn.state else None
    return Turn(replace(reply, mood=mood, urgent=urgent), state, turn.referral)


def _safe(heard: Heard, turn: Turn) -> bool:
    """Whether more than the emergency words may be said: until it is safe to talk they tell too much."""
    state = turn.state
    return state is not None and is_safe(heard.library, walked(heard, state), state.answers)


def closing_words(heard: Heard, state: State | None) -> Reply:
    """What is said to someone who disowns the conversation: the trigger's own words, which name nothing."""
    language = state.language if state else "en"
    trigger = next(t for t in heard.danger if t.then == "close")
    said = spoken(heard.library, trigger.says, heard.message.door, language, heard.now)
    urgent = () if said else heard.library.emergency_lines(language, heard.message.door)
    return Reply(step=trigger.id, mood="goodbye", lines=said, urgent=urgent, language=language)
