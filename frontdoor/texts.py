"""The text door, put together: what it hears with, what it remembers, and what it still has to delete.

Rule: its work in the background never holds up an answer, and ends with the app.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from fastapi import FastAPI

from frontdoor.plan import Plan
from reception.errands import Errands
from reception.freeze import Freeze
from reception.front import Reception
from reception.lines import Lines
from reception.marks import Marks
from reception.replies import Replies
from reception.stopped import Stopped
from reception.tally import Tally
from sms import wire
from sms.account import Account
from sms.apart import asking
from sms.app import Room, routes
from sms.deletions import Deletions
from sms.outgoing import WAYS, Outgoing
from sms.signature import Signature

DOOR = "sms"
_SETTLE_S = 1.0

log = logging.getLogger(__name__)


def open_door(app: FastAPI, plan: Plan, account: Account, lines: Lines) -> None:
    """Add the door to `app`, and its work in the background to `state.errands`.

    The reception of every door learns from this one whose number has stopped.
    """
    stopped = Stopped(lines, plan.keyring, DOOR, plan.clock)
    reception: Reception = replace(app.state.reception, stopped=stopped.knows)
    marks = reception.marks or Marks(lines, plan.keyring, plan.clock)
    room = Room(
        reception,
        account,
        Signature(account.tokens),
        Errands(lines, plan.keyring, DOOR),
        stopped,
        Tally(lines, plan.keyring, DOOR, account.daily_segments, plan.clock),
        plan.clock,
        Replies(Freeze(marks, plan.sealer.door.newest, plan.clock), DOOR),
    )
    outgoing = Outgoing(account, reception.library, room.tally)
    app.state.outgoing = outgoing
    app.state.carriers |= dict.fromkeys(WAYS, outgoing.send)
    app.state.stopped = partial(stopped_anywhere, stopped)
    app.state.reception, app.state.sms = reception, room
    app.state.deletions = Deletions(room.errands, asking(account), plan.clock)
    app.state.errands = (*app.state.errands, app.state.deletions.run, partial(_keep_up, room, marks))
    app.state.notes = (*app.state.notes, partial(notes, room, app.state.deletions))
    app.router.routes.extend(routes())


def stopped_anywhere(stopped: Stopped, number: str) -> bool:
    """Whether this number has stopped on any channel: then nothing goes there unasked, by none of them."""
    return any(map(stopped.knows, wire.lines(number)))


def notes(room: Room, deletions: Deletions) -> Iterator[str]:
    """What an operator should know of this door."""
    if room.tally.full:
        yield "texts: the day's limit of segments is reached, so new people get one text and no questions"
    if deletions.given_up:
        yield "texts: some could not be deleted at the provider. Run: frontdoor sms sweep"


def alarm(room: Room, *, told: bool) -> bool:
    """Log, once, that new people are turned away for want of money; whether that is so."""
    if room.tally.full and not told:
        log.error("the day's limit of segments is reached: new people are turned away", extra={"door": DOOR})
    return room.tally.full


async def _keep_up(room: Room, marks: Marks) -> None:
    """Keep what is known of the day's money, and of who was written to and who has stopped, up to date."""
    told = False
    while True:
        await room.tally.settle()
        told = alarm(room, told=told)
        await room.stopped.refresh()
        await marks.refresh()
        await asyncio.sleep(_SETTLE_S)
