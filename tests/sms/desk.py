"""The hub's desk for those who come by text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from sms.account import Account
from sms.provider import Provider
from tests.desk import AFTER, BEFORE, IN_WINDOW, TELLING, HubDesk, london
from tests.sms.conftest import Town

__all__ = ["AFTER", "BEFORE", "IN_WINDOW", "TALK", "TELLING", "Desk", "london", "sending"]

TALK = ("hello", "1", "1", "34", "skip", "skip", "skip", "skip", "skip", "text me", "ME, Monday 10-12", "send")


@dataclass
class Desk(HubDesk):
    """The same, at the text door."""

    way: ClassVar[str] = "sms"
    town: Town

    def __post_init__(self) -> None:
        """Have the door send in this process."""
        self.town.app.state.outgoing.ask = sending(self.town.app.state.outgoing.account)
        super().__post_init__()

    def refer(self, number: str) -> str:
        """Someone texts that we may text them on Mondays from 10 to 12, and sends it; its id at the hub."""
        self.town.house.look()
        self.town.says(number, *TALK)
        return self.referred()

    def texts(self, number: str) -> list[str]:
        """What has come to this phone unasked."""
        kept = self.town.twilio.messages.values()
        return [one.body for one in kept if one.to == number and one.direction == "outbound-api"]


def sending(account: Account, patience_s: float = 2.0) -> Callable[[Account, str, str], Awaitable[str]]:
    """Sends as the process of its own does, but in this one."""
    provider = Provider(account, patience_s)

    async def ask(_: Account, to: str, text: str) -> str:
        return (await asyncio.to_thread(provider.create, to, text))[0]

    return ask
