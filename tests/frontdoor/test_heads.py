"""A head that does not end is cut off, whatever it is made of; whatever ends is answered."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from frontdoor.heads import MOST, Heads
from frontdoor.serve import bind

_ENDLESS = 4 * MOST
_PATIENCE_S = 10.0


async def echo(request: Request) -> Response:
    """How many bytes came."""
    return PlainTextResponse(f"heard {len(await request.body())}")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server on loopback, for these tests."""
    line = bind("127.0.0.1", 0)
    app = Starlette(routes=[Route("/{rest:path}", echo, methods=["GET", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, http=Heads, ws="none", log_config=None, lifespan="off"))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [line]})
    serving.start()
    yield line.getsockname()[1]
    server.should_exit = True
    serving.join()


@pytest.fixture
def line(port: int) -> Iterator[socket.socket]:
    """One connection to it."""
    with socket.create_connection(("127.0.0.1", port), _PATIENCE_S) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield line


def heard(line: socket.socket) -> bytes:
    """All that is answered until nothing comes for a while, or it is hung up."""
    said = b""
    line.settimeout(0.5)
    try:
        while some := line.recv(65_536):
            said += some
    except (TimeoutError, ConnectionError):
        pass
    return said


def send_slowly(line: socket.socket, text: bytes) -> bool:
    """Send it in pieces; False when it is hung up before the end."""
    try:
        for at in range(0, len(text), 1024):
            line.sendall(text[at : at + 1024])
            time.sleep(0.001)
    except ConnectionError:
        return False
    return True


@pytest.mark.parametrize(
    "begun",
    [b"GET /", b"GET / HTTP/1.1\r\nHost: a\r\nX-", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: "],
    ids=["address", "name", "value"],
)
def test_what_never_ends_is_cut_off(line: socket.socket, begun: bytes) -> None:
    """An address, a header's name or its value that goes on and on is answered 400, or hung up on, and not kept."""
    cut = not send_slowly(line, begun + b"a" * _ENDLESS)
    said = heard(line)
    assert cut or said.startswith(b"HTTP/1.1 400 ")
    assert b" 200 " not in said


def test_headers_without_end_are_cut_off(line: socket.socket) -> None:
    """Many short headers are as long as one long one."""
    cut = not send_slowly(line, b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * (_ENDLESS // 8))
    said = heard(line)
    assert cut or said.startswith(b"HTTP/1.1 400 ")


def test_a_second_request_is_bound_too(line: socket.socket) -> None:
    """Who has been answered once may not send a head without end either."""
    line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b"heard 0" in heard(line)
    cut = not send_slowly(line, b"GET /" + b"a" * _ENDLESS)
    assert cut or heard(line).startswith(b"HTTP/1.1 400 ")


def test_a_long_body_is_no_head(line: socket.socket) -> None:
    """What follows the head may be as long as the door allows, and the next request is answered as well."""
    for _ in range(2):
        size = 3 * MOST
        line.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % size)
        assert send_slowly(line, b"b" * size)
        assert b"heard %d" % size in heard(line)


def test_a_head_of_the_usual_length_is_heard(line: socket.socket) -> None:
    """What a browser sends, cookies and all, comes nowhere near the bound."""
    assert send_slowly(line, b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"c" * (MOST // 2) + b"\r\n\r\n")
    assert b" 200 " in heard(line)


def test_two_requests_in_one_piece_are_both_heard(line: socket.socket) -> None:
    """A body and the next head may come together."""
    body = b"b" * (MOST + 1)
    line.sendall(
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%sGET / HTTP/1.1\r\nHost: a\r\n\r\n"
        % (len(body), body)
    )
    said = heard(line)
    assert 2 == said.count(b" 200 ")


@pytest.mark.parametrize("more", [b"Upgrade: websocket\r\nConnection: Upgrade\r\n", b"Expect: 100-continue\r\n"])
def test_other_wishes_are_answered_as_a_page(line: socket.socket, more: bytes) -> None:
    """Nobody is left waiting who asks for what is not here."""
    line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n" + more + b"\r\n")
    assert b"heard 0" in heard(line)


@pytest.mark.parametrize(
    "said", [b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 64, b"hello\r\n\r\n"]
)
def test_what_is_no_request_is_refused(line: socket.socket, said: bytes) -> None:
    """Other protocols and rubbish are answered 400 and nothing of them comes back."""
    line.sendall(said)
    told = heard(line)
    assert told.startswith(b"HTTP/1.1 400 ")
    assert b"hello" not in told
