"""The Bot API of the stand-in for Telegram, on loopback: where aiogram's TelegramAPIServer is pointed.

Rule: who does not bring the bot's own token is refused.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, Final
from urllib.parse import parse_qsl

from frontdoor.practice import loopback
from frontdoor.practice.loopback import Asked, Told
from frontdoor.practice.telegram import Telegram

_PATH: Final = re.compile(r"/bot([^/]+)/([A-Za-z]+)")

Json = dict[str, Any]


def form(kind: str, body: bytes) -> Json:
    """What a call carries, by name: parts of a form whose values are JSON where they are no plain text."""
    if kind.startswith("application/json"):
        given: Json = json.loads(body or b"{}")
        return given
    if kind.startswith("application/x-www-form-urlencoded"):
        return {name: _value(text) for name, text in parse_qsl(body.decode(), keep_blank_values=True)}
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body, policy=HTTP)
    parts = whole.iter_parts() if whole.is_multipart() else ()
    return {str(part.get_param("name", header="content-disposition")): _value(part.get_content()) for part in parts}


def _value(text: str) -> Any:
    with suppress(ValueError):
        value = json.loads(text)
        # A text that happens to be a number or a word of JSON is still a text; aiogram's types read both.
        return value if isinstance(value, dict | list | bool) else text
    return text


def answer(telegram: Telegram, path: str, kind: str, body: bytes) -> tuple[int, Json]:
    """The status and JSON of one call."""
    found = _PATH.fullmatch(path)
    if found is None or found[1] != telegram.account.token:
        return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
    return telegram.call(found[2], form(kind, body))


@contextmanager
def served(telegram: Telegram) -> Iterator[str]:
    """The API at an address of loopback, for as long as the block lasts."""
    lock = threading.Lock()

    def told(asked: Asked) -> Told | None:
        time.sleep(telegram.faults.slow_s)
        with lock:
            status, said = answer(telegram, asked.path, asked.headers.get("Content-Type", ""), asked.body)
        if telegram.faults.loses:
            telegram.faults.loses -= 1
            return None
        return Told(status, json.dumps(said).encode())

    with loopback.served(told) as address:
        yield address
