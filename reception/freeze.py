"""Shuts a way to somebody when what comes back says that it may be in other hands.

Rule: the hub is told by the id of the last message that went there, once. A frozen way
stays frozen, through every restart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reception.doorkeys import DoorKey
from reception.marks import Marks, Move
from reception.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Freeze:
    """For one door, which signs what it tells. Raises StoreRefused and StoreSilent where the store does not do it."""

    marks: Marks
    key: DoorKey = field(repr=False)
    clock: Callable[[], float] = field(repr=False)

    def knows(self, address: str) -> bool:
        """Whether we have ever written there, as far as is known here."""
        return self.marks.knows(address)

    async def endangers(self, address: str, words: str) -> bool:
        """Whether `words` hold the danger word of the person at this address."""
        written = await self.marks.written(self.marks.ref(address))
        return written is not None and self.marks.holds_danger(words, written.danger)

    async def answered(self, address: str) -> None:
        """Someone there has answered."""
        await self.marks.answered(self.marks.ref(address))

    async def shut(self, address: str) -> None:
        """Freeze the way, and tell the hub."""
        ref = self.marks.ref(address)
        written = await self.marks.written(ref)
        told = Outcome(written.id, "frozen", "G13").to_text(self.key, self.clock()) if written else ""
        await self.marks.move("freeze", Move(written.id if written else ref, ref, event=told))
