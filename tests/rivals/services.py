"""Plain services of three questions, each with another way out, on loopback.

Rule: they do what most careful services do (a cookie, no-store, an address for each question), and leave leaving to
the way out. GOV.UK's stands as its npm package has it; the others are our own writing of patterns counted in research.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePath
from typing import Final, Self

GOVUK: Final = Path(__file__).parent.parent / "leaving" / "node_modules" / "govuk-frontend"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".woff": "font/woff"}
_STICKY: Final = (
    "position:sticky;top:0;display:inline-block;padding:12px 20px;background:#a00;color:#fff;font-size:18px"
)
_PAGE: Final = """<!doctype html><html lang=en class=govuk-template><head><meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1"><link rel=icon href=data:,>
<title>Help with domestic abuse: question {step}</title>{head}</head><body class=govuk-template__body>{exit}
<main><h1>Question {step}: what is happening at home</h1><form method=post action=/{next}>
<label for=words>In your own words</label><textarea id=words name=words rows=6></textarea><button>Continue</button>
</form></main></body></html>"""


@dataclass
class Service:
    """A service at `host` whose pages hold this `head` and this way out, and whose files are these."""

    host: str
    head: str
    exit: str
    files: Mapping[str, bytes]
    port: int = 0

    @property
    def base(self) -> str:
        """Where it is."""
        return f"http://{self.host}:{self.port}"

    @contextmanager
    def open(self) -> Iterator[Self]:
        """Serve, until the block ends."""
        with ThreadingHTTPServer((self.host, 0), _handler(self)) as server:
            server.daemon_threads = True
            server.block_on_close = False
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in service.files:
                kind = _TYPES[PurePath(self.path).suffix]
                self._say(service.files[self.path], kind, {"Cache-Control": "max-age=3600"})
                return
            step = int(self.path.strip("/") or 1)
            html = _PAGE.format(step=step, next=step + 1, head=service.head, exit=service.exit)
            headers = {"Cache-Control": "no-store", "Set-Cookie": "session=of-this-person; HttpOnly; SameSite=Lax"}
            self._say(html.encode(), "text/html; charset=utf-8", headers)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(303)
            self.send_header("Location", self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _say(self, body: bytes, kind: str, headers: Mapping[str, str]) -> None:
            packed = gzip.compress(body, 9)
            self.send_response(200)
            for name, value in {"Content-Type": kind, "Content-Encoding": "gzip", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def govuk(to: str) -> Service:
    """GOV.UK's 'Exit this page', with the style and script of its package. Raises OSError when it is not installed."""
    dist = GOVUK / "dist" / "govuk"
    fixtures = json.loads((dist / "components" / "exit-this-page" / "fixtures.json").read_text("utf-8"))
    shown = fixtures["fixtures"][0]["html"].replace("/full-page-examples/announcements", to)
    head = "<link rel=stylesheet href=/govuk-frontend.min.css>"
    # As its own page template has it: what switches the components on, and then the components.
    script = (
        "<script>document.body.className += ' js-enabled govuk-frontend-supported'</script>" + shown + "<script "
        "type=module>import { initAll } from '/govuk-frontend.min.js'; initAll()</script>"
    )
    paths = [dist / name for name in ("govuk-frontend.min.css", "govuk-frontend.min.js")]
    paths += (dist / "assets" / "fonts").iterdir()
    files = {f"/{path.relative_to(dist).as_posix()}": path.read_bytes() for path in paths}
    return Service("127.0.0.4", head, script, files)


def link(to: str) -> Service:
    """A link that leads away: what 81 of 106 sites had."""
    return Service("127.0.0.5", "", f'<a id=exit style="{_STICKY}" href="{to}">Quick exit</a>', {})


def new_tab(to: str) -> Service:
    """A button that opens another site in a new tab, and replaces this one: what 10 of 106 had, all by script."""
    leave = f"window.open('{to}'); location.replace('{to}')"
    return Service("127.0.0.6", "", f'<button id=exit style="{_STICKY}" onclick="{leave}">Quick exit</button>', {})
