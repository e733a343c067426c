"""Coming back: words for a referral that was sent, and what may be done with them.

Rule: nothing that was said is shown or can be opened. Wrong words, old words and none at
all are one answer after the same work, and leave nothing behind that grows.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flows.danger import GAP
from flows.live import is_safe, walk
from reception import envelope, fate, followup, left, less, names, returnwords
from reception.arrival import Fact
from reception.fate import Fate
from reception.faults import SealFault
from reception.followup import FollowUp, Kind
from reception.hearing import opened
from reception.lines import StoreRefused, StoreSilent
from reception.returnlock import ReturnLock, Ticket
from reception.returnwords import Read
from reception.store import ONCE_S, Script, run
from reception.vault import Vault, VaultFault

if TYPE_CHECKING:
    from reception.hear import Reception

DAY: Final = 24 * 3600
MOST: Final = 40
"""Facts of one referral, past which only a narrower plan and taking back are taken."""
_TRIES: Final = 16
_NOBODY: Final = "nobody"
"""Stands for every browser without a cookie whose words opened nothing. It is no cookie's id."""
_HERE: Final = Path(__file__).parent
_VISIT: Final = b"frontdoor/visit/v1"

log = logging.getLogger("frontdoor.reception")


class Came(Enum):
    """What came of what somebody wanted to do here."""

    DONE = "done"
    OVER = "over"  # no visit is open, or the words are too old by now
    TAKEN_BACK = "taken back"  # it is taken back already, so nothing more goes with it
    ENOUGH = "enough"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody's browser: the two halves of its cookie. `new` when it came without one."""

    id: str = field(repr=False)
    secret: bytes = field(repr=False)
    new: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What they would say of their referral. `form` is the id of the form that says it."""

    kind: Kind
    form: str
    words: str = field(default="", repr=False)
    narrows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returns:
    """Behind the return page. Holds no visit: the store does, closed, for GAP seconds."""

    reception: Reception = field(repr=False)
    lock: ReturnLock = field(repr=False)
    vault: Vault = field(repr=False)
    offer_script: Script = field(repr=False)
    follow_script: Script = field(repr=False)
    mint: Callable[[], tuple[str, ...]] = field(default=returnwords.mint, repr=False)

    @classmethod
    def of(cls, reception: Reception) -> Returns:
        """The returns of this reception. Reads the scripts."""
        offer, follow = (Script.of((_HERE / name).read_text()) for name in ("offer.lua", "follow.lua"))
        vault = Vault(reception.vault.keyring, _VISIT)
        return cls(reception, ReturnLock.of(reception.names), vault, offer, follow)

    @property
    def days(self) -> int:
        """For how many days words open anything; 0 where the hub offers none."""
        return self.reception.library.hub.return_days

    # ---- words, offered once something was sent ----

    async def offer(self, visitor: Visitor) -> tuple[str, ...] | None:
        """Fresh words for what this browser has just sent; older ones stop. None when there is nothing to offer.

        Raises StoreRefused or StoreSilent, and then no words that were shown are lost.
        """
        ticket = await self._just_sent(visitor)
        if ticket is None or not self.days or self.reception.keeper.full:
            return None
        words = self.mint()
        name = self.reception.names.back(" ".join(words))
        seconds = self.days * DAY
        await self._ask("SET", name, self.lock.close(" ".join(words), ticket), "EX", seconds)
        stands = fate.key(ticket.partition, ticket.referral)
        first = f"{name} {left.public(ticket.seed)}"
        before = await run(self.reception.store.lines, self.offer_script, [stands], [first, seconds])
        if before == b"kept":
            await self._ask("DEL", name)
            return None
        if before:
            await self._ask("DEL", before.split()[0])
        return words

    async def keep(self, visitor: Visitor) -> None:
        """They have their words: no others are given for this referral."""
        ticket = await self._just_sent(visitor)
        if ticket and (await self._fate(ticket)).known:
            await self._ask("RPUSH", fate.key(ticket.partition, ticket.referral), "kept")

    async def refuse(self, visitor: Visitor) -> None:
        """They want no words after all: what those opened is gone, and nothing is left for them on the page."""
        ticket = await self._just_sent(visitor)
        if ticket is None:
            return
        stands = fate.key(ticket.partition, ticket.referral)
        for first in await self._ask("LRANGE", stands, 0, 0):
            name = first.split()[0]
            await self._ask("DEL", name)
            await self._ask("LSET", stands, 0, name)

    async def practised(self, visitor: Visitor, text: str) -> Read | None:
        """None when these words open what this browser has just sent; else what was made of them."""
        read, ticket = await self._found(text)
        mine = await self._just_sent(visitor)
        return None if ticket and mine and ticket.referral == mine.referral else read

    async def _just_sent(self, visitor: Visitor) -> Ticket | None:
        """What this browser's conversation ended in, while it is still as it was: after GAP nothing is told."""
        reception, now = self.reception, int(self.reception.clock())
        place = reception.names.place("web", visitor.id)
        found = await reception.store.find(place)
        if found.talk or not found.gone:
            return None
        try:
            kept = opened(reception.vault, place.gone, visitor.secret, found.gone).kept
        except VaultFault:
            return None
        sent = kept.fact == Fact.SENT.value and now - kept.at <= GAP
        if not sent:
            return None
        seed = self.lock.seed(visitor.secret, kept.referral_id)
        return Ticket(kept.referral_id, place.partition, kept.at, seed)

    # ---- a visit, opened with words ----

    async def safe(self, visitor: Visitor) -> bool:
        """Whether this browser has said, not long ago, that it is safe to talk. False when the store cannot say."""
        reception, place = self.reception, self.reception.names.place("web", visitor.id)
        try:
            found = await reception.store.find(place)
            state = opened(reception.vault, place.talk, visitor.secret, found.talk or b"").state
        except (StoreRefused, StoreSilent, VaultFault):
            return False
        if state is None or reception.clock() - state.heard_at > GAP:
            return False
        steps = walk(reception.library, state.answers, "web", "open", state.entry)
        return is_safe(reception.library, steps, state.answers)

    async def open(self, visitor: Visitor, text: str) -> tuple[Read, Fate | None]:
        """What was made of the words, and what became of the referral; None for words that open nothing.

        Each step is taken whatever the words are, so that the time it takes tells nothing.
        """
        read, ticket = await self._found(text)
        known = await self._fate(ticket or Ticket(secrets.token_hex(10), 0, 0))
        good = ticket is not None and known.known
        # Wrong tries without a cookie all write to one place, so that nothing grows with them.
        whose = visitor if good or not visitor.new else Visitor(_NOBODY, visitor.secret)
        await self._visit(whose, ticket if ticket and good else Ticket("", 0, 0))
        return read, known if good else None

    async def standing(self, visitor: Visitor) -> Fate | None:
        """What became of it; None when no visit is open here."""
        ticket = await self._visiting(visitor)
        if ticket is None:
            return None
        await self._visit(visitor, ticket)
        known = await self._fate(ticket)
        return known if known.known else None

    async def letters(self, visitor: Visitor) -> tuple[str, ...] | None:
        """What the hub has left for them, the oldest first; None when no visit is open here."""
        ticket, known = await self._visiting(visitor), await self.standing(visitor)
        if ticket is None or known is None:
            return None
        return await left.read(self.reception.store.lines, ticket.referral, ticket.seed, known.wrote)

    async def say(self, visitor: Visitor, wish: Wish) -> tuple[Came, Fate]:
        """Put what they wish to say on the queue, once. Raises nothing of the store's."""
        tried = False
        try:
            ticket = await self._visiting(visitor)
            for _ in range(_TRIES if ticket else 0):
                known = await self._fate(ticket or Ticket("", 0, 0))
                barred = _barred(known, wish)
                if barred:
                    return barred, known
                tried = True
                if ticket and await self._follow(ticket, wish, known):
                    return Came.DONE, await self._fate(ticket)
            return (Came.NOT_SENT if tried else Came.OVER), Fate()
        except SealFault as fault:
            log.error("a follow-up could not be sealed: %s", fault.code)  # noqa: TRY400 - a trace could show words
            return Came.NOT_SENT, Fate()
        except StoreRefused:
            return Came.NOT_SENT, Fate()
        except StoreSilent as fault:
            return (Came.UNKNOWN if tried and fault.heard else Came.NOT_SENT), Fate()

    async def leave(self, visitor: Visitor) -> None:
        """End the visit. Raises StoreRefused or StoreSilent."""
        await self._ask("DEL", self._place(visitor))

    async def _follow(self, ticket: Ticket, wish: Wish, known: Fate) -> bool:
        made = FollowUp(
            followup.id_of(ticket.referral, f"{wish.kind} {wish.form}"),
            ticket.referral,
            wish.kind,
            envelope.hour(self.reception.clock()),
            wish.words,
            wish.narrows,
        )
        if wish.kind == "withdrawn":
            made = replace(made, told="a_person_had_looked" if known.looked else "nobody_had_looked")
        event = self.reception.sealer.seal(made.id, made.to_bytes(), envelope.FOLLOWUP)
        partition = ticket.partition
        keys = [names.once(partition, made.id), names.referrals(partition), fate.key(partition, ticket.referral)]
        length = len(known.facts) + 1
        less_key = less.key(self.reception.vault.keyring)
        facts = _FACTS.get(wish.kind) or less.marks(less_key, ticket.referral, wish.narrows)
        done = await run(self.reception.store.lines, self.follow_script, keys, [event, ONCE_S, length, *facts])
        if done and wish.kind == "withdrawn":
            for name in known.wrote:
                await self._ask("DEL", name)
        return bool(done)

    async def _found(self, text: str) -> tuple[Read, Ticket | None]:
        read = returnwords.read(text)
        # What cannot be anybody's words is looked for all the same.
        words = read.words or " ".join(returnwords.mint())
        ticket = self.lock.open(words, await self._ask("GET", self.reception.names.back(words)))
        young = ticket is not None and self.reception.clock() - ticket.at <= self.days * DAY
        return read, ticket if young and read.words else None

    async def _fate(self, ticket: Ticket) -> Fate:
        return Fate.of(await self._ask("LRANGE", fate.key(ticket.partition, ticket.referral), 0, -1))

    async def _visit(self, visitor: Visitor, ticket: Ticket) -> None:
        place = self._place(visitor)
        at = int(self.reception.clock())
        await self._ask("SET", place, self.vault.close(place, visitor.secret, at, ticket.to_bytes()), "EX", GAP)

    async def _visiting(self, visitor: Visitor) -> Ticket | None:
        place = self._place(visitor)
        blob = await self._ask("GET", place)
        try:
            at, raw = self.vault.open(place, visitor.secret, blob or b"")
        except VaultFault:
            return None
        ticket = Ticket.from_bytes(raw)
        fresh = self.reception.clock() - at <= GAP
        return ticket if ticket.referral and fresh else None

    def _place(self, visitor: Visitor) -> str:
        return self.reception.names.place("visit", visitor.id).talk

    async def _ask(self, *command: bytes | str | int) -> Any:
        return await self.reception.store.lines.ask(*command)


_FACTS: Final = {"addition": ("added",), "request": ("added",), "withdrawn": ("withdrawn",)}


def _barred(known: Fate, wish: Wish) -> Came | None:
    """Why nothing is written; None when it may be. Taking back what is taken back is done already."""
    if not known.known:
        return Came.OVER
    if known.withdrawn:
        return Came.DONE if wish.kind == "withdrawn" else Came.TAKEN_BACK
    most = MOST if wish.kind in {"addition", "request"} else 2 * MOST
    said = len(known.facts) - len(known.wrote)
    return Came.ENOUGH if said >= most and wish.kind != "withdrawn" else None
