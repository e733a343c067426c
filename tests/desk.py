"""Somebody at the hub's desk who writes back, with the hub's own code and key, at the time of the test.

Rule: of the door it knows no more than that somebody can be referred there, and what lies with them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

import redis

from hub.case import Case, taken
from hub.write import _order, add_arguments
from reception import names
from reception.order import Order, SealedOrder
from reception.outcome import Outcome
from reception.publickeys import read_all

TELLING = "A police officer will call."


def london(text: str) -> float:
    """Unix seconds of London clock time: '2026-10-19 10:30'."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).timestamp()


IN_WINDOW, AFTER = london("2026-10-19 10:30"), london("2026-10-19 12:30")
BEFORE = london("2026-10-19 08:00")


@dataclass
class HubDesk:
    """The hub of this town, and the outcomes it has read. `way` is the kind of way that it writes by."""

    way: ClassVar[str] = ""
    town: Any
    tmp: Path
    heard: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing on either stream."""
        self.look()
        hub = self.town.house.queue.client
        for at, _ in cast(Any, hub.xrange(names.outcomes(0))):
            hub.xdel(names.outcomes(0), at)
        with redis.Redis.from_url(self.town.house.valkey.url("door"), protocol=2) as door:
            for hour in range(-200, 400):
                door.delete(f"door:{{0}}:out:hour:{int(IN_WINDOW) // 3600 + hour}")

    def referred(self) -> str:
        """The id at the hub of what has just been sent, the only one there."""
        (new,) = [one.held for one in self.town.house.read()]
        self.town.house.empty()
        return str(new)

    def args(self, referral: str, *words: str) -> argparse.Namespace:
        """The arguments of `hub write`, as the command reads them."""
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        home = self.town.house.home
        return parser.parse_args(
            [referral, "--data", str(home.folder.parent), "--way", self.way, "--by", "Ama", *words]
        )

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
