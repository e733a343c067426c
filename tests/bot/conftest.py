"""The Telegram door over a real reception and a real store, and a stand-in for Telegram that brings its updates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from bot.account import INBOUND
from bot.room import Room
from flows.play import _BEGAN as BEGAN
from frontdoor.app import front_door
from frontdoor.practice.telegram import Faults, Kept, Telegram
from reception.presence import Presence
from reception.valkey import Valkey
from tests.browser import Answer, InProcess, Sent
from tests.desk import IN_WINDOW
from tests.house import ORIGIN, Address, House

if TYPE_CHECKING:
    from tests.bot.desk import Desk

FIRST = "Is it OK to message here now?"


@dataclass
class Town:
    """The door, Telegram, and people with chats."""

    house: House
    server: InProcess
    telegram: Telegram
    app: Any

    @property
    def room(self) -> Room:
        """All that the door's handlers use."""
        room: Room = self.app.state.bot[0]
        return room

    def person(self) -> int:
        """A chat that nobody has written in yet."""
        return 7_700_900_000 + self.house.number()

    def says(self, chat: int, *words: str) -> list[str]:
        """Write these, one after the other; what came to the last."""
        for one in words:
            self.house.clock.at += 1
            before = {kept.id for kept in self.telegram.lies(chat)}
            self.telegram.bring(self.telegram.writes(chat, one))
        return [kept.text for kept in self.telegram.lies(chat) if kept.id not in before and not kept.mine]

    def last(self, chat: int) -> Kept:
        """Our last message there."""
        return [kept for kept in self.telegram.lies(chat) if not kept.mine][-1]

    def data(self, chat: int, label: str) -> str:
        """What the button of our last message carries whose label holds this."""
        return next(data for row in self.last(chat).rows for one, data in row if label in one)

    def press(self, chat: int, label: str) -> list[str]:
        """Press that button; what came."""
        self.house.clock.at += 1
        before = {kept.id for kept in self.telegram.lies(chat)}
        self.telegram.bring(self.telegram.presses(chat, self.last(chat).id, self.data(chat, label)))
        return [kept.text for kept in self.telegram.lies(chat) if kept.id not in before and not kept.mine]

    def post(self, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Post anything to the door."""
        return self.server.ask(Sent("POST", INBOUND, body, "", headers or {}))

    def call(self, work: Any, *given: Any) -> Any:
        """Do this where the door lives."""
        assert self.server.client.portal is not None
        return self.server.client.portal.call(work, *given)

    def holds(self, chat: int) -> bool:
        """Whether a conversation of theirs is under way."""
        return self.house.state(Address("telegram", str(chat))) is not None


@pytest.fixture(scope="module")
def whole(valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house for all tests of a module, whose Telegram listens on loopback."""
    with House.over(valkey, tmp_path_factory.mktemp("house"), telegram=True) as house:
        yield house


@pytest.fixture
def town(whole: House) -> Iterator[Town]:
    """A door that has just opened, on a day when all is well at Telegram."""
    whole.empty()
    telegram = whole.telegram
    telegram.faults, telegram.toasts, telegram.asked, telegram.webhook = Faults(), [], [], {}
    app = front_door(whole.plan)
    with TestClient(app, base_url=ORIGIN) as client:
        server = InProcess(client)
        desk = Presence(app.state.reception.store, whole.plan.library.hub, whole.clock, steady=whole.clock)
        object.__setattr__(app.state.reception, "presence", desk)
        telegram.deliver = lambda path, body, headers: _said(server, path, body, headers)
        yield Town(whole, server, telegram, app)


def _said(server: InProcess, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    answer = server.ask(Sent("POST", path, body, "", headers))
    return answer.status, answer.text


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Desk:
    """Somebody at the hub, some days before anything is written."""
    from tests.bot.desk import Desk

    town.house.clock.at = BEGAN
    town.telegram.blocked.clear()
    return Desk(town, tmp_path)


@pytest.fixture
def chat(town: Town) -> int:
    """Somebody's chat."""
    return town.person()


@pytest.fixture
def referral(desk: Desk, chat: int) -> str:
    """Theirs; it is now within the times that they gave."""
    made = desk.refer(chat)
    desk.town.house.clock.at = IN_WINDOW
    return made
