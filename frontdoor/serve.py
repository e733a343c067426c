"""`frontdoor serve`: opens the doors, or says why it will not.

Rule: it does not start when it could not keep its promises. Each refusal says
what to do. It writes no access log, and tells nobody what it is made of.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from frontdoor import doctor, house, logs
from frontdoor.app import front_door
from frontdoor.checks.standing import standing
from frontdoor.checks.verdict import Verdict
from frontdoor.heads import Heads
from frontdoor.plan import Plan
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings

_GRACE_S = 5
_BACKLOG = 2048


def attach(parser: ArgumentParser) -> None:
    """Give `parser` the options of this command."""
    parser.add_argument("--settings", type=Path, help="the settings file (default: FRONTDOOR_SETTINGS, ./settings.env)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on, behind the proxy (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
    parser.add_argument("--debug", action="store_true", help="log more; still nothing of anybody")
    parser.add_argument(
        "--telegram-polling", action="store_true", help="fetch updates from Telegram, where no webhook can reach us"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Check, then serve until told to stop."""
    logs.quieten(logging.DEBUG if args.debug else logging.INFO)
    settings = Settings.read(args.settings)
    day = doctor.today()
    insist(standing(settings, day))
    end_on_signals()
    with bind(args.host, args.port) as line, house.store(settings) as addresses:
        insist(asyncio.run(doctor.ask(settings, addresses.keeper, day)))
        listen(front_door(Plan.of(settings, addresses, polls=args.telegram_polling)), line)
    return 0


def insist(verdicts: Iterable[Verdict]) -> None:
    """Raises Refusal when something fails that must stand, with all of it."""
    failed = [f"{v.check}: {v.says} {v.do}" for v in verdicts if v.level == "fail" and v.vital]
    if failed:
        raise Refusal("\n  ".join(("it does not start.", *failed)))


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises Refusal when the port is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sends without delay only where it is: else each answer may wait 40 ms.
    line = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((host, port))
        line.listen(_BACKLOG)
    except (OSError, OverflowError) as fault:
        line.close()
        said = getattr(fault, "strerror", None) or fault
        raise Refusal(f"Port {port} of {host} cannot be opened ({said}). Try another: --port") from fault
    return line


def listen(app: ASGIApp, line: socket.socket) -> None:
    """Serve `app` until a signal. No access log, no server or date header, no trust in anybody's forwarding headers."""
    config = uvicorn.Config(
        app,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        log_config=None,
        lifespan="on",
        http=Heads,
        ws="none",
        timeout_graceful_shutdown=_GRACE_S,
    )
    # What was made at start stays for good, so no later collection need look at it.
    gc.collect()
    gc.freeze()
    uvicorn.Server(config).run(sockets=[line])


def end_on_signals() -> None:
    """Make SIGTERM and SIGINT unwind the program, so that the store it started writes its last and stops."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)


def _end(number: int, frame: FrameType | None) -> None:
    del number, frame
    # Once is enough: a second signal must not cut the unwinding short.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(0)
