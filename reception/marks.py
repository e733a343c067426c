"""What a door remembers of writing to people: that an order is done, a way frozen, a number in someone's plan.

Rule: every name here is an HMAC, and what stands under it is a time, a count or another
HMAC. No plan, number or word of a message is ever kept.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final, Literal

from flows.addresses import email, phone
from flows.danger import GAP
from flows.outward import Attempt
from flows.plain import plain
from flows.plan import Route
from flows.record import Referral
from reception import base64url, less, names
from reception.keyring import Keyring
from reception.lines import Lines, StoreRefused, StoreSilent
from reception.store import Script, run

KEPT_S: Final = 400 * 24 * 3600
"""As long as the mark of a number that was told to stop: then numbers go to other people."""
_HOUR_S: Final = 3600
_FRESH_S: Final = 5.0
_LENGTH: Final = 16
_LONGEST_WORD: Final = 6
_SCRIPT: Final = Path(__file__).with_name("outbox.lua")
_STANDS: Final = Path(__file__).with_name("stand.lua")
_PHONES: Final = ("voice", "sms", "whatsapp")

Step = Literal["try", "hold", "end", "freeze", "thaw"]


@dataclass(frozen=True, slots=True)
class Written:
    """What is remembered of having written to an address: the last order's id, and a mark for the danger word."""

    id: str
    danger: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Move:
    """What one step of an order needs: its id, whom it is to, what is told of it, and when it was given."""

    id: str
    to: str = field(default="", repr=False)
    event: str = ""
    entry: str = ""
    danger: str = field(default="", repr=False)
    ordered: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The ways in somebody's plan, and until when it holds."""

    routes: tuple[Route, ...] = field(repr=False)
    owner: str = field(repr=False)
    until: datetime


class Marks:
    """The marks of one house. `known` are those we have written to.

    Raises StoreRefused and StoreSilent where the store does not do its part.
    """

    def __init__(self, lines: Lines, keyring: Keyring, clock: Callable[[], float]) -> None:
        """Take the connections. The key follows from the one for names, since marks outlive a rotation."""
        self._lines, self._clock = lines, clock
        self._key = hmac.digest(keyring.names, b"frontdoor/marks/v1", "sha256")
        self.less_key = less.key(keyring)
        self._script, self._stands = Script.of(_SCRIPT.read_text()), Script.of(_STANDS.read_text())
        self.known: set[str] = set()
        self._until = float("-inf")

    def ref(self, address: str) -> str:
        """What stands for a number or an address: the same for the same one, whatever way it is used."""
        return self._mark("address", address)

    def owners(self, referral: Referral, sender: str | None) -> dict[str, str]:
        """Who each slot with a plan stands for. Who writes from the number in their own plan is known by it again."""
        return {
            plan.person: self._owner(referral.id, plan.person, plan.routes, sender) for plan in referral.contact_plans
        }

    def danger(self, word: str | None) -> str:
        """What stands for a danger word; '' for none."""
        return self._mark("danger", plain(word)) if word and plain(word) else ""

    def holds_danger(self, words: str, danger: str) -> bool:
        """Whether `words` hold, whole, the danger word that `danger` stands for."""
        said = plain(words).split()
        runs = (said[at : at + size] for size in range(1, _LONGEST_WORD + 1) for at in range(len(said) - size + 1))
        return bool(danger) and any(hmac.compare_digest(self._mark("danger", " ".join(run)), danger) for run in runs)

    async def refresh(self) -> None:
        """Learn again where we have written, when that is old; what cannot be read stays as it is."""
        if monotonic() < self._until:
            return
        try:
            found = await self._lines.ask("ZRANGE", self._named("to"), int(self._clock()) - KEPT_S, "+inf", "BYSCORE")
        except (StoreRefused, StoreSilent):
            return
        self.known |= {ref.decode() for ref in found}
        self._until = monotonic() + _FRESH_S

    def knows(self, address: str) -> bool:
        """Whether we have ever written there, as far as is known here."""
        return bool(self.known) and self.ref(address) in self.known

    async def stand(self, *plans: Standing) -> None:
        """Note in whose plan each address stands, in one go: every plan's or none's."""
        marked = {
            (self._named("plans", self.ref(address)), int(plan.until.timestamp()), plan.owner)
            for plan in plans
            for address in set(map(address_of, plan.routes))
            if address
        }
        if marked:
            words = (part for _, until, owner in marked for part in (until, owner))
            await run(self._lines, self._stands, [key for key, _, _ in marked], (KEPT_S, *words))

    async def elsewhere(self, ref: str, owner: str) -> bool:
        """Whether the address stands in the plan of someone else, too."""
        found = await self._lines.ask("ZRANGE", self._named("plans", ref), int(self._clock()), "+inf", "BYSCORE")
        return any(one != owner.encode() for one in found)

    async def newest(self, owner: str) -> int:
        """The least version of this person's plan that still holds."""
        found = await self._lines.ask("ZSCORE", self._named("version", owner), "least")
        return int(float(found)) if found else 1

    async def renew(self, owner: str, version: int) -> None:
        """No plan of this person's below this version holds from now on."""
        await self._lines.ask("ZADD", self._named("version", owner), "GT", version, "least")
        await self._lines.ask("EXPIRE", self._named("version", owner), KEPT_S)

    async def is_frozen(self, ref: str) -> bool:
        """Whether this address is frozen."""
        return await self._lines.ask("ZSCORE", self._named("frozen"), ref) is not None

    async def tries(self, ref: str) -> tuple[Attempt, ...]:
        """The messages that went, or may have gone, to this address since someone there last answered."""
        found = await self._lines.ask("ZRANGE", self._named("tries", ref), 0, -1, "WITHSCORES")
        return tuple(Attempt(ref, datetime.fromtimestamp(float(at), UTC)) for at in found[1::2])

    async def sent_lately(self) -> int:
        """How many messages went in this clock hour and the last."""
        hour = int(self._clock()) // _HOUR_S
        return sum([int(await self._lines.ask("GET", self._hour(one)) or 0) for one in (hour, hour - 1)])

    async def written(self, ref: str) -> Written | None:
        """What is remembered of having written there; None when we have not."""
        found = await self._lines.ask("GET", self._named("wrote", ref))
        return Written(*found.decode().split(" ", 1)) if found else None

    async def answered(self, ref: str) -> None:
        """Someone at this address has answered: what was tried before counts no more."""
        await self._lines.ask("DEL", self._named("tries", ref))

    async def safe(self, ref: str) -> None:
        """Whoever writes from this address has just said that it is safe to talk. Kept for as long as that holds."""
        await self._lines.ask("SET", self._named("safe", ref), int(self._clock()), "EX", GAP)

    async def unsafe(self, ref: str) -> None:
        """Nothing says so any more."""
        await self._lines.ask("DEL", self._named("safe", ref))

    async def safe_at(self, ref: str) -> datetime | None:
        """When they last said that it is safe to talk, by this address; None when not lately."""
        found = await self._lines.ask("GET", self._named("safe", ref))
        return datetime.fromtimestamp(int(found), UTC) if found else None

    async def state(self, order_id: str) -> str:
        """'' for an order that is new, else 'held', 'trying' and since when, or 'done'."""
        found = await self._lines.ask("GET", self._state(order_id))
        return found.decode() if found else ""

    async def move(self, step: Step, one: Move) -> str:
        """Take the order one step on: 'ok', or the state that stood in the way."""
        now = int(self._clock())
        keys = (
            self._state(one.id),
            names.outcomes(0),
            names.outbox(0),
            self._named("frozen"),
            self._named("wrote", one.to),
            self._named("tries", one.to),
            self._hour(now // _HOUR_S),
            self._named("to"),
        )
        if step == "try":
            self.known.add(one.to)  # before it is sent, so that the quickest answer is known for one
        mark = self._mark("order", one.id)
        words = (step, now, KEPT_S, one.event, one.entry, one.to, f"{one.id} {one.danger}", mark, one.ordered)
        return str((await run(self._lines, self._script, keys, words)).decode())

    def _owner(self, referral_id: str, slot: str, routes: Iterable[Route], sender: str | None) -> str:
        own = sender is not None and slot == "me" and any(route.value == sender for route in routes)
        return self._mark("sender", sender) if own and sender else self._mark("person", f"{referral_id}\0{slot}")

    def _state(self, order_id: str) -> str:
        return self._named("order", self._mark("order", order_id))

    def _hour(self, hour: int) -> str:
        return self._named("hour", str(hour))

    def _named(self, *parts: str) -> str:
        return ":".join(("door:{0}:out", *parts))

    def _mark(self, kind: str, text: str) -> str:
        made = hmac.digest(self._key, f"{kind}\0{text}".encode(errors="surrogatepass"), "sha256")
        return base64url.encode(made[:_LENGTH])


def address_of(route: Route) -> str:
    """The route's address in the one form that machines dial; '' when it has none."""
    said = route.value or ""
    if route.kind in _PHONES:
        return phone(said) or ""
    return (email(said) or "") if route.kind == "email" else said
