"""One thing that somebody did in their chat, heard and answered there.

Rule: each chat is answered in its order, but leaving waits for nobody. An answer is sent once, and what
was not seen is not answered by what is typed next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from aiogram import Dispatcher
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, ChatMemberUpdated, Update
from aiogram.types import Message as Posted

from bot import faults, leaving, wire
from bot.api import Blocked, Unsent, bare, ticked
from bot.room import Room, arrival
from bot.wire import DOOR, Said, Text
from reception.front import Fact, Heard, Message
from reception.kept import digest
from reception.lines import StoreRefused, StoreSilent
from reception.notes import Note
from reception.typed import leaves, stops

LEFT: Final = "OK"
"""What is told after a press that leaves: a word that tells nothing, and does not stay."""
_LATELY: Final = 6

Method = TelegramMethod[Any]
Wanted = Callable[[], bool]
"""Whether an answer is still wanted: nobody has left meanwhile."""

log: Final = logging.getLogger(__name__)


def dispatcher() -> Dispatcher:
    """What knows the kinds of update that are for us. It keeps no state of anybody."""
    made = Dispatcher(disable_fsm=True)
    made.message.register(on_message)
    made.callback_query.register(on_press)
    made.my_chat_member.register(on_member)
    return made


async def on_message(message: Posted, event_update: Update, room: Room) -> Method | None:
    """Something written in a chat."""
    said = wire.written(message, event_update.update_id, int(room.clock()))
    return await turn(room, said) if said else None


async def on_press(query: CallbackQuery, room: Room) -> Method | None:
    """A button pressed. Telegram wants to hear of each, and says of some that they were pressed too long ago."""
    said = wire.pressed(query, room.buttons, int(room.clock()))
    left = bool(said and said.message and said.message.command == "leave")
    young = await room.api.confirm(query.id, LEFT if left else "")
    if said is None:
        return None
    if said.message is None:
        rows = wire.ticking(query)
        return ticked(said.chat, said.id, rows) if rows and young else None
    return await turn(room, replace(said, late=not young))


async def on_member(changed: ChatMemberUpdated, room: Room) -> None:
    """Somebody blocked us: what they did not send is forgotten."""
    chat = changed.chat
    if chat.type == "private" and changed.from_user.id == chat.id and changed.new_chat_member.status == "kicked":
        async with room.lanes.enter(chat.id) as lane:
            lane.left += 1
            await leaving.quietly(room, Said(chat.id, int(changed.date.timestamp()), int(room.clock()), None))
            await room.replies.shut(str(chat.id))


async def turn(room: Room, said: Said) -> Method | None:
    """Have it heard and answer it; what Telegram is to do besides, in the answer to its webhook."""
    async with room.lanes.enter(said.chat) as lane:
        if said.message and leaves(room.reception.library, said.message):
            await leaving.leave(room, lane, said)
            await room.replies.unsafe(room.reception.library, said.address, said.message, stops=stops(said.message))
            return None
        before = lane.left
        async with lane.lock:
            if lane.left == before:
                return await _heard(room, said, lambda: lane.left == before)
            # It came before they left, so it goes with the rest; but who it comes from is looked at all the same.
            if said.message:
                await room.replies.unsafe(room.reception.library, said.address, said.message)
            await leaving.wiped(room, said.chat, int(room.clock()), besides=_own(said))
            return None


async def _heard(room: Room, said: Said, wanted: Wanted) -> Method | None:
    """The whole of one turn. What lies in the chat is noted with the answer, in one go, or when there is none."""
    own = [(one, f"i{said.at}:") for one in _own(said)]
    try:
        answer, first = await _answered(room, said, wanted)
    except Blocked:
        await leaving.quietly(room, replace(said, message=None))
        return None
    except BaseException:
        await _note(room, said, own)
        raise
    before = await _note(room, said, own + answer)
    return _without_buttons(said, before, first) if first else None


async def _answered(room: Room, said: Said, wanted: Wanted) -> tuple[list[tuple[int, str]], int]:
    """What is to be noted of our answer, and its number; 0 where there is none. What was answered is not again."""
    if said.message is None or await _unsafe(room, said, said.message) or said.late:
        return [], 0
    seen = room.lanes.saw(said.chat)
    message = said.message if seen or not said.message.words or said.message.asked else _unseen(said.message)
    heard = await room.reception.hear(arrival(said, message))
    mark = digest(message.id)
    # What was not kept is not known again by reception: then our own note of the answer tells.
    doubtful = heard.again or heard.fact is not Fact.KEPT
    if doubtful and (first := await _first(room, said, mark)):
        return [], first
    sent = await _sent(room, said, heard, wanted)
    return ([(sent, f"o{int(room.clock())}:{mark}")] if sent else []), sent


async def _unsafe(room: Room, said: Said, message: Message) -> bool:
    """Whether somebody else may hold the phone: then what was under way is forgotten, and nothing is said."""
    if not await room.replies.unsafe(room.reception.library, said.address, message):
        return False
    now = int(room.clock())
    heard = await room.reception.hear(arrival(said, leaving.gone(message, said.id, now)))
    if heard.fact is not Fact.LEFT:
        leaving.later(room, said, now)
    return True


async def _first(room: Room, said: Said, mark: str) -> int:
    """The number of our first answer to this, where it was answered before; else 0."""
    try:
        notes = await room.notes.read(said.address)
    except (StoreRefused, StoreSilent):
        return 0
    return min((n.order for n in notes if n.text.startswith("o") and n.text.endswith(f":{mark}")), default=0)


def _unseen(message: Message) -> Message:
    """Words where our last answer did not get through: danger and leaving are heard, else the question is put again."""
    return replace(message, asked=wire.UNSEEN)


async def _sent(room: Room, said: Said, heard: Heard, wanted: Wanted) -> int:
    """Send what there is to say, while it is wanted; the number of the message, 0 for none. Raises Blocked."""
    text = _text(room, said, heard)
    if text is None:
        return 0
    try:
        return await room.api.send(said.chat, text, wanted)
    except Unsent:
        if wanted():
            room.lanes.missed(said.chat)
            log.warning("an answer did not get through", extra={"door": DOOR})
    return 0


def _text(room: Room, said: Said, heard: Heard) -> Text | None:
    library = room.reception.library
    if heard.reply:
        return wire.shown(library, room.buttons, said.chat, heard.reply)
    fault = faults.BY_FACT.get(heard.fact)
    return wire.fault(library, room.buttons, said.chat, fault) if fault else None


def _without_buttons(said: Said, notes: Sequence[Note], first: int) -> Method | None:
    """What takes the buttons off our message before this answer: it is answered now."""
    ours = [note.order for note in notes if note.text.startswith("o") and note.order < first]
    return bare(said.chat, max(ours)) if ours else None


async def _note(room: Room, said: Said, pairs: Sequence[tuple[int, str]]) -> tuple[Note, ...]:
    """Note what lies in the chat now; what stood there last before."""
    try:
        return await (room.notes.add(said.address, pairs, _LATELY) if pairs else room.notes.read(said.address, _LATELY))
    except (StoreRefused, StoreSilent):
        log.warning("a message was not noted: it can not be deleted when they leave", extra={"door": DOOR})
        return ()


def _own(said: Said) -> tuple[int, ...]:
    """The message of theirs that this is; a press is none."""
    return () if said.query else (said.id,)
