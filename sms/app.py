"""The text door: SMS and WhatsApp, over the webhooks of one account at Twilio.

Rule: only what Twilio signed is heard; the answer is in the answer to the webhook.
Once a person has left, or told their provider to stop, it is empty.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from reception.errands import Errands
from reception.front import Arrival, Fact, Heard, Reception
from reception.lines import StoreRefused, StoreSilent
from reception.replies import Replies
from reception.stopped import Stopped
from reception.tally import Tally
from reception.typed import alarms, as_texted, disowns, leaves
from sms import faults, wire
from sms.account import INBOUND, STATUS, Account
from sms.signature import Form, Signature
from sms.wire import Text

_MOST_BYTES: Final = 64 * 1024
_DELETE_AFTER_S: Final = 60
_DELETE_UNSURE_S: Final = 3600
_MINUTE_S, _DAY_S = 60, 24 * 3600
# Seconds between tries to forget somebody who left while the store was away.
_FORGET_AGAIN_S: Final = (1, 5, 30, 120, 600)
_STOPPED_AT_PROVIDER: Final = 21610
_KEPT_NOT: Final = {"Cache-Control": "no-store"}

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """All that the handlers use."""

    reception: Reception = field(repr=False)
    account: Account
    signature: Signature
    errands: Errands
    stopped: Stopped
    tally: Tally
    clock: Callable[[], float]
    replies: Replies
    leaving: set[asyncio.Task[None]] = field(default_factory=set)


def routes() -> list[Route]:
    """The two addresses of this door. Their application holds a Room as `state.sms`."""
    return [Route(INBOUND, inbound, methods=["POST"]), Route(STATUS, status, methods=["POST"])]


async def inbound(request: Request) -> Response:
    """One message, and what we say to it. 500, and so the provider's fallback, where we cannot say anything true."""
    room: Room = request.app.state.sms
    form = await _signed(room, request, INBOUND)
    if form is None:
        return Response(status_code=403, headers=_KEPT_NOT)
    deletion = asyncio.create_task(_delete(room, form, _DELETE_AFTER_S))
    try:
        texts = await said(room, form)
        await deletion
    except Exception as fault:  # noqa: BLE001 - the last ring: nothing of a person may get past it
        log.error("the text door failed: %s", type(fault).__name__)  # noqa: TRY400 - a trace could show words
        return Response(status_code=500, headers=_KEPT_NOT)
    answer = wire.twiml(texts, room.account.url(STATUS))
    return Response(answer, media_type="text/xml; charset=utf-8", headers=_KEPT_NOT)


async def status(request: Request) -> Response:
    """What became of a message of ours."""
    room: Room = request.app.state.sms
    form = await _signed(room, request, STATUS)
    if form is None:
        return Response(status_code=403, headers=_KEPT_NOT)
    told = wire.told(form)
    if told:
        await _delete(room, form, _DELETE_AFTER_S if told.final else _DELETE_UNSURE_S)
        if told.error == _STOPPED_AT_PROVIDER:
            await _stop(room, told.to)
        elif told.error:
            log.warning("a text did not arrive", extra={"door": "sms", "status": told.error})
    return Response(status_code=204, headers=_KEPT_NOT)


async def said(room: Room, form: Form) -> tuple[str, ...]:
    """What is to be sent back; nothing where there is nobody to read it, or they have gone."""
    text = wire.read(form, int(room.clock()))
    if text is None:
        return ()
    texts = await _answered(room, text)
    room.tally.spend(wire.size(texts) if text.door == "sms" else len(texts))
    return texts


async def _answered(room: Room, text: Text) -> tuple[str, ...]:
    if await room.replies.unsafe(room.reception.library, text.address, text.message, stops=text.opting == "STOP"):
        await _silently(room, text)
        return ()
    if text.opting or room.stopped.knows(text.line):
        return await _opted(room, text)
    if room.tally.full and await _would_open(room, text):
        return await _briefly(room, text)
    heard = await room.reception.hear(_arrival(text))
    if leaves(room.reception.library, text.message):
        if heard.fact is not Fact.LEFT:
            _forget_later(room, text)
        return ()
    return _told(room, text, heard)


async def _silently(room: Room, text: Text) -> None:
    """It may not be them who hold the phone: whatever was under way there is forgotten, and nothing is said."""
    if text.opting == "STOP":
        await _stop(room, text.line)
    heard = await room.reception.hear(_arrival(_leaving(text)))
    if heard.fact is not Fact.LEFT:
        _forget_later(room, text)


def _told(room: Room, text: Text, heard: Heard) -> tuple[str, ...]:
    if heard.reply:
        return wire.pieces(as_texted(room.reception.library, heard.reply))
    fault = faults.BY_FACT.get(heard.fact)
    return _urgent(room, text, fault) if fault else ()


def _urgent(room: Room, text: Text, *more: str) -> tuple[str, ...]:
    """The emergency words, and then something more."""
    library = room.reception.library
    told = (library.text(line, "en") for line in more)
    return wire.pieces("\n".join((*library.emergency_lines("en", text.door), *told)))


async def _opted(room: Room, text: Text) -> tuple[str, ...]:
    """Someone who tells the provider to stop, to start again or to help, or who writes although they stopped.

    The provider answers the first three itself. To danger we answer, though it may not get through.
    """
    if text.opting == "START" or (text.opting is None and text.says_start):
        await _start(room, text.line)
        return ()
    if text.opting == "STOP":
        await _stop(room, text.line)
        heard = await room.reception.hear(_arrival(_leaving(text)))
        if heard.fact is not Fact.LEFT:
            _forget_later(room, text)
        return ()
    if text.opting is None and alarms(room.reception.library, text.message):
        return _urgent(room, text)
    return ()


async def _would_open(room: Room, text: Text) -> bool:
    library = room.reception.library
    closes = leaves(library, text.message) or disowns(library, text.message)
    return not closes and not await room.reception.alive(text.door, text.address)


async def _briefly(room: Room, text: Text) -> tuple[str, ...]:
    """The day's money is spent: danger is answered once a minute, and everyone else once a day."""
    if alarms(room.reception.library, text.message):
        return _urgent(room, text) if await room.tally.first("danger", text.address, _MINUTE_S) else ()
    first = await room.tally.first("enough", text.address, _DAY_S)
    return _urgent(room, text, faults.ENOUGH) if first else ()


def _arrival(text: Text) -> Arrival:
    return Arrival(door=text.door, address=text.address, message=text.message)


def _leaving(text: Text) -> Text:
    return replace(text, message=replace(text.message, words=None, command="leave", unopened=False))


def _forget_later(room: Room, text: Text) -> None:
    """Forget them as soon as the store can be reached. Nothing is said of it: they have left."""
    task = asyncio.create_task(_forget(room, _leaving(text)))
    room.leaving.add(task)
    task.add_done_callback(room.leaving.discard)


async def _forget(room: Room, text: Text) -> None:
    for seconds in _FORGET_AGAIN_S:
        await asyncio.sleep(seconds)
        if (await room.reception.hear(_arrival(text))).fact is Fact.LEFT:
            return
    log.error("somebody left and could not be forgotten before their day is over", extra={"door": text.door})


async def _stop(room: Room, address: str) -> None:
    try:
        await room.stopped.stop(address)
    except (StoreRefused, StoreSilent):
        log.warning("a mark that somebody stopped was not written", extra={"door": "sms"})


async def _start(room: Room, address: str) -> None:
    try:
        await room.stopped.start(address)
    except (StoreRefused, StoreSilent):
        log.warning("a mark that somebody stopped was not taken away", extra={"door": "sms"})


async def _delete(room: Room, form: Form, seconds: int) -> None:
    """Have the message deleted at the provider in so many seconds. What is lost here `sms sweep` finds."""
    sid = wire.sid(form)
    if sid is None:
        return
    try:
        await room.errands.add(sid, room.clock() + seconds)
    except (StoreRefused, StoreSilent):
        log.warning("a deletion was not written down", extra={"door": "sms"})


async def _signed(room: Room, request: Request, path: str) -> Form | None:
    """The form that Twilio signed; None for all else."""
    query = request.scope["query_string"].decode("latin-1")
    url = f"{room.account.url(path)}?{query}" if query else room.account.url(path)
    body = bytearray()
    with suppress(ClientDisconnect):
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_BYTES:
                return None
        headers = request.headers
        return room.signature.form(
            url, headers.get("content-type", ""), headers.getlist("x-twilio-signature"), bytes(body)
        )
    return None
