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
from frontdoor.plan import Plan
from reception.errands import Errands
from reception.lines import Lines
from reception.notes import Notes

DOOR = "telegram"
_GRACE_S = 5.0


def open_door(app: FastAPI, plan: Plan, account: Account, lines: Lines) -> None:
    """Add the door to `app`, and its work in the background to `state.errands`."""
    room = Room(
        app.state.reception,
        account,
        Api(account),
        Buttons(plan.library, plan.keyring),
        Notes(lines, plan.keyring, DOOR),
        Errands(lines, plan.keyring, DOOR),
        plan.clock,
    )
    app.state.bot = room, dispatcher()
    work = [lambda: leaving.finish(room)]
    if account.polls:
        work.append(lambda: polling.fetch(room, app.state.bot[1]))
    else:
        app.router.routes[0:0] = routes()
    app.state.errands = (*app.state.errands, lambda: _until_closed(room, work))


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
