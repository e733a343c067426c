"""The outermost ring of the web door: headers on every response, and nothing shown of any error.

Rule: whatever goes wrong inside, a person gets a page that says what to do, and
the log gets the kind of error and nothing of what they wrote.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guard:
    """Wraps `app`: adds `headers` to each response, and answers an error with the page `sorry`."""

    app: ASGIApp
    headers: Mapping[str, str]
    sorry: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request. Raises nothing."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def dressed(event: Message) -> None:
            nonlocal begun
            if event["type"] == "http.response.start":
                begun = True
                MutableHeaders(raw=event["headers"]).update(self.headers)
            await send(event)

        try:
            await self.app(scope, receive, dressed)
        except ClientDisconnect:
            pass
        except Exception as fault:  # noqa: BLE001 - the last ring: nothing may get past it
            _log.error("The web door failed: %s", type(fault).__name__)
            if not begun:
                await HTMLResponse(self.sorry, 500)(scope, receive, dressed)
