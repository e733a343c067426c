"""The Telegram door: updates come as webhooks, or are fetched where no webhook can reach us.

Rule: only what brings the secret is heard. Every update of Telegram's is answered 200, whatever became
of it: one that it had to bring again would stand before the word by which somebody leaves.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from aiogram import Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot import wire
from bot.account import INBOUND, SECRET
from bot.api import Blocked, Unsent
from bot.room import Room
from bot.turns import Method, dispatcher, turn
from bot.wire import DOOR, Said

__all__ = ["Room", "dispatcher", "fed", "inbound", "routes"]

MOST_BYTES: Final = 1024 * 1024
DEADLINE_S: Final = 5.0
"""Telegram brings nothing more of a chat before we answer: so long somebody may wait who wants to leave."""
_KEPT_NOT: Final = {"Cache-Control": "no-store"}

Work = Coroutine[Any, Any, Any]
"""What makes of something done in a chat what Telegram is to do besides."""

log: Final = logging.getLogger(__name__)


def routes() -> list[Route]:
    """The one address of this door. Its application holds a Room and a Dispatcher as `state.bot`."""
    return [Route(INBOUND, inbound, methods=["POST"])]


async def inbound(request: Request) -> Response:
    """One update. What Telegram is to do besides stands in the answer."""
    room, knows = request.app.state.bot
    if not _holds(room, request.headers.getlist(SECRET)):
        return Response(status_code=401, headers=_KEPT_NOT)
    work = _work(room, knows, await _body(request))
    method = await within(room, work) if work else None
    if method is None:
        return Response(status_code=200, headers=_KEPT_NOT)
    told = {"method": method.__api_method__} | method.model_dump(exclude_none=True, exclude_unset=True, warnings=False)
    return Response(json.dumps(told), media_type="application/json", headers=_KEPT_NOT)


def read(room: Room, body: bytes) -> Update | None:
    """The update in `body`; None for what is none that the library knows."""
    try:
        return Update.model_validate_json(body, context={"bot": room.api.bot})
    except (ValidationError, ValueError, RecursionError):
        log.warning("an update could not be read", extra={"door": DOOR})
        return None


def _work(room: Room, knows: Dispatcher, body: bytes) -> Work | None:
    """What is to be done about the update in `body`: at once for a plain text, by way of the library for all else."""
    with suppress(ValueError, RecursionError):
        if said := wire.plainly(json.loads(body), int(room.clock())):
            return _ringed(room, turn(room, said), said)
    update = read(room, body)
    return fed(room, knows, update) if update else None


async def within(room: Room, work: Work) -> Method | None:
    """Have it heard, under our own deadline. What takes longer goes on; nothing of it is cut off half done."""
    task = asyncio.create_task(work)
    room.under_way.add(task)
    task.add_done_callback(room.under_way.discard)
    done, _ = await asyncio.wait({task}, timeout=DEADLINE_S)
    return task.result() if done else None


async def fed(room: Room, knows: Dispatcher, update: Update) -> Method | None:
    """What the library's handlers make of it. Raises nothing."""
    posted = update.message
    said = wire.written(posted, update.update_id, int(room.clock())) if posted else None
    return await _ringed(room, knows.feed_update(room.api.bot, update, room=room), said)


async def _ringed(room: Room, work: Work, said: Said | None) -> Method | None:
    """What comes of the work. Raises nothing: the last ring."""
    try:
        made = await work
    except Exception as fault:  # noqa: BLE001 - nothing of a person may get past it
        log.error("the telegram door failed: %s", type(fault).__name__)  # noqa: TRY400 - a trace could show words
        await _sorry(room, said)
        return None
    return made if isinstance(made, TelegramMethod) and made is not UNHANDLED else None


async def _sorry(room: Room, said: Said | None) -> None:
    """Say the emergency words where all else failed, to who wrote just now."""
    if said and said.message and not said.late:
        text = wire.fault(room.reception.library, room.buttons, said.chat, _NOT_KEPT)
        with suppress(Blocked, Unsent):
            await room.api.send(said.chat, text, lambda: True)


_NOT_KEPT: Final = "Your last message was not kept. Write again later if it is safe."


async def _body(request: Request) -> bytes:
    """The body; empty where it is too long or breaks off."""
    body = bytearray()
    with suppress(ClientDisconnect):
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return b""
        return bytes(body)
    return b""


def _holds(room: Room, given: list[str]) -> bool:
    due = room.account.secret.encode()
    return bool(due) and len(given) == 1 and hmac.compare_digest(given[0].encode(errors="replace"), due)
