"""A site that is not ours, on a loopback address of its own: what leaving leads to, or what was open before.

Rule: it says nothing but white, remembers every request with its headers, and is slow or silent when told so.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

_PAGE = "<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=data:,><title>{title}</title>{body}"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """The site at `host`. Each of its pages is titled with the site's name; `words` stand on it."""

    host: str
    title: str
    words: str = ""
    port: int = 0
    delay_s: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://{self.host}:{self.port}/"

    def forget(self) -> None:
        """Be as new: quick, and without memory."""
        self.delay_s = 0.0
        self.asked.clear()

    @contextmanager
    def open(self) -> Iterator[Self]:
        """Serve, until the block ends. Whoever still waits then gets nothing."""
        with ThreadingHTTPServer((self.host, 0), self._handler()) as server:
            server.daemon_threads = True
            server.block_on_close = False
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                self.ended.set()
                server.shutdown()
                thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(Asked("GET", self.path, {k.lower(): v for k, v in self.headers.items()}))
                if site.ended.wait(site.delay_s):
                    return
                body = _PAGE.format(title=site.title, body=site.words).encode()
                with suppress(OSError):
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
