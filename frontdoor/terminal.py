"""A terminal as a door: one conversation with the engine, for whoever writes a journey.

Rule: what is shown is what the door would show, and what is typed is read as the
door would read it. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows import safety
from flows.check.states import Walker
from flows.library import Library
from flows.message import Now, Reply
from flows.notes import START
from flows.play import EnginePlayer, spoken_as
from flows.segments import segments
from flows.show import question
from flows.state import State
from flows.written import as_text, as_texted


def begun(library: Library, door: str, language: str, journey: str | None, at: int) -> EnginePlayer:
    """A conversation at its beginning, or where `journey` begins. Raises LookupError when it is not met at `door`."""
    player = EnginePlayer(library, door, began=at, state=State(door=door, language=language, heard_at=at))
    if journey is None:
        return player
    before = {p.step.id for p in library.order if p.file == START}
    walker = Walker(library)
    walker.walk(door, "open", ("",))
    for at_step in walker.known:
        step = at_step.due
        if step and step.kind == "ask" and at_step.journey == journey and step.id not in before:
            state = State(door=door, language=language, heard_at=at, answers=at_step.answers)
            player.reply = question(library, state, at_step.found, step, Now(at))
            player.state = replace(state, asked=player.reply.asked)
            return player
    raise LookupError(f"Nobody comes to '{journey}' on {door}.")


def shown(player: EnginePlayer) -> str:
    """The last reply as the door would show it."""
    if player.reply is None:
        return "(silence)"
    return as_text(player.reply) if player.library.doors[player.door].typed else "\n".join(_page(player.reply))


def _page(reply: Reply) -> Iterator[str]:
    """A page in a terminal: several fields are answered in one line, parted by ' | '."""
    yield from (*reply.urgent, *reply.lines)
    yield from (part for part in (reply.ask, reply.hint) if part)
    for f in reply.fields:
        yield from (part for part in (f.error, f.label, f.hint) if part)
        yield from (f"  ({number}) {label}" for number, (_, label) in enumerate(f.choices, 1))
    buttons = (*reply.can, *(f"change {short}" for _, short in reply.changes))
    if buttons:
        yield "  " + " ".join(f"[{button}]" for button in buttons if button != "change")


def inside(player: EnginePlayer, words: str) -> Iterator[str]:
    """What an author wants to see beside the reply: the state, the triggers, the messages it makes."""
    message = spoken_as(player.library, player.door, None, words)
    raised = [t.id for t in safety.raised_by(player.library, replace(message, words=words))]
    yield f"  triggers: {', '.join(raised) or 'none'}"
    if player.reply and player.library.doors[player.door].typed:
        made = segments(as_texted(player.library, player.reply))
        yield f"  text: {made.count} messages, {made.units} characters in {made.encoding}"
    yield f"  state: {player.state.to_json() if player.state else 'none'}"
    yield from (f"  referral: {referral.to_json()}" for referral in player.referrals)
