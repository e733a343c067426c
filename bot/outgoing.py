"""The Telegram door's way out: a message that the person's own plan allows just now.

Rule: it takes a Permit and nothing else, so that nothing can be sent here that the gate has not
let through. It waits for its turn in the chat; nothing goes to somebody who leaves meanwhile.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from bot.api import Blocked, Unsent
from bot.lanes import Lane
from bot.room import Room
from bot.wire import DOOR, Text
from reception.lines import StoreRefused, StoreSilent
from reception.outbox import Permit, Sending

_ONE_PERSON: Final = re.compile(r"[1-9][0-9]{0,18}")
"""The number of a chat with one person. Chats of many people have theirs below none."""

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Sends by one bot. What lies in the chat is noted, so that leaving deletes it."""

    room: Room = field(repr=False)

    async def send(self, permit: Permit) -> Sending:
        """What came of it."""
        if permit.way.kind != DOOR or not _ONE_PERSON.fullmatch(permit.way.to):
            return Sending.REFUSED
        chat = int(permit.way.to)
        async with self.room.lanes.enter(chat) as lane:
            before = lane.left
            async with lane.lock:
                return await self._sent(permit, chat, lane, before)

    async def _sent(self, permit: Permit, chat: int, lane: Lane, before: int) -> Sending:
        def wanted() -> bool:
            return lane.left == before and permit.holds(datetime.fromtimestamp(self.room.clock(), UTC))

        try:
            number = await self.room.api.send(chat, Text(permit.text), wanted)
        except Blocked:
            return Sending.REFUSED
        except Unsent as fault:
            return Sending.UNSURE if fault.doubtful else Sending.REFUSED
        await self._note(chat, number)
        return Sending.SENT

    async def _note(self, chat: int, number: int) -> None:
        """Note it as what answers nothing: it has no buttons to be taken off."""
        try:
            await self.room.notes.add(str(chat), [(number, f"w{int(self.room.clock())}:")])
        except (StoreRefused, StoreSilent):
            log.warning("a message was not noted: it can not be deleted when they leave", extra={"door": DOOR})
