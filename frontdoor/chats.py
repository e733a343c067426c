"""The Telegram door, put together: what it hears with, what it notes, and what it still has to delete.

Rule: this is imported only where a token is set, since the library behind it is large. Its work in the
background ends with the app, and the line to Telegram is hung up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from fastapi import FastAPI

from bot import leaving, polling
from bot.account import Account
from bot.api import Api
from bot.app import Room, dispatcher, routes
from bot.buttons import Buttons
from bot.outgoing import Outgoing
from frontdoor.plan import Plan
from reception.errands import Errands
from reception.freeze import Freeze
from reception.front import Reception
from reception.lines import Lines
from reception.marks import Marks
from reception.notes import Notes
from reception.replies import Replies

DOOR = "telegram"
_GRACE_S = 5.0
_LEARN_S = 1.0


def open_door(app: FastAPI, plan: Plan, account: Account, lines: Lines) -> None:
    """Add the door to `app`, and its work in the background to `state.errands`."""
    reception: Reception = app.state.reception
    marks = reception.marks or Marks(lines, plan.keyring, plan.clock)
    room = Room(
        reception,
        account,
        Api(account),
        Buttons(plan.library, plan.keyring),
        Notes(lines, plan.keyring, DOOR),
        Errands(lines, plan.keyring, DOOR),
        plan.clock,
        Replies(Freeze(marks, plan.sealer.door.newest, plan.clock), DOOR),
    )
    app.state.bot = room, dispatcher()
    app.state.carriers |= {DOOR: Outgoing(room).send}
    work = [lambda: leaving.finish(room), lambda: _learn(marks)]
    if account.polls:
        work.append(lambda: polling.fetch(room, app.state.bot[1]))
    else:
        app.router.routes[0:0] = routes()
    app.state.errands = (*app.state.errands, lambda: _until_closed(room, work))


async def _learn(marks: Marks) -> None:
    """Keep what is known of who was written to up to date, until cancelled."""
    while True:
        await marks.refresh()
        await asyncio.sleep(_LEARN_S)


async def _until_closed(room: Room, work: Sequence[Callable[[], Awaitable[None]]]) -> None:
    """Do the work until cancelled; then let what is under way end, and hang up."""
    tasks = [asyncio.ensure_future(one()) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        if room.under_way:
            await asyncio.wait(room.under_way, timeout=_GRACE_S)
        await room.api.close()
