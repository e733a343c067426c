"""The text door over a real reception and a real store, and a stand-in for Twilio that brings its webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from frontdoor.practice import api
from frontdoor.practice.contract import Contract
from frontdoor.practice.twilio import Kept, Twilio
from reception.valkey import Valkey
from sms.account import INBOUND, Account
from sms.apart import Ask, Ended
from sms.app import Room
from sms.deletions import Deletions
from sms.provider import Provider
from tests.browser import Answer, InProcess, Sent
from tests.desk import IN_WINDOW
from tests.house import Address, House

if TYPE_CHECKING:
    from tests.sms.desk import Desk

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "data" / "twilio-messages.openapi.json"
"""Twilio's own description, cut to messages; it is there where the whole project is proved."""


@dataclass
class Town:
    """The door, the provider, and people with phones."""

    house: House
    server: InProcess
    twilio: Twilio
    app: Any

    @property
    def room(self) -> Room:
        """All that the door's handlers use."""
        room: Room = self.app.state.sms
        return room

    @property
    def deletions(self) -> Deletions:
        """What deletes at the provider."""
        made: Deletions = self.app.state.deletions
        return made

    def number(self) -> str:
        """A number that nobody has texted from yet."""
        return f"+4477009{self.house.number():05}"

    def says(self, sender: str, *words: str) -> list[str]:
        """Text these, one after the other; what came to the last."""
        said: tuple[Kept, ...] = ()
        for one in words:
            self.house.clock.at += 1
            said = self.twilio.text(sender, one)
        return [kept.body for kept in said]

    def post(self, path: str = INBOUND, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Post anything to the door."""
        return self.server.ask(Sent("POST", path, body, "", headers or {}))

    def delete(self) -> int:
        """Let the deletions that are due be done; how many messages went."""
        client = self.server.client
        assert client.portal is not None
        return int(client.portal.call(self.deletions.once))

    def holds(self, sender: str, door: str = "sms") -> bool:
        """Whether a conversation of theirs is under way."""
        return self.house.state(Address(door, sender)) is not None


@pytest.fixture
def account() -> dict[str, object]:
    """What a test sets of the account besides what every house has; overridden by parametrizing."""
    return {}


@pytest.fixture
def town(valkey: Valkey, tmp_path: Path, account: dict[str, object]) -> Iterator[Town]:
    """A door whose provider listens on loopback."""
    with House.over(valkey, tmp_path / "house") as house:
        assert house.plan.account is not None
        made: Account = replace(house.plan.account, **account)  # type: ignore[arg-type]
        stand_in = Twilio(made, lambda *_: (500, ""), house.clock, contract=Contract.of(PUBLISHED))
        with api.served(stand_in) as url:
            house.plan = replace(house.plan, account=replace(made, api_url=url))
            server = house.server()
            app: Any = server.client.app
            app.state.deletions.ask = here(house.plan.account)
            stand_in.deliver = lambda path, body, headers: _said(server, path, body, headers)
            yield Town(house, server, stand_in, app)


def here(account: Account | None, patience_s: float = 5.0) -> Ask:
    """Deletes as the process of its own does, but in this one, for tests that delete often."""
    assert account is not None
    provider = Provider(account, patience_s)

    async def ask(ids: Sequence[str]) -> Ended:
        ended = [await asyncio.to_thread(provider.delete, sid) for sid in ids]
        return {sid: (outcome.value, code) for sid, (outcome, code) in zip(ids, ended, strict=True)}

    return ask


def _said(server: InProcess, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    answer = server.ask(Sent("POST", path, body, "", headers))
    return answer.status, answer.text


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Desk:
    """Somebody at the hub."""
    from tests.sms.desk import Desk

    return Desk(town, tmp_path)


@pytest.fixture
def number(town: Town) -> str:
    """Somebody's phone."""
    return town.number()


@pytest.fixture
def referral(desk: Desk, number: str) -> str:
    """Theirs; it is now within the times that they gave."""
    made = desk.refer(number)
    desk.town.house.clock.at = IN_WINDOW
    return made
