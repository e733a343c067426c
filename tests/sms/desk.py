"""Somebody at the hub's desk who writes back, with the hub's own code and key, at the time of the test."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import redis

from hub.case import Case, taken
from hub.write import _order, add_arguments
from reception import names
from reception.order import Order, SealedOrder
from reception.outcome import Outcome
from reception.publickeys import read_all
from sms.account import Account
from sms.provider import Provider
from tests.sms.conftest import Town

TALK = ("hello", "1", "1", "34", "skip", "skip", "skip", "skip", "skip", "text me", "ME, Monday 10-12", "send")
TELLING = "A police officer will call."


def london(text: str) -> float:
    """Unix seconds of London clock time: '2026-10-19 10:30'."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).timestamp()


IN_WINDOW, AFTER = london("2026-10-19 10:30"), london("2026-10-19 12:30")
BEFORE = london("2026-10-19 08:00")


@dataclass
class Desk:
    """The hub of this town, and the outcomes it has read."""

    town: Town
    tmp: Path
    heard: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have the door send in this process, and begin with nothing on either stream."""
        self.town.app.state.outgoing.ask = sending(self.town.app.state.outgoing.account)
        self.look()
        hub = self.town.house.queue.client
        for at, _ in cast(Any, hub.xrange(names.outcomes(0))):
            hub.xdel(names.outcomes(0), at)
        with redis.Redis.from_url(self.town.house.valkey.url("door"), protocol=2) as door:
            for hour in range(-200, 400):
                door.delete(f"door:{{0}}:out:hour:{int(IN_WINDOW) // 3600 + hour}")

    def refer(self, number: str) -> str:
        """Someone texts that we may text them on Mondays from 10 to 12, and sends it; its id at the hub."""
        self.town.house.look()
        self.town.says(number, *TALK)
        (new,) = [one.held for one in self.town.house.read()]
        self.town.house.empty()
        return new

    def args(self, referral: str, *words: str) -> argparse.Namespace:
        """The arguments of `hub write`, as the command reads them."""
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        home = self.town.house.home
        return parser.parse_args([referral, "--data", str(home.folder.parent), "--way", "sms", "--by", "Ama", *words])

    def case(self, referral: str) -> Case:
        """The referral as the hub has it open."""
        return taken(self.args(referral, "--template", "good_time"))

    def order(self, referral: str, *words: str, text: str = "") -> Order:
        """What a worker would have sent: a neutral template, unless told otherwise."""
        if text:
            (self.tmp / "text").write_text(text)
        what = ("--text-file", str(self.tmp / "text")) if text else ("--template", "good_time")
        args = self.args(referral, *what, *words)
        return _order(args, taken(args), int(self.town.house.clock.at))

    def sealed(self, referral: str, order: Order, **parts: Any) -> SealedOrder:
        """The order as it leaves the hub."""
        case = self.case(referral)
        sealed = SealedOrder.of(order, parts.pop("door", case.door), case.key.public(), case.key.sign)
        return replace(sealed, **parts)

    def give(self, text: str) -> None:
        """Put it on the outbox."""
        self.town.house.queue.give(text)

    def write(self, referral: str, *words: str, text: str = "") -> str:
        """Write to them; the order's id."""
        order = self.order(referral, *words, text=text)
        self.give(self.sealed(referral, order).text)
        return order.id

    def look(self) -> None:
        """Let the door look at its outbox."""
        client = self.town.server.client
        assert client.portal is not None
        client.portal.call(self.town.app.state.outbox.once)

    def outcomes(self) -> list[tuple[str, str, str]]:
        """What the door has told so far, each believed only with its signature."""
        doors = {door.sigkid: door for door in read_all("door", self.town.house.home.doors.read_text())}
        for at, text in self.town.house.queue.outcomes():
            said = Outcome.from_text(text, doors)
            self.heard.append((said.id, said.what, said.rule))
            self.town.house.queue.heard(at)
        return self.heard

    def of(self, order: str) -> list[tuple[str, str]]:
        """What it has told of this order."""
        return [(what, rule) for one, what, rule in self.outcomes() if one == order]

    def waiting(self) -> int:
        """How many orders are on the outbox."""
        return int(cast(Any, self.town.house.queue.client.xlen(names.outbox(0))))

    def texts(self, number: str) -> list[str]:
        """What has come to this phone unasked."""
        kept = self.town.twilio.messages.values()
        return [one.body for one in kept if one.to == number and one.direction == "outbound-api"]


def sending(account: Account, patience_s: float = 2.0) -> Callable[[Account, str, str], Awaitable[str]]:
    """Sends as the process of its own does, but in this one."""
    provider = Provider(account, patience_s)

    async def ask(_: Account, to: str, text: str) -> str:
        return (await asyncio.to_thread(provider.create, to, text))[0]

    return ask
