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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl

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

    class Handler(BaseHTTPRequestHandler):
        """One call."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            body = _body(self)
            time.sleep(telegram.faults.slow_s)
            with lock:
                status, told = answer(telegram, self.path, self.headers.get("Content-Type", ""), body)
            if telegram.faults.loses:
                telegram.faults.loses -= 1
                self.close_connection = True
                return
            said = json.dumps(told).encode()
            with suppress(OSError):  # whoever asked has gone
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    lock = threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _body(handler: BaseHTTPRequestHandler) -> bytes:
    if "chunked" not in handler.headers.get("Transfer-Encoding", ""):
        return handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    body = b""
    while size := int(handler.rfile.readline().split(b";")[0], 16):
        body += handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()
    return body
