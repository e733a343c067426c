"""Leaving by Telegram: forget the conversation, and delete what lies in the chat of the last two days.

Rule: nothing is said. That it is to be done is on disk before anything is forgotten, so that it is
finished by whoever starts after a crash; it never touches what came after the person left.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from functools import partial
from typing import Final

from bot.api import Deleted
from bot.lanes import Lane
from bot.room import Room, arrival
from bot.wire import DOOR, Said
from reception.front import Fact, Message
from reception.lines import StoreRefused, StoreSilent
from reception.notes import Note
from reception.rounds import rounds

YOUNG_S: Final = 48 * 3600 - 120
"""What is older Telegram does not let us delete."""
# Seconds between tries to forget somebody who left while the store was away.
FORGET_AGAIN_S: Final = (1, 5, 30, 120, 600)
_AGAIN_AFTER_S: Final = 60
_LOOK_EVERY_S: Final = 15.0

log: Final = logging.getLogger(__name__)


async def leave(room: Room, lane: Lane, said: Said) -> None:
    """Forget, and delete, at once; then once more what was on its way."""
    lane.left += 1
    room.lanes.saw(said.chat)
    now = int(room.clock())
    own = () if said.query else (said.id,)
    written, _ = await asyncio.gather(_promised(room, said.chat, now), _note(room, said.chat, own, now))
    heard = await room.reception.hear(arrival(said, gone(said.message, said.id, now)))
    if heard.fact is not Fact.LEFT:
        later(room, said, now)
    ended = await wiped(room, said.chat, now, besides=[said.id])
    async with lane.lock:  # an answer that was on its way is there now, and noted
        ended = ended and await wiped(room, said.chat, int(room.clock()))
    if written and ended:
        await _kept(room, said.chat, now)


async def quietly(room: Room, said: Said) -> None:
    """End the conversation of someone who has blocked us: nothing can be said or deleted there any more."""
    now = int(room.clock())
    heard = await room.reception.hear(arrival(said, gone(said.message, said.id, now)))
    if heard.fact is not Fact.LEFT:
        later(room, said, now)
    try:
        await room.notes.strike(said.address, await room.notes.read(said.address))
    except (StoreRefused, StoreSilent):
        log.warning("notes of a chat that is closed were not struck", extra={"door": DOOR})


def gone(message: Message | None, number: int, now: int) -> Message:
    """The message by which somebody leaves, whatever they did to leave."""
    return Message(id=message.id if message else f"left/{number}", at=now, door=DOOR, command="leave")


async def wiped(room: Room, chat: int, until: int, besides: Iterable[int] = ()) -> bool:
    """Delete what was noted up to then; whether there is nothing left to do."""
    try:
        notes = [note for note in await room.notes.read(str(chat)) if told_at(note) <= until]
    except (StoreRefused, StoreSilent):
        await room.api.delete(chat, list(besides))
        return False
    young = {note.order for note in notes if told_at(note) > room.clock() - YOUNG_S}
    ids = sorted(young | set(besides))
    if ids and await room.api.delete(chat, ids) is Deleted.LATER:
        return False
    try:
        await room.notes.strike(str(chat), notes)
    except (StoreRefused, StoreSilent):
        return False
    return True


def told_at(note: Note) -> int:
    """When the message of this note was written; long ago where that cannot be read."""
    told = note.text[1:].partition(":")[0]
    return int(told) if told.isdigit() else 0


async def finish(room: Room) -> None:
    """Do again what is still to be deleted, now and then, until cancelled."""
    await rounds(partial(once, room), _LOOK_EVERY_S, "the list of chats to delete", DOOR)


async def once(room: Room) -> int:
    """Delete what is due; how many chats are done. Raises StoreRefused or StoreSilent."""
    done = 0
    while errands := await room.errands.take(room.clock()):
        ended = []
        for errand in errands:
            chat, _, until = errand.name.partition("@")
            if not until or errand.last or await wiped(room, int(chat), int(until)):
                ended.append(errand)
        if any(errand.last for errand in errands):
            log.error("messages could not be deleted at the provider", extra={"door": DOOR})
        await room.errands.done(ended)
        done += len(ended)
    return done


def later(room: Room, said: Said, now: int) -> None:
    """Forget them as soon as the store can be reached, and then delete. Nothing is said of it: they have left."""
    task = asyncio.create_task(_forget(room, said, now))
    room.under_way.add(task)
    task.add_done_callback(room.under_way.discard)


async def _forget(room: Room, said: Said, now: int) -> None:
    for seconds in FORGET_AGAIN_S:
        await asyncio.sleep(seconds)
        heard = await room.reception.hear(arrival(said, gone(said.message, said.id, now)))
        if heard.fact is Fact.LEFT:
            await _promised(room, said.chat, now)
            await wiped(room, said.chat, now)
            return
    log.error("somebody left and could not be forgotten before their day is over", extra={"door": DOOR})


async def _promised(room: Room, chat: int, now: int) -> bool:
    try:
        await room.errands.add(f"{chat}@{now}", now + _AGAIN_AFTER_S)
    except (StoreRefused, StoreSilent):
        log.warning("a deletion was not written down", extra={"door": DOOR})
        return False
    return True


async def _kept(room: Room, chat: int, now: int) -> None:
    try:
        await room.errands.drop(f"{chat}@{now}")
    except (StoreRefused, StoreSilent):
        return  # it is looked at once more, and then there is nothing to do


async def _note(room: Room, chat: int, ids: Iterable[int], at: int) -> None:
    """Note what lies there still, so that the next try finds it."""
    pairs = [(one, f"i{at}:") for one in ids]
    try:
        if pairs:
            await room.notes.add(str(chat), pairs)
    except (StoreRefused, StoreSilent):
        log.warning("a message was not noted", extra={"door": DOOR})
