"""A door's outbox on a real store, a hub that gives it orders, and a provider that remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import redis

from flows.outward import HubRules
from flows.plan import ContactPlan, Route, windows
from flows.record import Person, Referral
from reception import names
from reception.doorkeys import DoorKeys
from reception.keeper import Keeper
from reception.keyring import Keyring
from reception.lines import Lines
from reception.marks import Marks
from reception.order import Edited, Order, Says, SealedOrder
from reception.outbox import Outbox, Permit, Rules, Sending
from reception.outcome import Outcome
from reception.signedplan import SignedPlan, plans_of
from reception.unseal import HubPrivate
from reception.valkey import Valkey
from tests.flows.reaching import RULES
from tests.reception.house import TODAY, Clock

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC).timestamp()
HOUR = 3600


class Crash(BaseException):
    """The process is gone."""


class Cut(Lines):
    """Connections of a process that ends at the command with this number, before or after the store has done it."""

    def __init__(self, url: str, at: int | None = None, *, after: bool = False) -> None:
        super().__init__(url)
        self.left, self.after = at, after

    async def ask(self, *command: bytes | str | int) -> Any:
        """The store's answer, or the end."""
        if self.left == 0 and not self.after:
            raise Crash
        answer = await super().ask(*command)
        if self.left == 0:
            raise Crash
        self.left = None if self.left is None else self.left - 1
        return answer


@dataclass
class Desk:
    """Both sides, their keys, and what went out. `next` is what the provider does: it may end the process."""

    valkey: Valkey
    clock: Clock = field(default_factory=lambda: Clock(NOON))
    keyring: Keyring = field(default_factory=lambda: Keyring.new(TODAY))
    door: DoorKeys = field(default_factory=lambda: DoorKeys.new(TODAY))
    hub: HubPrivate = field(default_factory=lambda: HubPrivate.new(TODAY))
    went: Counter[str] = field(default_factory=Counter)
    next: str = "sent"
    told: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with both streams empty, and nothing sent lately."""
        self.at_hub = redis.Redis.from_url(self.valkey.url("hub"), protocol=2)
        self.at_door = redis.Redis.from_url(self.valkey.url("door"), protocol=2)
        for at, _ in cast(Any, self.at_door.xrange(names.outbox(0))):
            self.at_door.xdel(names.outbox(0), at)
        for at, _ in cast(Any, self.at_hub.xrange(names.outcomes(0))):
            self.at_hub.xdel(names.outcomes(0), at)
        for hour in range(-200, 200):
            self.at_door.delete(f"door:{{0}}:out:hour:{int(NOON) // HOUR + hour}")

    def close(self) -> None:
        """Hang up."""
        self.at_hub.close()
        self.at_door.close()

    def plan(self, number: str, referral: str, **more: Any) -> SignedPlan:
        """Somebody's plan: text me here between ten and two, any day."""
        route: dict[str, Any] = {
            "id": "r1",
            "kind": "sms",
            "value": number,
            "status": "safe",
            "content": "neutral_callback",
        }
        route |= {"windows": windows("mon,tue,wed,thu,fri,sat,sun 10:00-14:00")}
        said = ContactPlan(
            person="me",
            initiative="service",
            routes=(Route.model_validate(route | more),),
            confirmed_at=datetime.fromtimestamp(NOON - HOUR, UTC),
            confirmed_how="by_person",
        )
        made = Referral(
            id=referral,
            created_at=datetime.fromtimestamp(NOON - HOUR, UTC),
            door="sms",
            journey="survivor",
            language="en",
            library="x",
            people=(Person(id="me", compartment="me", name_used="Sam"),),
            contact_plans=(said,),
        )
        marks = Marks(Lines(self.valkey.url("door")), self.keyring, self.clock)
        (signed,) = plans_of(made, self.door.newest, marks.owners(made, None))
        return signed

    def order(self, id_: str, plan: SignedPlan, *, hours: float = 1, edit: Edited | None = None) -> Order:
        """Have a neutral template sent to them."""
        says = Says(by="Ama", template="ring")
        at = int(self.clock())
        until = at + int(hours * HOUR)
        return Order(id=id_, at=at, until=until, plan=plan.text, route="r1", says=says, edit=edit)

    def sealed(self, order: Order) -> str:
        """The order as it leaves the hub."""
        return SealedOrder.of(order, self.door.newest.public(), self.hub.public(), self.hub.sign).text

    def give(self, text: str) -> None:
        """Put it on the outbox."""
        self.at_hub.xadd(names.outbox(0), {"event": text}, id="0-*")

    def look(self, at: int | None = None, *, after: bool = False) -> bool:
        """Have a fresh process look at the outbox, and end at a certain command; False when it did end so."""
        return self.run(lambda outbox: outbox.once(), at, after=after)

    def look_at_once(self) -> None:
        """Have several processes look at the very same time."""

        async def several(outbox: Outbox) -> None:
            others = [Outbox(outbox.lines, outbox.marks, outbox.rules, outbox.keeper, self.clock) for _ in range(3)]
            await asyncio.gather(*(one.once() for one in (outbox, *others)))

        self.run(several, None, after=False)

    def run(self, do: Callable[[Outbox], Coroutine[Any, Any, None]], at: int | None, *, after: bool) -> bool:
        """Have a fresh process do this, as `look` has it look."""

        async def live() -> None:
            lines, keeper = Cut(self.valkey.url("door"), at, after=after), Lines(self.valkey.url("keeper"))
            rules = Rules(self.door, (self.hub.public(),), HubRules(**RULES), {"sms": self.carry})
            try:
                await do(Outbox(lines, Marks(lines, self.keyring, self.clock), rules, Keeper(keeper), self.clock))
            finally:
                await lines.close()
                await keeper.close()

        try:
            asyncio.run(live())
        except Crash:
            return False
        return True

    async def carry(self, permit: Permit) -> Sending:
        """The provider. 'before' and 'after' end the process around the moment that it sends."""
        if self.next == "before":
            raise Crash
        if self.next == "slow":
            await asyncio.sleep(0.2)  # whoever else may try does so meanwhile
        if self.next != "refused":
            self.went[permit.way.to] += 1
        if self.next == "after":
            raise Crash
        return Sending.REFUSED if self.next == "refused" else Sending.UNSURE if self.next == "unsure" else Sending.SENT

    def outcomes(self) -> list[tuple[str, str, str]]:
        """All that the door has told, in order."""
        doors = self.door.public()
        for at, fields in cast(Any, self.at_hub.xrange(names.outcomes(0))):
            said = Outcome.from_text(fields[b"event"].decode(), doors)
            self.told.append((said.id, said.what, said.rule))
            self.at_hub.xdel(names.outcomes(0), at)
        return self.told

    def waiting(self) -> int:
        """How many orders are on the outbox."""
        return int(cast(Any, self.at_hub.xlen(names.outbox(0))))
