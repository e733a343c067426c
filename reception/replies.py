"""What comes back from an address that we have written to: whether it is still theirs, before it is answered.

Rule: whoever disowns what we sent, or says the danger word, hears nothing more from us.
That way is frozen, and the hub is told.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Final

from reception.freeze import Freeze
from reception.lines import StoreRefused, StoreSilent
from reception.typed import Library, Message, disowns

_AGAIN_S: Final = (1, 5, 30, 120, 600)

log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Replies:
    """Looks at what comes back to one door. `later` are ways still to be frozen, because the store was away."""

    freeze: Freeze = field(repr=False)
    door: str = ""
    later: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    async def unsafe(self, library: Library, address: str, message: Message, *, stops: bool = False) -> bool:
        """Whether it is to be met with silence. If so the way is frozen, now or as soon as the store can be reached.

        `stops` when the door itself knows that no more is wanted there.
        """
        if not self.freeze.knows(address):
            return False
        if stops or disowns(library, message) or await self._endangered(address, message):
            await self.shut(address)
            return True
        try:
            await self.freeze.answered(address)
        except (StoreRefused, StoreSilent):
            log.warning("that somebody answered was not written", extra={"door": self.door})
        return False

    async def shut(self, address: str) -> None:
        """Freeze the way, where we have written there."""
        if not self.freeze.knows(address):
            return
        try:
            await self.freeze.shut(address)
        except (StoreRefused, StoreSilent):
            task = asyncio.create_task(self._again(address))
            self.later.add(task)
            task.add_done_callback(self.later.discard)

    async def _endangered(self, address: str, message: Message) -> bool:
        try:
            return await self.freeze.endangers(address, message.words or "")
        except (StoreRefused, StoreSilent):
            return False

    async def _again(self, address: str) -> None:
        for seconds in _AGAIN_S:
            await asyncio.sleep(seconds)
            try:
                await self.freeze.shut(address)
            except (StoreRefused, StoreSilent):
                continue
            return
        log.error("a way was to be frozen and is not", extra={"door": self.door})
