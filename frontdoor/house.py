"""The store that the settings name: the operator's own, or one that is run here under the data folder.

Rule: whatever was started is stopped, however the block that used it ends.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from reception.storefault import StoreFault
from reception.valkey import HUB_URL, Valkey


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the store is, for the door, for its keeper and for the hub. Each may hold a password."""

    door: str = field(repr=False)
    keeper: str = field(repr=False)
    hub: str = field(repr=False)


@contextmanager
def store(settings: Settings) -> Iterator[Addresses]:
    """The store's addresses, for as long as the block lasts. Raises Refusal when it does not start."""
    if settings.redis_url:
        url = settings.redis_url.get_secret_value()
        keeper = settings.keeper_url.get_secret_value() if settings.keeper_url else url
        yield Addresses(url, keeper, url)
        return
    server = Valkey(place(settings))
    try:
        server.start()
    except StoreFault as fault:
        raise Refusal(str(fault)) from fault
    try:
        yield Addresses(server.url("door"), server.url("keeper"), server.url("hub"))
    finally:
        server.stop()


def place(settings: Settings) -> Path:
    """The folder of the store that is run here."""
    return settings.data / "valkey"


def is_running(settings: Settings) -> bool:
    """Whether a store of ours is answering under the data folder, whoever started it."""
    try:
        address = (place(settings) / HUB_URL).read_text().rpartition("@")[2].strip()
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(address)
    except OSError:
        return False
    return True
