"""What a measurement stands on: a store, the door and the bare turn beside it, and somebody at the hub's desk.

Rule: all of it is made new in a folder that goes again, and both servers share
one store with the same settings.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from frontdoor import demo, house
from frontdoor.house import Addresses
from frontdoor.plan import Plan
from frontdoor.refusal import Refusal
from frontdoor.settings import PREFIX, Settings
from hub.queue import Queue

_PATIENCE_S = 90
NOBODYS: dict[str, Any] = {
    "twilio_account_sid": "AC" + "0" * 32,
    "twilio_auth_token": SecretStr("of-nobody"),
    "twilio_number": "+447700900900",
    "twilio_api_url": "http://127.0.0.1:9",
    "twilio_daily_segments": 0,
}
"""The text door's settings: nobody's account, at an address where nothing listens, and without a limit."""


@dataclass(frozen=True, slots=True)
class Server:
    """One process that serves on loopback."""

    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    def megabytes(self) -> float:
        """Its resident memory now."""
        ask = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        return int(subprocess.run(ask, capture_output=True, check=True).stdout) / 1024  # noqa: S603 - fixed words


@dataclass(frozen=True, slots=True)
class Stage:
    """The door, the bare turn, and what they stand on."""

    front: Server
    bare: Server
    plan: Plan = field(repr=False)
    queue: Queue = field(repr=False)
    settings: Settings


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A stage in `folder`, for as long as the block lasts."""
    settings = demo.furnish(Settings(data=folder, public_url="http://127.0.0.1", **NOBODYS))
    with ExitStack() as stack:
        addresses = stack.enter_context(house.store(settings))
        queue = Queue.at(addresses.hub)
        queue.tell(queue.entries())
        told = environment(settings, addresses)
        front = stack.enter_context(server("front", told))
        bare = stack.enter_context(server("bare", told))
        yield Stage(front, bare, Plan.of(settings, addresses), queue, settings)
        queue.client.close()


def environment(settings: Settings, addresses: Addresses, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a server to measure is told: these settings on this store, and what is set besides."""
    own = {
        "REDIS_URL": addresses.door,
        "KEEPER_URL": addresses.keeper,
        "MASTER_KEYS": settings.master_keys.get_secret_value(),
        "DOOR_KEYS": settings.door_keys.get_secret_value(),
        "HUB_PUBLIC_KEY": settings.hub_public_key,
        "PUBLIC_URL": settings.public_url,
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token.get_secret_value(),
        "TWILIO_NUMBER": settings.twilio_number,
        "TWILIO_API_URL": settings.twilio_api_url,
        "TWILIO_DAILY_SEGMENTS": str(settings.twilio_daily_segments),
    }
    own |= more or {}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return kept | {PREFIX + name: value for name, value in own.items()}


@contextmanager
def server(kind: str, told: dict[str, str]) -> Iterator[Server]:
    """A server of this kind, for as long as the block lasts."""
    port = _free_port()
    command = [sys.executable, "-m", "frontdoor.bench.child", kind, str(port)]
    with subprocess.Popen(command, env=told, stdin=subprocess.PIPE) as process:  # noqa: S603 - our own
        try:
            _wait(port, process)
            yield Server(port, process)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise Refusal("A server to measure did not start.") from None
            time.sleep(0.02)
        else:
            return
