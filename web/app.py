"""The web door: one address where a conversation is held, one where it is left.

Rule: `GET /` shows the greeting and nothing else, whoever asks and however often,
and writes nothing. All that a person says comes as `POST /`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, get_args

from fastapi import FastAPI
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reception.front import Arrival, Desk, Fact, Heard, Message, Now, Reception, Reply, Returns, Visitor, greet
from web import cookie, faults, headers, origin, wire
from web.answers import Answers, Posted, forgotten
from web.cookie import Key
from web.first import FirstPages
from web.guard import Guard
from web.page import Page
from web.pages import pages
from web.returning import OPENS, Deed, Returning

_MOST_BYTES: Final = 64 * 1024
# How much of a body that is too long is still read, so that the browser gets to see our page.
_DRAINED: Final = 4 * 1024 * 1024
# Seconds that leaving waits for the store. The forgetting goes on behind the answer.
_PATIENCE: Final = 0.25
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """All that the handlers use."""

    reception: Reception
    page: Page
    answers: Answers
    returning: Returning
    greet: Callable[[str, Now, str | None], Reply]
    clock: Callable[[], float]

    async def greeting(self, request: Request, entry: str | None = None) -> Reply:
        """The greeting as it is now, in the language that the browser asks for."""
        now = Now(int(self.clock()), await self.reception.desk())
        return self.greet(self.language(request), now, entry)

    def language(self, request: Request) -> str:
        """The language that the browser asks for, of those we speak."""
        return wire.language(request.headers.get("accept-language", ""), self.reception.library.languages)


def door(reception: Reception, page: Page, clock: Callable[[], float] = time.time) -> FastAPI:
    """The web door as an application of its own, to be mounted last: it answers every path.

    Renders every first page now, so that a fault in one shows before anyone is served.
    """
    made = pages(reception.library, page)
    room = Room(
        reception,
        page,
        Answers(made, FirstPages(made), _fresh_id),
        Returning(Returns.of(reception)),
        partial(greet, reception.library, "web"),
        clock,
    )
    _make_first_pages(room)
    app = FastAPI(
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        redirect_slashes=False,
    )
    app.state.room = room
    app.add_route("/", start, methods=["GET"])
    app.add_route("/", hear, methods=["POST"])
    app.add_route("/leave", leave, methods=["GET", "POST"])
    app.add_exception_handler(HTTPException, refuse)
    app.add_middleware(
        Guard,
        headers=headers.of_every_response(made.script, made.style, https=page.https),
        sorry=made.plain(faults.BROKEN, made.language(None)),
    )
    return app


async def start(request: Request) -> Response:
    """The greeting, the same for everyone: it neither reads nor gives a cookie."""
    room = _room(request)
    entry = wire.entry(request.query_params.get("c"))
    return room.answers.first(
        await room.greeting(request, entry),
        entry,
        gzip="gzip" in request.headers.get("accept-encoding", ""),
    )


async def hear(request: Request) -> Response:
    """One answer or command, and the page that follows it."""
    room, key = _room(request), _key(request)
    if not origin.ours(request.headers, room.page.origin):
        raise HTTPException(403)
    posted = await _posted(request)
    if posted.form.deed:
        return await _come_back(room, posted, key)
    heard, opened = await _heard(room, posted, key)
    if heard is None and key is None and posted.form.new:
        return room.answers.no_cookie(posted)
    if heard is None:
        response = room.answers.lost_place(await room.greeting(request), posted)
        cookie.take(response, https=room.page.https)
        return response
    response = room.answers.to(heard, posted, new=opened is not key)
    if heard.fact is Fact.LEFT:
        cookie.take(response, https=room.page.https)
        return forgotten(response)
    if opened is not key:
        cookie.give(response, opened, https=room.page.https)
    return response


async def _come_back(room: Room, posted: Posted, key: Key | None) -> Response:
    """One press on the way back. Its pages are not of a journey: the engine never hears of them."""
    held = key or cookie.mint()
    # Only typing the words gives a cookie, for a visit is kept under it.
    opens = key is None and posted.form.deed == OPENS
    visitor = Visitor(held.id, held.secret, new=opens) if key or opens else None
    shows = await room.returning.shows(Deed(visitor, posted.form, posted.id, _fresh_id()))
    if shows.unshown:
        room.answers.sheet(shows.unshown, posted)
    response = room.answers.sheet(shows.sheet, posted)
    if shows.ends:
        if key:
            await _forget(room, key)
        cookie.take(response, https=room.page.https)
        return forgotten(response)
    if opens:
        cookie.give(response, held, https=room.page.https)
    return response


async def leave(request: Request) -> Response:
    """Forget, and put a blank page in our place. Never waits long for the store, never fails."""
    room = _room(request)
    response = room.answers.blank(room.page.exit_url)
    if not origin.ours(request.headers, room.page.origin):
        return response  # another site cannot make anyone leave
    key = _key(request)
    if key:
        forgetting = asyncio.create_task(_forget(room, key))
        await asyncio.wait({forgetting}, timeout=_PATIENCE)
        response.background = BackgroundTask(asyncio.wait, {forgetting})
    cookie.take(response, https=room.page.https)
    return forgotten(response)


async def refuse(request: Request, fault: Exception) -> Response:
    """The plain page for a request that cannot be taken."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    shown = faults.BY_STATUS.get(status, faults.BROKEN)
    room = _room(request)
    return room.answers.refusal(shown, room.language(request), part=_wants_part(request))


def _room(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


def _key(request: Request) -> Key | None:
    return cookie.read(request.cookies, https=_room(request).page.https)


def _wants_part(request: Request) -> bool:
    """Whether our script asks, which has the style and itself already."""
    return "x-part" in request.headers


def _may_open(room: Room, form: wire.Form) -> bool:
    """Whether the form may open a conversation: only the greeting's may, which comes without a cookie.

    Safe-to-talk that follows 'is this about you?' is no greeting: its page has brought the cookie.
    """
    gates = {gate.id for gate in room.reception.library.gates}
    return not form.new and (form.asked is None or form.asked.step in gates)


def _arrival(key: Key, message: Message, entry: str | None) -> Arrival:
    return Arrival(
        door="web",
        address=key.id,
        message=message,
        secret=key.secret,
        entry=entry,
        ends_for_good=True,
    )


async def _posted(request: Request) -> Posted:
    try:
        form = wire.read(await _body(request))
    except wire.Unreadable:
        raise HTTPException(400) from None
    return Posted(form, wire.own_id(form, _fresh_id()), part=_wants_part(request))


async def _body(request: Request) -> bytes:
    """The whole body. One that is over the limit is read on for a while, and refused."""
    whole, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= _MOST_BYTES:
            whole += chunk
        if size > _DRAINED:
            break
    if size > _MOST_BYTES:
        raise HTTPException(413)
    return bytes(whole)


async def _heard(room: Room, posted: Posted, key: Key | None) -> tuple[Heard | None, Key]:
    """What reception says, and the key it was said under; None when there is no such conversation.

    A new one opens only with an answer to the greeting, and never where one has ended.
    """
    message = wire.message(replace(posted.form, id=posted.id), posted.id, int(room.clock()))
    if key:
        heard = await room.reception.hear(_arrival(key, message, posted.form.entry))
        if heard.fact is not Fact.ENDED:
            return heard, key
    fresh = cookie.mint()
    if not _may_open(room, posted.form):
        return None, fresh
    return await room.reception.hear(_arrival(fresh, message, posted.form.entry)), fresh


async def _forget(room: Room, key: Key) -> None:
    gone = Message(id=_fresh_id(), at=int(room.clock()), door="web", command="leave")
    try:
        await room.reception.hear(_arrival(key, gone, None))
        await room.returning.returns.leave(Visitor(key.id, key.secret))
    except Exception as fault:  # noqa: BLE001 - nothing stops a person from leaving
        _log.error("Forgetting failed: %s", type(fault).__name__)


def _fresh_id() -> str:
    return secrets.token_urlsafe(9)


def _make_first_pages(room: Room) -> None:
    desks: tuple[Desk, ...] = get_args(Desk)
    for language in room.reception.library.languages:
        for desk in desks:
            greeting = room.greet(language, Now(int(room.clock()), desk), None)
            room.answers.first(greeting, None, gzip=True)
