"""Looks after the store while it serves: how full it is, and that what was forgotten is gone.

Rule: it never reads or writes a key. A deleted conversation stays in the
append-only file until that is rewritten, so rewriting it is part of forgetting.
"""

from __future__ import annotations

import asyncio
import time

from reception.durable import about
from reception.lines import Lines, StoreRefused, StoreSilent

FULL = 0.8
"""Share of `maxmemory` above which no new conversation opens; the rest is kept for the queue and those under way."""
REWRITE_EVERY_S = 3600
REWRITE_AFTER = 100
"""The file is rewritten every hour, and sooner once so many conversations have been forgotten."""
REST_S = 15
"""Seconds between two rewrites, however busy the day is: each takes time from those who are under way."""
_FIRST_REWRITE_S = 60
_LOOK_EVERY_S = 1.0


class Keeper:
    """Samples and rewrites on its own connection, for as long as `run` runs."""

    def __init__(self, lines: Lines) -> None:
        """Take the keeper's connections. Until the first look the store counts as not full."""
        self.full = False
        self._lines = lines
        self._forgotten = 0
        self._due = time.monotonic() + _FIRST_REWRITE_S
        self._rested = float("-inf")

    def forgot(self) -> None:
        """Count a conversation whose sealed bytes are to leave the file."""
        self._forgotten += 1

    async def run(self) -> None:
        """Look every second, until cancelled. A store that does not answer is asked again."""
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_EVERY_S)

    async def look(self) -> None:
        """Look once: how full the store is, and whether a rewrite is due."""
        try:
            self.full = _is_full(await about(self._lines, "memory"))
            now = time.monotonic()
            if now >= self._due or (self._forgotten >= REWRITE_AFTER and now >= self._rested):
                await self.rewrite()
        except (StoreRefused, StoreSilent):
            return

    async def rewrite(self) -> None:
        """Have the store rewrite its file without what is gone. Raises StoreRefused or StoreSilent."""
        # Whatever comes of it, the next try is not before its time: a refusal means that one is under way.
        self._forgotten = 0
        self._due = time.monotonic() + REWRITE_EVERY_S
        self._rested = time.monotonic() + REST_S
        await self._lines.ask("BGREWRITEAOF")


def _is_full(memory: dict[str, str]) -> bool:
    most = int(memory.get("maxmemory", "0"))
    return most > 0 and int(memory.get("used_memory", "0")) >= FULL * most
