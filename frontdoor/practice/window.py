"""A Telegram-like window to try the Telegram door on: `GET /try/telegram`, in the demo alone.

Rule: it is a stranger to the door, which opens when somebody first looks here: its library takes
seconds to load, and the demo is not to wait for it. It runs no script.
"""

from __future__ import annotations

import asyncio
import http.client
import secrets
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.account import Account
from frontdoor.plan import Plan
from frontdoor.practice.phone import over_http
from web.headers import digest

if TYPE_CHECKING:
    from frontdoor.practice.telegram import Telegram

PATH: Final = "/try/telegram"
_HERE: Final = Path(__file__).parent
_COOKIE: Final = "g"
_MOST_BYTES: Final = 32 * 1024
_CHATS: Final = 10**9


@dataclass(slots=True)
class Window:
    """The stand-in, once somebody has looked, and what it told last. `api` keeps it served."""

    base: str
    telegram: Telegram | None = None
    api: AbstractContextManager[str] | None = field(default=None, repr=False)
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def opened(self, app: FastAPI, plan: Plan) -> Telegram:
        """The stand-in; the first time, the door is opened to it."""
        async with self.opening:
            if self.telegram is None:
                account, url = await asyncio.to_thread(self._load)
                from frontdoor import chats

                before = len(app.state.errands)
                chats.open_door(app, plan, replace(account, api_url=url), app.state.lines[0])
                app.state.late = [asyncio.ensure_future(run()) for run in app.state.errands[before:]]
            assert self.telegram is not None  # noqa: S101 - for the type checker
            return self.telegram

    def _load(self) -> tuple[Account, str]:
        from frontdoor import chats  # noqa: F401 - loaded here, where nobody waits but who asked
        from frontdoor.practice import botapi, telegram

        account = Account(f"4200001:{secrets.token_urlsafe(24)}", secrets.token_urlsafe(24), self.base)
        self.telegram = telegram.Telegram(account, over_http(self.base))
        self.api = botapi.served(self.telegram)
        return account, self.api.__enter__()


def routes(base: str) -> list[Route]:
    """The one page, for `front_door(plan, besides=...)`, whose application holds the plan as `state.plan`."""
    window, page = Window(base), _Page.made()
    return [
        Route(PATH, partial(_show, window, page), methods=["GET"]),
        Route(PATH, partial(_act, window, page), methods=["POST"]),
    ]


async def _show(window: Window, page: _Page, request: Request) -> Response:
    """The chat of this browser, a new one for who has none."""
    telegram = await window.opened(request.app, request.app.state.plan)
    chat = _chat(request) or _new()
    return page.of(telegram, chat)


async def _act(window: Window, page: _Page, request: Request) -> Response:
    """Write, press, block, or take another chat."""
    telegram = await window.opened(request.app, request.app.state.plan)
    body = (await request.body())[:_MOST_BYTES].decode(errors="replace")
    form = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    chat = _chat(request)
    if chat is None or form.get("do") == "new":
        return page.go(_new())
    await asyncio.to_thread(_done, telegram, chat, form)
    return page.go(chat)


def _done(telegram: Telegram, chat: int, form: Mapping[str, str]) -> None:
    telegram.toasts.clear()
    words = form.get("body", "").strip()
    try:
        if form.get("do") == "block":
            telegram.bring(telegram.blocks(chat))
        elif "data" in form and form.get("on", "").isdigit():
            telegram.bring(telegram.presses(chat, int(form["on"]), form["data"]))
        elif words:
            telegram.blocked.discard(chat)
            telegram.bring(telegram.writes(chat, words[:4096]))
    except (AssertionError, OSError, http.client.HTTPException) as fault:
        telegram.toasts.append(f"(No answer: {type(fault).__name__}.)")


def _chat(request: Request) -> int | None:
    given = request.cookies.get(_COOKIE, "")
    return int(given) if given.isdigit() and len(given) < 15 else None  # noqa: PLR2004 - longer than any of ours


def _new() -> int:
    return _CHATS + secrets.randbelow(_CHATS)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page, with headers of its own: nothing on it may run or load, and its cookie goes nowhere else."""

    env: Environment
    style: str
    headers: Mapping[str, str]

    @classmethod
    def made(cls) -> _Page:
        style = "".join((_HERE / name).read_text("utf-8") for name in ("phone.css", "window.css"))
        env = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        policy = f"default-src 'none'; style-src '{digest(style)}'; form-action 'self'; base-uri 'none'"
        headers = {
            "Content-Security-Policy": f"{policy}; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        return cls(env, style, headers)

    def of(self, telegram: Telegram, chat: int) -> Response:
        messages = [(kept, list(_parts(kept))) for kept in telegram.lies(chat)]
        html = self.env.get_template("window.html").render(
            messages=messages,
            toast=" ".join(telegram.toasts),
            blocked=chat in telegram.blocked,
            style=Markup(self.style),  # noqa: S704 - our own files
        )
        return self._with(HTMLResponse(html, headers=self.headers), chat)

    def go(self, chat: int) -> Response:
        return self._with(RedirectResponse(PATH, 303, headers=self.headers), chat)

    @staticmethod
    def _with(response: Response, chat: int) -> Response:
        response.set_cookie(_COOKIE, str(chat), path=PATH, httponly=True, samesite="strict")
        return response


def _parts(kept: Any) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is covered until it is touched."""
    raw, at = kept.text.encode("utf-16-le"), 0
    for start, size in kept.hidden:
        yield raw[2 * at : 2 * start].decode("utf-16-le"), False
        yield raw[2 * start : 2 * (start + size)].decode("utf-16-le"), True
        at = start + size
    yield raw[2 * at :].decode("utf-16-le"), False
