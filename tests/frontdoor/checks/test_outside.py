from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from frontdoor.checks import outside
from frontdoor.settings import Settings

WHOLE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'",
}


class Proxy(HTTPServer):
    """A stand-in for whatever lies before the door: it answers with what the test has set."""

    status = 200
    sends: dict[str, str]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    """Says what the proxy was told to say."""

    server: Proxy

    def do_GET(self) -> None:
        """Answer."""
        self.send_response_only(self.server.status)
        for name, value in self.server.sends.items():
            self.send_header(name, value)
        self.end_headers()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy on loopback, which has been told nothing yet."""
    with Proxy(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "headers", "level", "says"),
    [
        (200, WHOLE, "ok", "every header"),
        (502, WHOLE, "fail", "answers 502"),
        (200, WHOLE | {"Cache-Control": "max-age=60"}, "fail", "cache-control"),
        (200, WHOLE | {"Content-Security-Policy": ""}, "fail", "content-security-policy"),
        (200, WHOLE | {"Server": "nginx"}, "warn", "server"),
    ],
)
def test_what_the_proxy_does_to_the_page_is_seen(
    proxy: Proxy, status: int, headers: dict[str, str], level: str, says: str
) -> None:
    """A header that was lost, one that tells, and a page that does not come each have their verdict."""
    proxy.status, proxy.sends = status, headers
    (verdict,) = outside.verdicts(Settings(public_url=proxy.url))

    assert level == verdict.level
    assert says in verdict.says


def test_an_unfit_address_is_not_asked() -> None:
    """Nothing goes to an address that is plain http beyond this machine."""
    (verdict,) = outside.verdicts(Settings(public_url="http://pages.example.org"))

    assert "fail" == verdict.level
    assert "Not asked" in verdict.says
