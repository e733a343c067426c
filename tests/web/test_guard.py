from __future__ import annotations

import logging

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from web.guard import Guard

pytestmark = pytest.mark.anyio


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _sent(app: Guard) -> list[Message]:
    events: list[Message] = []

    async def send(event: Message) -> None:
        events.append(event)

    await app({"type": "http", "method": "GET", "path": "/", "headers": []}, _nothing, send)
    return events


async def test_headers_win_over_those_of_a_page() -> None:
    """What the guard sets is set, whatever a handler said."""

    async def page(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"public")]})
        await send({"type": "http.response.body", "body": b""})

    start, _ = await _sent(Guard(page, {"Cache-Control": "no-store"}, "sorry"))
    assert start["headers"] == [(b"cache-control", b"no-store")]


async def test_an_error_is_a_page_with_all_headers(caplog: pytest.LogCaptureFixture) -> None:
    """The page for an error is as discreet as any, and the log holds the kind of error alone."""

    async def broken(_: Scope, __: Receive, ___: Send) -> None:
        raise ValueError("canary")

    with caplog.at_level(logging.DEBUG):
        start, body = await _sent(Guard(broken, {"Cache-Control": "no-store"}, "sorry"))
    assert (start["status"], body["body"]) == (500, b"sorry")
    assert (b"cache-control", b"no-store") in start["headers"]
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


async def test_an_error_after_the_answer_began_adds_nothing() -> None:
    """Half a page is not followed by another."""

    async def halfway(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError

    assert len(await _sent(Guard(halfway, {}, "sorry"))) == 1


async def test_a_browser_that_went_away_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    """Leaving in mid-answer is ordinary."""

    async def gone(_: Scope, __: Receive, ___: Send) -> None:
        raise ClientDisconnect

    assert await _sent(Guard(gone, {}, "sorry")) == []
    assert caplog.text == ""
