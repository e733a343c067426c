"""The one way in for every door: a message is heard, remembered and answered.

Rule: everything behind the doors is handed in here, and nothing of a
conversation is held between two messages.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flows.library import Library
from flows.message import Desk, Now
from reception.arrival import Arrival, Fact, Heard
from reception.cut import cut
from reception.hearing import Hearing, opened
from reception.keeper import Keeper
from reception.lines import StoreRefused, StoreSilent
from reception.marks import Marks
from reception.names import Names
from reception.presence import Presence
from reception.seal import Sealer
from reception.store import Store
from reception.vault import Vault, VaultFault

__all__ = ["Arrival", "Fact", "Heard", "Reception"]


@dataclass(frozen=True, slots=True)
class Reception:
    """Everything behind the doors. Holds no conversation: the store does, sealed.

    `stopped` says of a number whether texts to it are blocked at its owner's wish.
    Without `marks` nobody can be written back to: no plan is signed.
    """

    library: Library
    store: Store = field(repr=False)
    names: Names = field(repr=False)
    vault: Vault = field(repr=False)
    sealer: Sealer = field(repr=False)
    presence: Presence = field(repr=False)
    keeper: Keeper = field(repr=False)
    clock: Callable[[], float] = time.time
    stopped: Callable[[str], bool] = field(default=lambda _: False, repr=False)
    marks: Marks | None = field(default=None, repr=False)

    async def hear(self, arrival: Arrival) -> Heard:
        """Take one message. Raises nothing for what a person, a provider or the store does."""
        message = cut(arrival.message)
        if arrival.entry:
            message = replace(message, entry=arrival.entry)
        if message is not arrival.message:
            arrival = replace(arrival, message=message)
        place = self.names.place(arrival.door, arrival.address)
        now = Now(int(self.clock()), await self.presence.desk())
        return await Hearing(self, arrival, place, now).heard()

    async def alive(self, door: str, address: str, secret: bytes | None = None) -> bool:
        """Whether a conversation is under way there. False when the store cannot say."""
        place = self.names.place(door, address)
        try:
            found = await self.store.find(place)
            return found.talk is not None and opened(self.vault, place.talk, secret, found.talk).state is not None
        except (StoreRefused, StoreSilent, VaultFault):
            return False

    async def desk(self) -> Desk:
        """Whether anyone is there."""
        return await self.presence.desk()
