"""Sends what the hub would have sent, when the person's own plan allows it at that very moment; then forgets.

Rule: nothing is sent without a Permit, and nothing twice. That it is being tried is on
disk before the provider is asked; where its answer is lost, the hub is told 'maybe'.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from hashlib import sha256
from typing import Final

from flows.contact import Permit, Refusal, permits
from flows.on_the_page import PAGE
from flows.outward import Edit, History, HubRules, Now, Plan, Verified, Way, Wording
from flows.plan import ContactPlan, Route
from flows.wider import wider
from reception import left, less, names
from reception.doorkeys import DoorKeys
from reception.faults import SealFault
from reception.keeper import Keeper
from reception.lines import Lines, StoreRefused, StoreSilent
from reception.marks import Marks, Move, Standing, address_of
from reception.order import Order, SealedOrder
from reception.outcome import Outcome, What
from reception.publickeys import PublicKeys
from reception.rounds import rounds
from reception.signedplan import SignedPlan

__all__ = ["LEASE_S", "Carrier", "Outbox", "Permit", "Rules", "Sending"]

_LOOK_EVERY_S: Final = 5.0
_PAGE: Final = 100
LEASE_S: Final = 120
"""An order that has been 'trying' for longer than any provider is waited for was cut off."""
_EARLY_S: Final = 300
"""So far may the hub's clock be ahead of ours."""
_TELL_TRIES: Final = 3
_TWO: Final = 2

log: Final = logging.getLogger("frontdoor.outbox")


class Sending(Enum):
    """What a provider made of a message."""

    SENT = "sent"
    REFUSED = "refused"  # it said no, and has sent nothing
    UNSURE = "maybe sent"  # it did not answer


Carrier = Callable[[Permit], Awaitable[Sending]]
"""A door's way out. It takes a Permit, which only the gate makes."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Whom the door believes, what the hub has set, and by which doors a message may go. `stopped`: told to stop."""

    keys: DoorKeys
    hubs: tuple[PublicKeys, ...]
    hub: HubRules = field(repr=False)
    carriers: Mapping[str, Carrier] = field(default_factory=dict, repr=False)
    stopped: Callable[[str], bool] = field(default=lambda _: False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One order, opened: its place in the stream, and the plan it goes by."""

    entry: str
    order: Order = field(repr=False)
    signed: SignedPlan = field(repr=False)
    said: ContactPlan = field(repr=False)
    version: int

    @property
    def route(self) -> Route | None:
        """The route that is meant, when the plan has it."""
        return next((one for one in self.said.routes if one.id == self.order.route), None)


@dataclass(slots=True)
class Outbox:
    """Works through the outbox. `clock` gives unix seconds."""

    lines: Lines
    marks: Marks
    rules: Rules
    keeper: Keeper
    clock: Callable[[], float] = field(repr=False)
    doors: Mapping[str, PublicKeys] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out our own public keys once."""
        self.doors = self.rules.keys.public()

    async def run(self) -> None:
        """Look every few seconds, until cancelled."""
        await rounds(self.once, _LOOK_EVERY_S, "the outbox")

    async def once(self) -> None:
        """Do what can be done now with each order that waits. Raises StoreRefused or StoreSilent."""
        start = "-"
        while True:
            page = await self.lines.ask("XRANGE", names.outbox(0), start, "+", "COUNT", _PAGE)
            for at, fields in page:
                await self._alone(at.decode(), dict(zip(fields[::2], fields[1::2], strict=True)))
            if len(page) < _PAGE:
                return
            start = f"({page[-1][0].decode()}"

    async def _alone(self, entry: str, fields: Mapping[bytes, bytes]) -> None:
        """Whatever is wrong with one order stays with that order."""
        try:
            await self._take(entry, fields)
        except (StoreRefused, StoreSilent):
            raise
        except Exception as fault:  # noqa: BLE001 - see above
            log.error("an order could not be judged: %s", type(fault).__name__)  # noqa: TRY400 - a trace could show words

    async def _take(self, entry: str, fields: Mapping[bytes, bytes]) -> None:
        raw = fields.get(b"event", b"") if len(fields) == 1 else b""
        try:
            case = self._read(entry, raw)
        except SealFault as fault:
            # Under an id of its own: what nobody has signed must not use up the id of what somebody has.
            await self._end(f"odd-{sha256(raw).hexdigest()[:24]}", entry, "refused", fault.code)
            return
        state = await self.marks.state(case.order.id)
        if state.startswith("trying"):
            await self._cut_off(case, state)
        elif state == "done":
            await self.marks.move("end", Move(case.order.id, entry=entry))
        else:
            await self._judge(case)

    def _read(self, entry: str, raw: bytes) -> Case:
        """The order in an entry. Raises SealFault for all that is not one of our hub's, by a plan of ours."""
        sealed = SealedOrder.from_text(raw.decode(errors="replace"))
        order = sealed.opened(self.rules.keys, self.rules.hubs, self.clock())
        signed = SignedPlan.from_text(order.plan, self.doors)
        said = order.edit.plan if order.edit else signed.of.plan
        if said.person != signed.of.person:
            raise SealFault("content", "It changes one person's plan into another's.")
        return Case(entry, order, signed, said, order.edit.version if order.edit else signed.of.version)

    async def _cut_off(self, case: Case, state: str) -> None:
        """It was being tried, and nobody knows how that ended. It is never tried again."""
        since = int(state.removeprefix("trying") or 0)
        if not 0 <= self.clock() - since <= LEASE_S:
            await self._end(case.order.id, case.entry, "maybe sent")

    async def _judge(self, case: Case) -> None:
        now, order = self.clock(), case.order
        if now >= order.until:
            await self._end(order.id, case.entry, "expired")
        elif order.thaw:
            await self._thaw(case)
        elif order.says is None:
            await self._note(case)
        elif now < order.at - _EARLY_S:
            await self._hold(case, "G24")  # one of the two clocks is wrong, and nobody knows which
        else:
            await self._ask_of_what_is_left(case, datetime.fromtimestamp(now, UTC))

    async def _ask_of_what_is_left(self, case: Case, now: datetime) -> None:
        """Its owner may have come back since, and taken something out of the plan, or taken all of it back."""
        said = await less.left(self.lines, self.marks.less_key, case.signed.of.referral, case.said)
        if said is None:
            await self._end(case.order.id, case.entry, "refused", "withdrawn")
            return
        if case.order.route == PAGE:
            said = await left.with_page(self.lines, case.signed.of.referral, said, now)
        case = replace(case, said=said)
        await self._ask(case, await self._permitted(case, now))

    async def _note(self, case: Case) -> None:
        """A changed plan: from now on no older one holds. Whether it may be used is asked when it is."""
        if _answered_for(case):
            await self.marks.renew(case.signed.of.owner, case.version)
            await self.marks.stand(Standing(case.said.routes, case.signed.of.owner, case.signed.of.until))
            await self._end(case.order.id, case.entry, "noted")
        else:
            await self._end(case.order.id, case.entry, "refused", "G19")

    async def _thaw(self, case: Case) -> None:
        """A frozen way is open again; not one that was shut anew since, nor one that its owner has told to stop."""
        order, to = case.order, address_of(case.route) if case.route else ""
        old = case.version < await self.marks.newest(case.signed.of.owner)
        if not to or old or len(_workers(order.thaw.by if order.thaw else ())) < _TWO or self.rules.stopped(to):
            await self._end(order.id, case.entry, "refused", "G19" if old else "G13")
            return
        told = self._told(order.id, "noted")
        move = Move(order.id, self.marks.ref(to), event=told, entry=case.entry, ordered=order.at)
        if await self.marks.move("thaw", move) == "frozen":
            await self._end(order.id, case.entry, "refused", "G13")

    async def _ask(self, case: Case, answer: Permit | Refusal) -> None:
        if isinstance(answer, Refusal):
            if answer.hold:
                await self._hold(case, answer.rule)
            else:
                await self._end(case.order.id, case.entry, "refused", answer.rule)
            return
        carrier = self._carrier(case, answer.way)
        if carrier is None:
            await self._end(case.order.id, case.entry, "refused", "no door")
            return
        await self._send(case, answer, carrier)

    def _carrier(self, case: Case, way: Way) -> Carrier | None:
        """The door's way out. The page is ours: what waits there needs no provider."""
        if way.kind == PAGE:
            return partial(self._leave, case.signed.of.referral)
        return self.rules.carriers.get(way.kind)

    async def _leave(self, referral: str, permit: Permit) -> Sending:
        return Sending.SENT if await left.leave(self.lines, referral, permit.text) else Sending.REFUSED

    async def _send(self, case: Case, permit: Permit, carrier: Carrier) -> None:
        word = case.said.danger_word.word if case.said.danger_word else None
        move = Move(case.order.id, permit.way.ref, danger=self.marks.danger(word))
        if case.order.edit:
            await self.marks.renew(case.signed.of.owner, case.version)
        stood = await self.marks.move("try", move)
        if stood == "frozen":
            await self._end(case.order.id, case.entry, "refused", "G13")
        if stood != "ok":
            return
        came = await _carried(carrier, permit) if permit.holds(datetime.fromtimestamp(self.clock(), UTC)) else None
        match came:
            case None:  # the store took too long: nothing was sent, and nothing is sent late
                await self._end(case.order.id, case.entry, "expired")
            case Sending.REFUSED:
                await self._end(case.order.id, case.entry, "refused", "provider")
            case Sending.SENT:
                await self._end(case.order.id, case.entry, "sent")
            case _:
                await self._end(case.order.id, case.entry, "maybe sent")

    async def _permitted(self, case: Case, now: datetime) -> Permit | Refusal:
        order, says, route = case.order, case.order.says, case.route
        if says is None or route is None:
            return Refusal("G1", "Their plan does not name this way.")
        to = address_of(route)
        way = Way(route.id, route.kind, to, self.marks.ref(to or f"{case.signed.of.referral} {route.id}"))
        wording = Wording(**says.model_dump(), id=order.id)
        plan = Plan(case.said, case.version, case.signed.of.until, _edit(case), case.signed.of.names)
        return permits(plan, way, wording, Now(now, self.rules.hub), await self._history(case, way, now))

    async def _history(self, case: Case, way: Way, now: datetime) -> History:
        """What is remembered, as marks. The plan's own addresses come first, so that two at once see one another."""
        of, order, marks = case.signed.of, case.order, self.marks
        await marks.stand(Standing(case.said.routes, of.owner, of.until))
        refs = {marks.ref(address) for address in map(address_of, case.said.routes) if address}
        shut = self.rules.stopped(way.to) or await marks.is_frozen(way.ref)
        shared = await marks.elsewhere(way.ref, of.owner)
        checked = order.verified
        return History(
            attempts=tuple([one for ref in sorted(refs) for one in await marks.tries(ref)]),
            frozen=frozenset({way.ref} if shut else ()),
            least_version=await marks.newest(of.owner),
            elsewhere=frozenset({way.ref} if shared else ()),
            harm=frozenset({(way.ref, way.ref)} if way.route in of.both_sides else ()),
            verified=Verified(datetime.fromtimestamp(checked.at, UTC), checked.method, checked.by) if checked else None,
            # Whoever comes back is asked if it is safe before anything is shown.
            safe_at=now if way.kind == PAGE else await marks.safe_at(way.ref),
            since=frozenset(order.since),
            sent_last_hour=await marks.sent_lately(),
        )

    async def _hold(self, case: Case, rule: str) -> None:
        await self.marks.move("hold", Move(case.order.id, event=self._told(case.order.id, "held", rule)))

    async def _end(self, order_id: str, entry: str, what: What, rule: str = "") -> None:
        """Tell the hub how it ended and take it off, in one step; a lost answer is asked for again."""
        move = Move(order_id, event=self._told(order_id, what, rule), entry=entry)
        for more in reversed(range(_TELL_TRIES)):
            try:
                await self.marks.move("end", move)
                break
            except StoreSilent:
                if not more:
                    raise
        self.keeper.forgot()

    def _told(self, order_id: str, what: What, rule: str = "") -> str:
        return Outcome(order_id, what, rule).to_text(self.rules.keys.newest, self.clock())


async def _carried(carrier: Carrier, permit: Permit) -> Sending:
    try:
        return await carrier(permit)
    except Exception as fault:  # noqa: BLE001 - whatever went wrong, it may have gone out
        log.error("a way out failed: %s", type(fault).__name__)  # noqa: TRY400 - a trace could show a number
        return Sending.UNSURE


def _edit(case: Case) -> Edit | None:
    """Whether the plan allows more is worked out here, from what the door itself has signed."""
    edit = case.order.edit
    if edit is None:
        return None
    return Edit(edit.reason, edit.by, edit.asked, wider(case.signed.of.plan, edit.plan))


def _answered_for(case: Case) -> bool:
    """The same as G19 asks of a changed plan, so that nobody can void a plan by half a change."""
    edit = _edit(case)
    if edit is None:
        return False
    workers = _workers(edit.by)
    return bool(workers) and (not edit.wider or (len(workers) >= _TWO and edit.asked != "message"))


def _workers(by: tuple[str, ...]) -> set[str]:
    return {name.strip().casefold() for name in by} - {""}
