"""A whole reception over a real store, people who write to it, and someone who steals answers."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import redis

from flows.library import Library
from flows.message import Message, Reply
from flows.play import spoken_as
from flows.record import Referral
from reception import names
from reception.doorkeys import DoorKeys
from reception.envelope import Sealed
from reception.hear import Arrival, Heard, Reception
from reception.keeper import Keeper
from reception.keyring import Keyring
from reception.lines import Lines
from reception.names import Names, Place
from reception.presence import Presence
from reception.seal import Sealer
from reception.seen import Seen
from reception.store import Store
from reception.unseal import HubPrivate, Opener
from reception.valkey import Valkey
from reception.vault import Vault

SMALL = Path(__file__).parent.parent / "flows" / "small"
TODAY = date(2026, 11, 24)  # a Tuesday
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC).timestamp()
SECRET = bytes(range(32))


@dataclass
class Clock:
    """Time, as a test sets it."""

    at: float = MORNING

    def __call__(self) -> float:
        """The time, in unix seconds."""
        return self.at


@dataclass
class House:
    """A reception, and the keys of everyone around it."""

    reception: Reception
    clock: Clock
    opener: Opener
    lines: Lines
    keeper_lines: Lines

    def place(self, door: str, address: str) -> Place:
        """Where the conversation of `address` stands."""
        return self.reception.names.place(door, address)

    def opened(self, event: str) -> Referral:
        """What the hub reads in an entry of the queue."""
        return Referral.from_json(self.opener.open(Sealed.from_text(event)))


@dataclass
class Person:
    """Someone who writes, and reads what comes back."""

    house: House
    door: str = "sms"
    address: str = "+447700900001"
    secret: bytes | None = None
    ends_for_good: bool = False
    heard: list[Heard] = field(default_factory=list)
    last: Message | None = None

    @property
    def reply(self) -> Reply | None:
        """What was said to them last."""
        return self.heard[-1].reply if self.heard else None

    async def say(self, words: str) -> Heard:
        """Write something new."""
        house = self.house
        name, at = f"message-{len(self.heard)}", int(house.clock())
        said = spoken_as(house.reception.library, self.door, self.reply, words)
        self.last = replace(said, id=name, at=at)
        return await self.again()

    async def again(self) -> Heard:
        """Have the last message arrive once more, as a provider does that heard no answer."""
        assert self.last is not None
        self.heard.append(await self.house.reception.hear(self.arrival(self.last)))
        return self.heard[-1]

    async def talk(self, *words: str) -> Heard:
        """Write these, one after the other."""
        for said in words:
            await self.say(said)
        return self.heard[-1]

    def arrival(self, message: Message) -> Arrival:
        """A message of theirs, as their door hands it in."""
        return Arrival(self.door, self.address, message, self.secret, ends_for_good=self.ends_for_good)


TO_SENDING = ("hello", "1", "2", "skip", "2")
"""What a texter writes to be asked whether to send: safe, worried, nothing noticed, will be in touch themselves."""


@asynccontextmanager
async def house_at(library: Library, door_url: str, keeper_url: str, patience_s: float = 2.0) -> AsyncIterator[House]:
    """A reception over the store at these addresses, with keys of its own."""
    keyring, hub_key, door_keys, clock = Keyring.new(TODAY), HubPrivate.new(TODAY), DoorKeys.new(TODAY), Clock()
    lines, keeper_lines = Lines(door_url, patience_s), Lines(keeper_url, patience_s)
    store = Store(lines)
    reception = Reception(
        library,
        store,
        Names.of(keyring),
        Vault(keyring),
        Sealer((hub_key.public(),), door_keys, clock),
        Presence(store, library.hub, clock, steady=clock),
        Keeper(keeper_lines),
        clock,
    )
    opener = Opener.of([hub_key], [door_keys.newest.public()])
    yield House(reception, clock, opener, lines, keeper_lines)
    await lines.close()
    await keeper_lines.close()


def look(hub: redis.Redis, at: float) -> None:
    """The hub looks, and finds nothing that waits."""
    hub.set(names.seen(0), Seen.now(at, None).to_text())


def queue(hub: redis.Redis) -> list[str]:
    """The events on the queue."""
    return [fields[b"event"].decode() for _, fields in entries(hub)]


def entries(hub: redis.Redis) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """What is on the queue, with the ids it stands under."""
    return cast(list[tuple[bytes, dict[bytes, bytes]]], hub.xrange(names.referrals(0)))


async def restarted(running: Valkey) -> None:
    """Kill that store's server outright, and wait until it has been started again."""
    first = running.pid
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 10
    while running.pid == first or not running._answers():
        assert time.monotonic() < until
        await asyncio.sleep(0.01)
