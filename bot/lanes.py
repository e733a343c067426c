"""One chat at a time: who is being answered there, and whether they have left meanwhile.

Rule: what came before a person left is not answered after it, however slow we or Telegram are.
Nothing is kept of a chat where nobody waits, but that it did not get our last answer.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

_MOST: Final = 10_000


@dataclass(slots=True)
class Lane:
    """One chat while somebody waits there. `left` counts how often they left meanwhile."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0
    left: int = 0


@dataclass(slots=True)
class Lanes:
    """The lanes of all chats in which something is being done now."""

    lanes: dict[int, Lane] = field(default_factory=dict, repr=False)
    unseen: OrderedDict[int, None] = field(default_factory=OrderedDict, repr=False)

    @asynccontextmanager
    async def enter(self, chat: int) -> AsyncIterator[Lane]:
        """The lane of this chat, to wait in or to pass by; its lock is not taken yet."""
        lane = self.lanes.setdefault(chat, Lane())
        lane.inside += 1
        try:
            yield lane
        finally:
            lane.inside -= 1
            if not lane.inside:
                del self.lanes[chat]

    def missed(self, chat: int) -> None:
        """Our answer did not get there: what is asked now has not been seen."""
        self.unseen[chat] = None
        if len(self.unseen) > _MOST:
            self.unseen.popitem(last=False)

    def saw(self, chat: int) -> bool:
        """Whether they got our last answer; asked once, since the next one follows."""
        return self.unseen.pop(chat, self) is self
