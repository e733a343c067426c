"""One message on its way: read what stands, let the engine decide, write what follows.

Rule: what a person is told is true of the store. 'Sent' is said only when the
store has answered that it is; when it did not answer, we say that we do not know.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flows.danger import GAP
from flows.elsewhere import not_here
from flows.engine import advance, greet
from flows.hand_over import says_send
from flows.library import Library
from flows.live import safely
from flows.message import Aside, Message, Now, Turn
from flows.record import Referral, numbers_to_text, with_id, with_marker, with_sender, with_signed_plans
from flows.show import spoken
from flows.state import State
from reception.arrival import Arrival, Fact, Heard
from reception.faults import SealFault
from reception.kept import Kept, reply_bytes, state_bytes
from reception.lines import StoreRefused, StoreSilent
from reception.marks import Marks, Standing
from reception.names import Place
from reception.returnwords import seem
from reception.signedplan import SignedPlan, plans_of
from reception.store import Found, Outcome, Sealed, Write
from reception.vault import Vault, VaultFault

if TYPE_CHECKING:
    from reception.hear import Reception

LIVES_S = 24 * 3600
"""How long a conversation, or the mark that one ended, is kept after its last message."""
LIVES_ON_A_PAGE_S = 30 * 60
"""The same where a cookie holds the other half of the key."""
STATE_SOFT = 20 * 1024
STATE_MOST = 28 * 1024
"""Bytes of state: past the first no long answer is taken in, past the second none; with the last reply, 32 KiB."""
_LONG = 256
_TRIES = 16

log = logging.getLogger("frontdoor.reception")


@dataclass(frozen=True, slots=True)
class Before:
    """What stood when a message came. `turn` numbers what is written next; `state` is None where none is under way."""

    turn: int
    kept: Kept
    state: State | None = None

    def anew(self) -> Before:
        """The same; where a conversation has ended, the next one is to be another referral."""
        if self.kept.state or not self.kept.fact:
            return self
        return replace(self, kept=replace(self.kept, referral_id=_minted()))


def _minted() -> str:
    """An id that no referral has had."""
    return secrets.token_hex(10)


@dataclass(slots=True)
class Hearing:
    """One message on its way, over as many tries as others writing at the same time make it take."""

    reception: Reception
    arrival: Arrival = field(repr=False)
    place: Place = field(repr=False)
    now: Now
    was_live: bool = False
    unsure: bool = False  # a referral went to the store, and no answer came
    silent: bool = False
    signed: tuple[SignedPlan, ...] = field(default=(), repr=False)

    async def heard(self) -> Heard:
        """The answer, after as many tries as it takes; at most `_TRIES`."""
        for _ in range(_TRIES):
            heard = await self._once()
            if heard:
                return heard
        return self._unheard()

    async def _once(self) -> Heard | None:
        """One try; None when it is to be made again."""
        try:
            found = await self.reception.store.find(self.place)
            before = self._recall(found)
        except (StoreRefused, StoreSilent):
            return self._unheard()
        except VaultFault:
            return Heard(None, Fact.ENDED)
        return self._known(before) or await self._take(found, before.anew())

    def _unheard(self) -> Heard:
        """Nothing was written, as far as can be known."""
        # Who says to send may say it once more, and the first time may have done it though no answer reached them.
        unsure = self.unsure or says_send(self.reception.library, self.arrival.message)
        return Heard(None, Fact.UNKNOWN if unsure else Fact.DOWN)

    def _recall(self, found: Found) -> Before:
        name, blob = (self.place.talk, found.talk) if found.talk else (self.place.gone, found.gone)
        if blob:
            try:
                return opened(self.reception.vault, name, self.arrival.secret, blob)
            except VaultFault:
                # Without the cookie's half it is not theirs to touch. Elsewhere its key has gone, so it is begun anew.
                if self.arrival.secret is not None:
                    raise
        return Before(1, Kept(_minted(), (), 0, ""))

    def _known(self, before: Before) -> Heard | None:
        """The answer to a message that is not to be taken: heard before, or too late."""
        kept, message = before.kept, self.arrival.message
        if kept.knows(message):
            return self._once_more(kept)
        if kept.state or not kept.fact:
            self.was_live = bool(kept.state)
            return None
        if self.arrival.ends_for_good:
            return Heard(None, Fact.ENDED)
        # It was on its way when they left, so it goes with the rest.
        late = self.was_live or message.at < kept.at
        return Heard(None, Fact.LEFT) if late and kept.fact == Fact.LEFT.value else None

    def _once_more(self, kept: Kept) -> Heard:
        message = self.arrival.message
        if self.now.at - kept.at <= GAP:
            return Heard(kept.last_reply(message, self._usual), Fact(kept.fact), again=True)
        # After the gap nothing is told back, not even to a page that is loaded again.
        if not kept.state:
            return Heard(None, Fact.ENDED, again=True)
        typed = self.reception.library.doors[message.door].typed
        safe = None if typed else greet(self.reception.library, message.door, "en", self.now)
        return Heard(safe, Fact.KEPT, again=True)

    async def _take(self, found: Found, before: Before) -> Heard | None:
        turn, state = self._advance(before)
        fact = _fact(turn)
        if fact is Fact.LEFT and not found.talk:
            if marks := self._written_to():
                await self._unsafe(marks)
            return Heard(turn.reply, fact)
        if before.state is None and fact is Fact.KEPT and self.reception.keeper.full:
            return _full(turn)
        try:
            write = self._write(before, turn, state, fact)
            await self._stand()
        except SealFault as fault:
            log.error("a referral could not be sealed: %s", fault.code)  # noqa: TRY400 - a trace could show words
            return Heard(None, Fact.NOT_SENT)
        except (StoreRefused, StoreSilent):
            return self._told(Outcome.REFUSED, turn, fact)
        marks = self._written_to()
        if marks and fact is not Fact.SENT and not safely(self.reception.library, turn.state, self.now.desk):
            await self._unsafe(marks)
        outcome = await self.reception.store.write(self.place, found, write)
        if marks and outcome is Outcome.DONE:
            await self._safe(marks, before, turn)
        return self._told(outcome, turn, fact)

    def _advance(self, before: Before) -> tuple[Turn, bytes]:
        """What the message brings about, and the state after it in bytes."""
        library, message = self.reception.library, self.arrival.message
        if _are_return_words(message):
            turn = not_here(library, before.state, message, self.now)
            return turn, state_bytes(turn.state)
        turn = advance(library, before.state, message, self.now)
        state = state_bytes(turn.state)
        grown = len(state) - len(before.kept.state)
        if before.state and (len(state) > STATE_MOST or (len(state) > STATE_SOFT and grown > _LONG)):
            turn = _too_long(library, before.state, message, self.now, turn)
            state = state_bytes(turn.state)
        return turn, state

    def _write(self, before: Before, turn: Turn, state: bytes, fact: Fact) -> Write:
        kept = Kept(
            before.kept.referral_id,
            before.kept.heard_and(self.arrival.message),
            self.now.at,
            fact.value,
            state,
            reply_bytes(turn.reply, self._usual),
        )
        vault, secret = self.reception.vault, self.arrival.secret
        seconds = LIVES_S if secret is None else LIVES_ON_A_PAGE_S
        if turn.state:
            return Write(seconds, talk=vault.close(self.place.talk, secret, before.turn, kept.to_bytes()))
        sealed = self._seal(turn.referral, kept.referral_id) if turn.referral else None
        gone = vault.close(self.place.gone, secret, before.turn, kept.to_bytes())
        return Write(seconds, gone=gone, referral=sealed)

    def _usual(self, language: str) -> tuple[Aside, ...]:
        """Who we are, as it stands beside the questions of this door; not worth keeping with each conversation."""
        library, door = self.reception.library, self.arrival.door
        title = " ".join(library.says_at("who_title", door, language))
        return (Aside("who", title, spoken(library, library.hub.who, door, language, self.now)),)

    def _seal(self, referral: Referral, referral_id: str) -> Sealed:
        # A cookie's id is nobody's number: only where messages come from an address is it filled in.
        if self.arrival.secret is None:
            referral = with_sender(referral, self.arrival.address)
        if any(self.reception.stopped(number) for number in numbers_to_text(referral)):
            referral = with_marker(referral, "texts_stopped")
        referral = with_id(referral, referral_id)
        try:
            return Sealed(referral_id, self._sealed(self._with_plans(referral)))
        except SealFault as fault:
            if fault.code != "size":
                raise
        # That it arrives comes first: then it can be answered by hand alone.
        return Sealed(referral_id, self._sealed(referral))

    def _sealed(self, referral: Referral) -> str:
        return self.reception.sealer.seal(referral.id, referral.to_json().encode())

    def _with_plans(self, referral: Referral) -> Referral:
        """The referral with its plans signed, which is what they can be used by when the hub writes back."""
        marks = self.reception.marks
        if marks is None:
            return referral
        sender = self.arrival.address if self.arrival.secret is None else None
        key = self.reception.sealer.door.newest
        self.signed = plans_of(referral, key, marks.owners(referral, sender))
        return with_signed_plans(referral, tuple(plan.text for plan in self.signed))

    async def _stand(self) -> None:
        """Note in whose plan each address stands, before the referral goes: a mark too many only keeps us silent."""
        if self.reception.marks:
            plans = (plan.of for plan in self.signed)
            await self.reception.marks.stand(*(Standing(of.plan.routes, of.owner, of.until) for of in plans))

    async def _safe(self, marks: Marks, before: Before, turn: Turn) -> None:
        """Note that they have just said that it is safe, at a number that we have written to: for G12 alone."""
        library, desk = self.reception.library, self.now.desk
        fresh = before.state is not None and self.now.at - before.state.heard_at <= GAP
        said = safely(library, turn.state, desk) and not (fresh and safely(library, before.state, desk))
        if said:
            with suppress(StoreRefused, StoreSilent):
                await marks.safe(marks.ref(self.arrival.address))

    async def _unsafe(self, marks: Marks) -> None:
        """Nothing says so any more: they have left, or it is to be asked again."""
        with suppress(StoreRefused, StoreSilent):
            await marks.unsafe(marks.ref(self.arrival.address))

    def _written_to(self) -> Marks | None:
        """The marks, where we have written to who writes now."""
        marks, arrival = self.reception.marks, self.arrival
        return marks if marks and arrival.secret is None and marks.knows(arrival.address) else None

    def _told(self, outcome: Outcome, turn: Turn, fact: Fact) -> Heard | None:
        match outcome:
            case Outcome.DONE:
                if fact is not Fact.KEPT:
                    self.reception.keeper.forgot()
                return Heard(turn.reply, fact)
            case Outcome.CONFLICT:
                return None
            case Outcome.FULL if fact is Fact.KEPT:
                return _full(turn)
            case Outcome.UNKNOWN:
                return self._no_answer(fact)
            case _:
                sending = fact is Fact.SENT and not self.unsure
                return Heard(None, Fact.NOT_SENT) if sending else self._unheard()

    def _no_answer(self, fact: Fact) -> Heard | None:
        # Asking once more is safe, whatever became of the first: the script knows the referral and the version.
        self.unsure = self.unsure or fact is Fact.SENT
        again, self.silent = not self.silent, True
        return None if again else self._unheard()


def opened(vault: Vault, name: str, secret: bytes | None, blob: bytes) -> Before:
    """What stands sealed under `name`. Raises VaultFault when it does not open, or is of another release."""
    turn, raw = vault.open(name, secret, blob)
    try:
        kept = Kept.from_bytes(raw)
        return Before(turn + 1, kept, kept.last_state())
    except (ValueError, TypeError, KeyError):
        raise VaultFault from None


def _fact(turn: Turn) -> Fact:
    if turn.referral:
        return Fact.SENT
    return Fact.KEPT if turn.state else Fact.LEFT


def _full(turn: Turn) -> Heard:
    """No new conversation; but emergency words are answered all the same."""
    danger = turn.reply is not None and bool(turn.reply.urgent)
    return Heard(turn.reply if danger else None, Fact.FULL)


def _too_long(library: Library, state: State, message: Message, now: Now, turn: Turn) -> Turn:
    """The same question once more, with a word on why; the emergency words stay."""
    asks = Message(message.id, message.at, message.door, command="repeat")
    again = advance(library, state, asks, now)
    if again.reply is None or turn.reply is None:
        return Turn(turn.reply, again.state)
    lines = (*library.says_at("too_long", message.door, state.language), *again.reply.lines)
    reply = replace(again.reply, lines=lines, urgent=turn.reply.urgent, mood=turn.reply.mood)
    return Turn(reply, again.state)


def _are_return_words(message: Message) -> bool:
    """Whether somebody has typed what is for the return page alone: it is not kept, and nothing is said of it."""
    typed = (message.words or "", *(one for many in (message.fields or {}).values() for one in many))
    return not message.command and any(seem(text) for text in typed)
