"""The measuring stick: the least that a FastAPI turn with kept, sealed state could do.

Rule: GET, AES-GCM open and close, one Lua write, a short page; on the same store
settings as the door that is measured against it, and nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import FastAPI
from redis.asyncio import Redis
from starlette.requests import Request
from starlette.responses import HTMLResponse

_SET = """local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, 12) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', 1800)
return 1"""
_NONCE = 12
_KEPT = 24
_PAGE = (
    "<!doctype html><title>Page</title><form method=post><input name=answer><button>Go on</button></form>" + " " * 6000
)


def bare(url: str) -> FastAPI:
    """The bare turn as an application on the store at `url`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.redis = Redis.from_url(url, protocol=2)
        app.state.write = app.state.redis.register_script(_SET)
        app.state.seal = AESGCM(os.urandom(32))
        yield
        await app.state.redis.aclose()

    app = FastAPI(
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan,
    )
    app.add_route("/", turn, methods=["POST"])
    return app


async def turn(request: Request) -> HTMLResponse:
    """One turn of the conversation that the cookie names."""
    state = request.app.state
    form = await request.form()
    key = f"talk:{{0}}:{request.cookies['c']}"
    held = await state.redis.get(key)
    answers = json.loads(state.seal.decrypt(held[:_NONCE], held[_NONCE:], key.encode())) if held else []
    kept = json.dumps([*answers, str(form.get("answer"))][-_KEPT:]).encode()
    nonce = os.urandom(_NONCE)
    sealed = nonce + state.seal.encrypt(nonce, kept, key.encode())
    await state.write(keys=[key], args=[held[:_NONCE] if held else b"", sealed])
    return HTMLResponse(_PAGE)
