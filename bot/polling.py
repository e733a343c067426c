"""Fetches updates, for a hub that no webhook can reach.

Rule: an update counts as fetched only after it was heard, and each chat is answered in its order.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from aiogram import Dispatcher
from aiogram.methods import DeleteWebhook, GetUpdates
from aiogram.types import Update

from bot.account import ALLOWED
from bot.api import Blocked, Unsent
from bot.app import fed, within
from bot.room import Room
from bot.wire import DOOR

_WAIT_S: Final = 20
_PAUSE_S: Final = 5.0

log: Final = logging.getLogger(__name__)


async def fetch(room: Room, knows: Dispatcher) -> None:
    """Fetch and hear, until cancelled. What was set as a webhook is taken away first."""
    offset, free = 0, False
    while True:
        try:
            if not free:
                await room.api.ask(DeleteWebhook(drop_pending_updates=False))
                free = True
            updates = await room.api.ask(
                GetUpdates(offset=offset, timeout=_WAIT_S, allowed_updates=list(ALLOWED)), _WAIT_S + 10
            )
        except (Blocked, Unsent):
            log.warning("updates were not fetched", extra={"door": DOOR})
            await asyncio.sleep(_PAUSE_S)
            continue
        await _all(room, knows, updates)
        offset = max((update.update_id + 1 for update in updates), default=offset)


async def _all(room: Room, knows: Dispatcher, updates: Sequence[Update]) -> None:
    await asyncio.gather(*(_one(room, knows, update) for update in updates))


async def _one(room: Room, knows: Dispatcher, update: Update) -> None:
    method = await within(room, fed(room, knows, update))
    if method:
        await room.api.do(method)
