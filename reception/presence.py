"""Is anyone there: what the door may tell people of the hub, kept for a few seconds.

Rule: when the store cannot say, nothing is promised.
"""

from __future__ import annotations

from asyncio import Event
from collections.abc import Callable
from time import monotonic

from flows.facts import Hub
from flows.message import Desk
from reception.lines import StoreRefused, StoreSilent
from reception.seen import Seen, desk
from reception.store import Store

KEPT_S = 5.0


class Presence:
    """The desk as it stands, asked of the store at most once in `KEPT_S` seconds."""

    def __init__(
        self, store: Store, hub: Hub, clock: Callable[[], float], steady: Callable[[], float] = monotonic
    ) -> None:
        """`clock` gives unix seconds, `steady` seconds that never jump."""
        self._store = store
        self._hub = hub
        self._clock = clock
        self._steady = steady
        self._desk: Desk = "overdue"
        self._until = float("-inf")
        self._asked = Event()

    async def desk(self) -> Desk:
        """'open', 'overdue' or 'absent'. Raises nothing of the store's."""
        if self._steady() >= self._until:
            # Set first, so that of many people at once only one asks.
            self._until = self._steady() + KEPT_S
            try:
                self._desk = await self._ask()
            finally:
                self._asked.set()
        # At the start nothing is known yet, so who comes second waits for the first answer.
        await self._asked.wait()
        return self._desk

    async def _ask(self) -> Desk:
        try:
            said = await self._store.seen(0)
        except (StoreRefused, StoreSilent):
            return "absent" if self._desk == "absent" else "overdue"
        return desk(self._hub, Seen.from_text(said) if said else None, int(self._clock()))
