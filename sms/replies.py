"""What comes back from a number that we have written to: whether it is still theirs, before it is answered.

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
from reception.typed import Library, disowns
from sms.wire import Text

_AGAIN_S: Final = (1, 5, 30, 120, 600)

log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Replies:
    """Looks at what comes back. `later` are ways that are still to be frozen, because the store was away."""

    freeze: Freeze = field(repr=False)
    later: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    async def unsafe(self, library: Library, text: Text) -> bool:
        """Whether it is to be met with silence. If so the way is frozen, now or as soon as the store can be reached."""
        if not self.freeze.knows(text.address):
            return False
        if disowns(library, text.message) or text.opting == "STOP" or await self._endangered(text):
            await self._shut(text.address)
            return True
        try:
            await self.freeze.answered(text.address)
        except (StoreRefused, StoreSilent):
            log.warning("that somebody answered was not written", extra={"door": "sms"})
        return False

    async def _endangered(self, text: Text) -> bool:
        try:
            return await self.freeze.endangers(text.address, text.message.words or "")
        except (StoreRefused, StoreSilent):
            return False

    async def _shut(self, address: str) -> None:
        try:
            await self.freeze.shut(address)
        except (StoreRefused, StoreSilent):
            task = asyncio.create_task(self._again(address))
            self.later.add(task)
            task.add_done_callback(self.later.discard)

    async def _again(self, address: str) -> None:
        for seconds in _AGAIN_S:
            await asyncio.sleep(seconds)
            try:
                await self.freeze.shut(address)
            except (StoreRefused, StoreSilent):
                continue
            return
        log.error("a way was to be frozen and is not", extra={"door": "sms"})
