"""What is said, cut to what fits: where people type, a reply makes two messages at most.

Rule: emergency words are never cut. A question that finds no room is asked for
with AGAIN, and counts as not yet shown; longer words come page by page, with MORE.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from flows.language import Language
from flows.library import Library
from flows.message import Reply, Turn
from flows.segments import Encoding, segments
from flows.state import Asked, State
from flows.written import as_texted

MOST: Final[dict[Encoding, int]] = {"GSM-7": 2, "UCS-2": 3}
"""Messages that one reply may make."""


def fits(text: str) -> bool:
    """Whether `text`, in the letters that go out, can be sent as one reply."""
    made = segments(text)
    return made.count <= MOST[made.encoding]


def _holds(library: Library, reply: Reply) -> bool:
    return fits(as_texted(library, reply))


def fitted(library: Library, door: str, before: State | None, turn: Turn) -> Turn:
    """The turn with a reply that fits `door`. On a page there is room for everything."""
    if turn.reply is None or not library.doors[door].typed:
        return turn
    if _holds(library, turn.reply):
        return replace(turn, state=replace(turn.state, rest=())) if turn.state and turn.state.rest else turn
    reply = _parted(library, door, turn.reply)
    if turn.state is None:
        return replace(turn, reply=_end(library, reply))
    if _holds(library, brief := _brief(library, reply)):
        return replace(turn, reply=brief, state=replace(turn.state, rest=()))
    reply, rest = _paged(library, door, _without_question(library, door, reply))
    asked = _seen(library, before, turn.state)
    return replace(turn, reply=reply, state=replace(turn.state, rest=rest, asked=asked))


def _parted(library: Library, door: str, reply: Reply) -> Reply:
    """The reply with the emergency words alone as urgent; what a trigger says of its own comes after them."""
    count = len(library.emergency_lines(reply.language, door))
    return replace(reply, urgent=reply.urgent[:count], lines=reply.urgent[count:] + reply.lines)


def _brief(library: Library, reply: Reply) -> Reply:
    """Safe-to-talk after emergency words: of its own lines the last stays, on how to leave. They have said the rest."""
    if not (reply.urgent and reply.own and reply.step in {step.id for step in library.gates}):
        return reply
    before = len(reply.lines) - reply.own
    return replace(reply, lines=(*reply.lines[:before], reply.lines[-1]), own=1)


def _end(library: Library, reply: Reply) -> Reply:
    """An end has no AGAIN: of the emergency words the first line stays, and of the rest what fits, the first first.

    Whatever else goes, the end's own first line stays: it says whether it has arrived.
    """
    reply = replace(reply, urgent=reply.urgent[:1])
    first = len(reply.lines) - reply.own
    while len(reply.lines) > first + 1 and not _holds(library, reply):
        reply = replace(reply, lines=reply.lines[:-1])
    while len(reply.lines) > 1 and not _holds(library, reply):
        reply = replace(reply, lines=(*reply.lines[:-2], reply.lines[-1]))
    return reply


def _without_question(library: Library, door: str, reply: Reply) -> Reply:
    """What stood before the question, and how to see it. Of safe-to-talk the lines on how to leave stay too."""
    before = len(reply.lines) - reply.own
    told, own = reply.lines[:before], reply.lines[before:] if reply.step in {s.id for s in library.gates} else ()
    again = library.says_at("see_question", door, reply.language)
    bare = replace(reply, own=0, ask="", hint="", fields=(), asked=None, changes=())
    while own and not _holds(library, replace(bare, lines=told + own + again)):
        own = own[1:]
    return replace(bare, lines=told + own + again)


def _paged(library: Library, door: str, reply: Reply) -> tuple[Reply, tuple[str, ...]]:
    """As many of the lines as fit, and those that wait for MORE."""
    if _holds(library, reply):
        return reply, ()
    more = library.says_at("more", door, reply.language)
    again = library.says_at("see_question", door, reply.language)
    spoken = library.language(reply.language)
    told = list(_short(spoken, reply.lines[: len(reply.lines) - len(again)], "\n".join(("", *more))))
    room = len(told)
    while room > (not reply.urgent) and not _holds(library, replace(reply, lines=(*told[:room], *more))):
        room -= 1
    return replace(reply, lines=(*told[:room], *more)), tuple(told[room:])


def _short(spoken: Language, lines: tuple[str, ...], after: str) -> Iterator[str]:
    """The lines, each of them parted at a space until it fits with what comes `after` a page."""
    for line in lines:
        left = line
        while not fits(spoken.texted(left + after)):
            spaces = (at for at in range(len(left) - 1, 0, -1) if left[at] == " ")
            cut = next((at for at in spaces if fits(spoken.texted(left[:at] + after))), 0)
            if not cut:
                break
            yield left[:cut]
            left = left[cut + 1 :]
        yield left


def _seen(library: Library, before: State | None, state: State) -> Asked | None:
    """The question that they may still answer: the one they saw last, if it is the one that was cut.

    Never one that asks to send: that is answered only where its limits were the last thing shown.
    """
    asked = state.asked
    if asked is None or before is None or before.asked != asked or library.steps[asked.step].consents:
        return None
    return asked
