"""The hub's desk for those who write in a Telegram chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from bot.lanes import Lane
from tests.bot.conftest import Town
from tests.desk import HubDesk

TALK = ("hello", "1", "1", "34", "skip", "skip", "skip", "skip", "skip", "text me", "HERE, Monday 10-12", "send")


@dataclass
class Desk(HubDesk):
    """The same, at the Telegram door."""

    way: ClassVar[str] = "telegram"
    town: Town

    def refer(self, chat: int, *words: str) -> str:
        """Someone says that we may write here on Mondays from 10 to 12, and sends it; its id at the hub."""
        self.town.house.look()
        self.town.says(chat, *(words or TALK))
        return self.referred()

    def asked(self, chat: int) -> list[str]:
        """What Telegram was asked to put there unasked: all else of ours bears a way to leave."""
        sends = (given for name, given in self.town.telegram.asked if name == "sendMessage")
        return [one["text"] for one in sends if one["chat_id"] == chat and "reply_markup" not in one]

    def unasked(self, chat: int) -> list[str]:
        """Which of that lies in the chat."""
        asked = self.asked(chat)
        return [kept.text for kept in self.town.telegram.lies(chat) if not kept.mine and kept.text in asked]


def while_it_waits(
    desk: Desk, chat: int, meanwhile: Callable[[Lane], None], work: Callable[[], Awaitable[object]] | None = None
) -> None:
    """Have the door look at its outbox while this chat is being answered, and do this before its turn comes."""
    room, does = desk.town.room, work or desk.town.app.state.outbox.once

    async def looked() -> None:
        async with room.lanes.enter(chat) as lane:
            async with lane.lock:
                looks = asyncio.ensure_future(does())
                while lane.inside == 1:  # noqa: ASYNC110 - nothing tells that somebody has come to wait
                    await asyncio.sleep(0)
                meanwhile(lane)
            await looks

    desk.town.call(looked)
