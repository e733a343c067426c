"""All that the handlers of this door use, in one place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.account import Account
from bot.api import Api
from bot.buttons import Buttons
from bot.lanes import Lanes
from bot.wire import DOOR, Said
from reception.errands import Errands
from reception.front import Arrival, Message, Reception
from reception.notes import Notes
from reception.replies import Replies


@dataclass(frozen=True, slots=True)
class Room:
    """What the handlers use. `under_way` is what goes on after an answer."""

    reception: Reception = field(repr=False)
    account: Account
    api: Api = field(repr=False)
    buttons: Buttons = field(repr=False)
    notes: Notes = field(repr=False)
    errands: Errands = field(repr=False)
    clock: Callable[[], float]
    replies: Replies = field(repr=False)
    lanes: Lanes = field(default_factory=Lanes)
    under_way: set[asyncio.Task[object]] = field(default_factory=set, repr=False)


def arrival(said: Said, message: Message) -> Arrival:
    """`message`, come from where `said` was done."""
    return Arrival(door=DOOR, address=said.address, message=message)
