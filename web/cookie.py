"""The one cookie: which conversation this browser is in, and the secret that opens it.

Rule: it lives until the browser closes or the person leaves, no script can read
it, and no other site can make the browser send it.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

_ID_BYTES = 16
_SECRET_BYTES = 32
# What token_urlsafe makes of 16 and of 32 bytes.
_VALUE = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Key:
    """Names a conversation and opens it. Neither half is ever logged or shown."""

    id: str = field(repr=False)
    secret: bytes = field(repr=False)


def mint() -> Key:
    """A key that nobody has had before."""
    return Key(secrets.token_urlsafe(_ID_BYTES), secrets.token_bytes(_SECRET_BYTES))


def name(*, https: bool) -> str:
    """The cookie's name, which says nothing. `__Host-` is honoured by browsers over https only."""
    return "__Host-c" if https else "c"


def read(cookies: Mapping[str, str], *, https: bool) -> Key | None:
    """The key a browser sent, or None when there is none or it is not one of our making."""
    found = _VALUE.fullmatch(cookies.get(name(https=https), ""))
    if found is None:
        return None
    return Key(found[1], base64.urlsafe_b64decode(found[2] + "="))


def give(response: Response, key: Key, *, https: bool) -> None:
    """Hand `key` to the browser for as long as it stays open."""
    secret = base64.urlsafe_b64encode(key.secret).rstrip(b"=").decode()
    response.set_cookie(
        name(https=https),
        f"{key.id}.{secret}",
        path="/",
        secure=https,
        httponly=True,
        samesite="strict",
    )


def take(response: Response, *, https: bool) -> None:
    """Clear the cookie. In Chromium this also drops the page from the back-forward cache."""
    response.delete_cookie(name(https=https), path="/", secure=https, httponly=True, samesite="strict")
