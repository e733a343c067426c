"""Fetching updates where no webhook can reach the door."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot import polling
from tests.bot.conftest import FIRST, Town


def test_what_is_fetched_is_answered_and_struck_off(town: Town) -> None:
    """The webhook is taken away, each update is heard once, in its order, and old buttons go here too."""
    chat = town.person()
    town.telegram.webhook = {"url": "https://elsewhere.example.org"}
    town.telegram.waiting = [town.telegram.writes(chat, words) for words in ("hello", "1")]
    room, knows = town.app.state.bot

    async def a_while() -> None:
        task = asyncio.create_task(polling.fetch(room, knows))
        for _ in range(200):
            await asyncio.sleep(0.05)
            if not town.telegram.waiting:
                break
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    town.call(a_while)
    ours = [kept for kept in town.telegram.lies(chat) if not kept.mine]

    assert {} == town.telegram.webhook
    assert 2 == len(ours)
    assert FIRST in ours[0].text
    assert [] == ours[0].rows
    assert ours[1].rows
