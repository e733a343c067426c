"""A whole front door in this process: a real store, the real doors, and a hub that reads with its own key.

Rule: nothing in it is a stand-in. Only the clock is the test's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import SecretStr
from starlette.testclient import TestClient

from flows.library import Library, load
from flows.message import Message, Reply
from flows.play import _BEGAN as BEGAN
from flows.sign import sign
from flows.state import State
from frontdoor.app import front_door
from frontdoor.bench.stage import NOBODYS
from frontdoor.house import Addresses
from frontdoor.plan import Plan
from frontdoor.settings import Settings
from hub.archive import Archive
from hub.home import Home, opener
from hub.opened import Opened, open_entry
from hub.queue import Queue
from reception.doorkeys import DoorKeys
from reception.hear import Reception
from reception.kept import Kept
from reception.keyring import Keyring
from reception.lines import Lines
from reception.presence import Presence
from reception.unseal import HubPrivate
from reception.valkey import Valkey
from tests.browser import InProcess
from tests.running import Running

_NUMBERS = count()
ORIGIN = "http://127.0.0.1:8000"


@cache
def _loaded(folder: Path, over: Path | None = None) -> Library:
    """The library, read once in a process: it never changes, and a house for each test would read it each time."""
    return load(folder, over)


@dataclass
class Clock:
    """Time, as a test sets it."""

    at: float = BEGAN

    def __call__(self) -> float:
        """Unix seconds."""
        return self.at


@dataclass(frozen=True)
class Address:
    """Where a conversation is kept, and what opens it besides our own keys."""

    door: str
    id: str = field(repr=False)
    secret: bytes | None = field(default=None, repr=False)


@dataclass
class House:
    """The front door over `valkey`, with everything else under `folder`."""

    folder: Path
    valkey: Valkey
    plan: Plan
    clock: Clock
    home: Home
    queue: Queue
    portal: BlockingPortal
    rooms: ExitStack
    settings: Settings
    looks: Reception
    telegram: Any = None

    @classmethod
    @contextmanager
    def over(
        cls,
        valkey: Valkey,
        folder: Path,
        began: float = BEGAN,
        *,
        library: Library | None = None,
        telegram: bool = False,
    ) -> Iterator[Self]:
        """A house on this store at this time, whose hub has just looked and found the queue empty.

        With a `library` all its languages are offered, as if they were signed. With `telegram` that
        door stands too, and a stand-in for Telegram: its own library takes seconds to load.
        """
        clock, today = Clock(began), datetime.fromtimestamp(began, UTC).date()
        keyring, door, home = Keyring.new(today), DoorKeys.new(today), Home(folder / "hub")
        home.make_key(HubPrivate.new(today))
        home.trust(door.newest.public().to_text())
        settings = Settings(
            data=folder / "door" / "data",
            public_url=ORIGIN,
            hub_public_key=home.public.read_text(),
            master_keys=SecretStr(keyring.to_text()),
            door_keys=SecretStr(door.to_text()),
            **NOBODYS,
        )
        with patch("frontdoor.plan.load", _loaded):
            plan = Plan.of(settings, Addresses(valkey.url("door"), valkey.url("keeper"), valkey.url("hub")))
        plan = replace(plan, library=library or plan.library, clock=clock, sealer=replace(plan.sealer, clock=clock))
        with ExitStack() as rooms:
            queue = replace(Queue.at(valkey.url("hub")), clock=clock)
            rooms.callback(queue.client.close)
            portal = rooms.enter_context(start_blocking_portal())
            lines = Lines(plan.addresses.door)
            rooms.callback(portal.call, lines.close)
            looks = plan.reception(lines, lines)
            house = cls(folder, valkey, plan, clock, home, queue, portal, rooms, settings, looks)
            house.empty()
            if telegram:
                house.open_telegram()
            yield house

    def open_telegram(self) -> None:
        """Open the Telegram door too, at a stand-in that serves until the house closes."""
        from bot.account import Account
        from frontdoor.practice import botapi
        from frontdoor.practice.telegram import Telegram

        account = Account("4200001:of-nobody-of-nobody", "a-secret-of-nobody", ORIGIN)
        self.telegram = Telegram(account, lambda *_: (500, ""), self.clock)
        url = self.rooms.enter_context(botapi.served(self.telegram))
        self.plan = replace(self.plan, bot=replace(account, api_url=url))

    def server(self, language: str = "") -> InProcess:
        """The doors as a process that has just started, until the house closes, for browsers set to `language`."""
        app = front_door(self.plan)
        reception = app.state.reception
        # The desk is looked at again as the test's time passes, not the machine's.
        desk = Presence(reception.store, self.plan.library.hub, self.clock, steady=self.clock)
        object.__setattr__(reception, "presence", desk)
        return InProcess(self.rooms.enter_context(TestClient(app, base_url=ORIGIN)), language)

    def served(self) -> Running:
        """The same front door as `frontdoor serve` runs it, in a folder of its own, not started yet."""
        folder, words = self.folder / "door", self.folder / "door" / "words"
        folder.mkdir(exist_ok=True)
        sign(words, self.plan.library, "en", "Ama Osei", "lead")
        running = Running(folder, ("serve", "--debug"))
        settings = self.settings
        running.settings = {
            "FRONTDOOR_REDIS_URL": self.valkey.url("door"),
            "FRONTDOOR_KEEPER_URL": self.valkey.url("keeper"),
            "FRONTDOOR_DATA": str(settings.data),
            "FRONTDOOR_LIBRARY": str(words),
            "FRONTDOOR_PUBLIC_URL": running.base,
            "FRONTDOOR_HUB_PUBLIC_KEY": settings.hub_public_key,
            "FRONTDOOR_MASTER_KEYS": settings.master_keys.get_secret_value(),
            "FRONTDOOR_DOOR_KEYS": settings.door_keys.get_secret_value(),
        }
        return running

    def number(self) -> int:
        """A number that nobody had before, in this process: 0, 1, 2 ..."""
        return next(_NUMBERS)

    def empty(self) -> None:
        """Take everything off the queue, as a hub would that has seen to it all."""
        for entry in list(self.queue.entries()):
            self.queue.remove(entry.digest)
        self.look()

    def look(self) -> None:
        """The hub looks at the queue."""
        self.queue.tell(self.queue.entries())

    def waiting(self) -> int:
        """How many referrals are on the queue."""
        return len(list(self.queue.entries()))

    def read(self) -> list[Opened]:
        """Every referral on the queue, archived and opened with the hub's key."""
        keys, archive = opener(self.home.keys, self.home.doors), Archive.at(self.home.archive)
        return [open_entry(entry, keys, archive) for entry in self.queue.entries()]

    def state(self, at: Address) -> State | None:
        """The conversation under way there, opened with every key at once; None when there is none."""
        found = self.portal.call(self._kept, at)
        return found.last_state() if found else None

    def last(self, at: Address) -> Reply | None:
        """What was said there last, whether or not it goes on."""
        found = self.portal.call(self._kept, at)
        return found.last_reply(Message("", 0, at.door)) if found else None

    async def _kept(self, at: Address) -> Kept | None:
        reception = self.looks
        place = reception.names.place(at.door, at.id)
        found = await reception.store.find(place)
        name, blob = (place.talk, found.talk) if found.talk else (place.gone, found.gone)
        return Kept.from_bytes(reception.vault.open(name, at.secret, blob)[1]) if blob else None
