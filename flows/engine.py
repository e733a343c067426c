"""The engine: one message in, all that it brings about out. It never acts.

Rule: everything that decides what is said next is a function of the library,
the answers, this message and the instant. Before any journey, in every state,
and no journey can switch it off: leave, then danger, then the gap, then commands.
"""

from __future__ import annotations

from dataclasses import replace

from flows import commands, safety
from flows.danger import GAP, closing_words, with_emergency
from flows.fit import fitted
from flows.heard import Heard, says, spoken_at_first, walked
from flows.keep import keeping, without
from flows.library import Library
from flows.live import due, gate_of, is_safe, walk
from flows.message import Message, Now, Reply, Turn
from flows.orders import obey
from flows.show import question
from flows.state import Held, State
from flows.take import answer
from flows.turns import go_on
from flows.whole import whole


def advance(library: Library, state: State | None, message: Message, now: Now) -> Turn:
    """What `message` brings about. Total: any text gives a turn; it raises on no message of a known door."""
    if commands.leaves(library, message):
        return Turn(None, None)
    message = commands.tongue(library, whole(message))
    asked = message.asked or (state.asked if state else None)
    heard = Heard(library, message, now, safety.raised_by(library, message, asked))
    if any(trigger.then == "close" for trigger in heard.danger):
        return Turn(closing_words(heard, state), None)
    if state and any(trigger.then == "silence" for trigger in heard.danger):
        return fitted(library, message.door, state, _hush(heard, state))
    turn = _turn(heard, state)
    if message.unopened:
        turn = _noted(heard, turn)
    return fitted(library, message.door, state, with_emergency(heard, state, turn) if heard.danger else turn)


def greet(library: Library, door: str, language: str, now: Now, entry: str | None = None) -> Reply:
    """What is shown to nobody in particular: safe-to-talk, what `entry` opens, or that nobody reads at present."""
    state = State(door=door, language=language, heard_at=now.at, entry=entry)
    found = walk(library, {}, door, now.desk, entry)
    step = due(found, {})
    if step is None:
        msg = "The library asks nothing and has no end."
        raise LookupError(msg)
    return question(library, state, found, step, now)


def _hush(heard: Heard, state: State) -> Turn:
    """One emergency block and nothing else. What was said is kept; safe-to-talk comes before any more of it."""
    library = heard.library
    asked = heard.message.asked or state.asked
    step = library.steps.get(asked.step) if asked else None
    found = walked(heard, state)
    if step and is_safe(library, found, state.answers):
        state = keeping(state, step, " ".join(safety.free_words(library, heard.message)))
    quiet = replace(without(library, state, gate_of(library, found)), heard_at=heard.now.at, part=None)
    turn = Turn(None, replace(quiet, asked=None)) if heard.typed else go_on(heard, quiet)
    return with_emergency(heard, state, turn)


def _noted(heard: Heard, turn: Turn) -> Turn:
    """The turn, saying first that what came with the message was not opened. Nothing is said where it is quiet."""
    if turn.reply is None or turn.state is None:
        return turn
    said = says(heard, turn.state, "not_opened")
    return replace(turn, reply=replace(turn.reply, lines=said + turn.reply.lines))


def _turn(heard: Heard, state: State | None) -> Turn:
    if state is None:
        return _open(heard)
    if heard.now.at - state.heard_at > GAP:
        return _after_gap(heard, state)
    state = replace(state, heard_at=heard.now.at)
    if state.held_by:
        return Turn(None, state)
    command = commands.of(heard.library, heard.message)
    if command:
        return obey(heard, state, command)
    return answer(heard, state, heard.message)


def _open(heard: Heard) -> Turn:
    library, message, now = heard.library, heard.message, heard.now
    fresh = State(door=message.door, language=spoken_at_first(heard), heard_at=now.at, entry=message.entry)
    if message.asked and message.asked.step == gate_of(library, walked(heard, fresh)).id:
        return answer(heard, fresh, message)
    return go_on(heard, fresh)


def _after_gap(heard: Heard, state: State) -> Turn:
    """Safe-to-talk again. What met the gap waits, and is read against the question it was shown."""
    gate, message = gate_of(heard.library, walked(heard, state)), heard.message
    asked = message.asked or state.asked
    asking = replace(without(heard.library, state, gate), heard_at=heard.now.at, misses=0)
    if message.command == "language" and message.target in heard.library.languages:
        asking = replace(asking, language=message.target)
    if asked and asked.step == gate.id and not commands.of(heard.library, message):
        return answer(heard, asking, message)
    if not commands.of(heard.library, message) and (message.words or message.fields):
        asking = replace(asking, held=Held(asked, message.words, message.fields))
    return go_on(heard, replace(asking, part=None))
