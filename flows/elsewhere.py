"""What was typed is for another place: it is not kept, and the question stands as it was.

Rule: nothing is confirmed. Where there is no conversation yet, not even that is said.
"""

from __future__ import annotations

from dataclasses import replace

from flows.engine import advance
from flows.library import Library
from flows.message import Message, Now, Turn
from flows.state import State


def not_here(library: Library, state: State | None, message: Message, now: Now) -> Turn:
    """The same question once more, with a neutral line; the greeting, without one, where nothing was asked yet."""
    turn = advance(library, state, replace(message, words=None, fields=None, command="repeat"), now)
    if state is None or turn.reply is None:
        return turn
    lines = (*library.says_at("not_here", message.door, state.language), *turn.reply.lines)
    return Turn(replace(turn.reply, lines=lines), turn.state)
