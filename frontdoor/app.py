"""The doors that are switched on, as one application.

Rule: every door hears through the same reception. What is asked of the house
itself (/healthz, /readyz) says nothing about anybody in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute

from frontdoor import writing
from frontdoor.plan import Plan
from reception.faults import SealFault
from reception.front import Reception
from reception.lines import Lines, StoreRefused, StoreSilent
from web.app import door as web_door

_NOT_KEPT = {"Cache-Control": "no-store"}


def front_door(plan: Plan, besides: Sequence[BaseRoute] = ()) -> FastAPI:
    """One application of every door in `plan`, and of what is `besides`. It serves nothing before its lifespan."""
    door, keeper = Lines(plan.addresses.door), Lines(plan.addresses.keeper)
    reception = plan.reception(door, keeper)
    app = FastAPI(
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        redirect_slashes=False,
        lifespan=_open,
    )
    app.state.reception, app.state.lines = reception, (door, keeper)
    app.add_route("/healthz", healthz, methods=["GET"])
    app.add_route("/readyz", readyz, methods=["GET"])
    app.state.errands, app.state.notes = (), ()
    app.state.carriers, app.state.stopped = {}, reception.stopped
    if plan.account:
        from frontdoor import texts  # its library costs something, and a door that is shut pays nothing

        texts.open_door(app, plan, plan.account, door)
    if plan.bot:
        from frontdoor import chats  # the same, and far more

        chats.open_door(app, plan, plan.bot, door)
    writing.open_outbox(app, plan, door)
    app.router.routes.extend(besides)
    # Last, because it answers every path that is left.
    app.mount("/", web_door(app.state.reception, plan.page, plan.clock))
    return app


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    """Look after the store while the doors are open."""
    reception: Reception = app.state.reception
    looking = [asyncio.create_task(run()) for run in (reception.keeper.run, *app.state.errands)]
    yield
    looking += getattr(app.state, "late", [])
    for task in looking:
        task.cancel()
    await asyncio.gather(*looking, return_exceptions=True)
    for line in app.state.lines:
        await line.close()


async def healthz(request: Request) -> Response:
    """The process lives."""
    del request
    return PlainTextResponse("ok", headers=_NOT_KEPT)


async def readyz(request: Request) -> Response:
    """Whether referrals can be taken, and whatever an operator should know. 503 when they cannot."""
    stops, notes = await why(request.app.state.reception)
    notes += (note for says in request.app.state.notes for note in says())
    status = HTTPStatus.SERVICE_UNAVAILABLE if stops else HTTPStatus.OK
    return JSONResponse({"ready": not stops, "why": stops + notes}, status, headers=_NOT_KEPT)


async def why(reception: Reception) -> tuple[list[str], list[str]]:
    """What keeps referrals from being taken, and what an operator should know besides."""
    stops: list[str] = []
    notes: list[str] = []
    try:
        await reception.store.seen(0)
    except (StoreRefused, StoreSilent):
        return ["store: it does not answer, or refuses"], notes
    try:
        reception.sealer.check()
    except SealFault as fault:
        stops.append(f"hub key: {fault.says}")
    desk = await reception.desk()
    if desk == "absent":
        stops.append("hub absent: nobody reads the queue, so no referral is taken. Run: frontdoor hub read")
    if desk == "overdue":
        notes.append("hub overdue: something waits longer than was promised. Run: frontdoor hub waiting")
    if reception.keeper.full:
        notes.append("store nearly full: no new conversation opens. Fetch and acknowledge, or raise maxmemory")
    return stops, notes
