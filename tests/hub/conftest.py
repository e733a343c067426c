"""A door that seals and a hub that opens, with keys made for the test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import redis

from hub.entry import Entry
from hub.home import Home
from hub.queue import Queue
from reception import names
from reception.doorkeys import DoorKeys
from reception.seal import Sealer
from reception.unseal import HubPrivate
from reception.valkey import Valkey

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Sides:
    """The hub's home with its key and one trusted door, and that door's sealer."""

    home: Home
    sealer: Sealer

    def event(self, referral_id: str, **more: object) -> str:
        """A sealed referral as the door puts it on the queue."""
        return self.sealer.seal(referral_id, json.dumps({"id": referral_id, **more}).encode())

    def entry(self, referral_id: str, at: str = "0-1", **more: object) -> Entry:
        """The same, as the hub meets it."""
        return Entry(0, at, self.event(referral_id, **more))


@pytest.fixture
def sides(tmp_path: Path) -> Sides:
    """A hub and a door that know one another's keys."""
    home = Home(tmp_path / "data" / "hub")
    key, door = HubPrivate.new(TODAY), DoorKeys.new(TODAY)
    home.make_key(key)
    home.trust(door.newest.public().to_text())
    return Sides(home, Sealer((key.public(),), door, lambda: NOON))


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """One real store for all tests of the hub."""
    with Valkey(tmp_path_factory.mktemp("hub-store")) as running:
        yield running


@dataclass(frozen=True)
class Stream:
    """The queue from both sides: the door's client adds, the hub's reads."""

    door: redis.Redis
    hub: redis.Redis
    url: str

    @property
    def queue(self) -> Queue:
        """The queue as the hub sees it, at noon."""
        return Queue(self.hub, clock=lambda: NOON)

    def add(self, event: str) -> None:
        """Put one referral on the queue, as the door's script does."""
        add = "return redis.call('XADD', KEYS[1], '0-*', 'event', ARGV[1])"
        self.door.eval(add, 1, names.referrals(0), event)

    def read_seen(self) -> bytes:
        """What the door reads of the hub's last look."""
        text = self.door.get(names.seen(0))
        assert isinstance(text, bytes)
        return text

    def add_foreign(self, **fields: bytes) -> None:
        """Put something on the queue that the door would never put there."""
        flat = [part for pair in fields.items() for part in pair]
        add = "return redis.call('XADD', KEYS[1], '0-*', unpack(ARGV))"
        self.door.eval(add, 1, names.referrals(0), *flat)


@pytest.fixture
def stream(valkey: Valkey) -> Iterator[Stream]:
    """An empty queue, emptied again afterwards."""
    door = redis.Redis.from_url(valkey.url("door"), protocol=2)
    hub = redis.Redis.from_url(valkey.url("hub"), protocol=2)
    yield Stream(door, hub, valkey.url("hub"))
    left = Queue(hub)
    for entry in list(left.entries()):
        left.remove(entry.digest)
    door.close()
    hub.close()
