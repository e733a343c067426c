"""The wire of Telegram: what a person did there as a Message, a Reply as a text with buttons.

Rule: pure. Of an account it reads its number alone: no name, no picture, no language. What was
not written in this chat by its owner, for us, is nobody's message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bot.buttons import Buttons, Press
from reception.front import Asked, Library, Message, Reply, Shown
from reception.typed import as_text, fold, plain

if TYPE_CHECKING:
    from aiogram.types import CallbackQuery
    from aiogram.types import Message as Posted

DOOR: Final = "telegram"
LATE_S: Final = 600
"""What was written longer ago gets no answer: somebody else may hold the phone by now."""
TICKED: Final = "\u2713 "
MOST_NUMBER: Final = 99
LONGEST: Final = 4096
"""Characters of one message that Telegram takes."""
_PLAIN: Final = frozenset(("message_id", "from", "chat", "date", "text", "entities"))
"""All that a text says of itself that nobody passed on, replied with or sent by way of something else."""
UNSEEN: Final = Asked("", "")
"""What words answer that were written where our last question did not get through: nothing."""

_OPENED_NOT: Final = frozenset((
    "animation", "audio", "document", "live_photo", "paid_media", "photo", "sticker",
    "story", "video", "video_note", "voice", "checklist", "contact", "dice",
    "game", "poll", "venue", "location", "rich_message", "giveaway", "gift",
    "unique_gift", "web_app_data",
))  # fmt: skip
_COMMAND: Final = re.compile(r"/([A-Za-z_]{1,32})(?:@[A-Za-z0-9_]{1,64})?(?:\s+([A-Za-z]{4,6}))?\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that somebody did in their chat. `id` is that of the message, or of the one whose button was pressed.

    `message` is None where nothing of it is for us; it lies in the chat all the same. `late` when it is too old to be
    answered. `query` is the id of a press, which waits for its own small answer.
    """

    chat: int = field(repr=False)
    id: int = field(repr=False)
    at: int
    message: Message | None
    late: bool = False
    query: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """The chat, as reception knows it."""
        return str(self.chat)


@dataclass(frozen=True, slots=True)
class Text:
    """A message as it goes out. `hidden` are the places that are shown only when they are touched, in UTF-16 units."""

    text: str = field(repr=False)
    hidden: tuple[tuple[int, int], ...] = ()
    rows: tuple[tuple[tuple[str, str], ...], ...] = field(default=(), repr=False)


def written(posted: Posted, update: int, now: int) -> Said | None:
    """What the owner of a private chat wrote there; None for every other place and sender."""
    sender = posted.from_user
    if posted.chat.type != "private" or sender is None or sender.is_bot or sender.id != posted.chat.id:
        return None
    unopened = posted.content_type in _OPENED_NOT
    words = posted.text or posted.caption or ""
    passed_on = posted.forward_origin or posted.via_bot or posted.sender_business_bot
    says = None if passed_on or not (words or unopened) else (words, unopened)
    return _said((posted.chat.id, posted.message_id), int(posted.date.timestamp()), update, says, now)


def plainly(told: object, now: int) -> Said | None:
    """The same, straight from an update's JSON, for a text and no more; None for all that is to be looked at closely.

    Nearly all that comes is this, and the library's picture of it costs more than an answer.
    """
    match told:
        case {
            "update_id": int(update),
            "message": {
                "message_id": int(id_),
                "date": int(date),
                "text": str(words),
                "chat": {"id": int(chat), "type": "private"},
                "from": {"id": int(sender), "is_bot": False},
            } as posted,
            **more,
        } if words and sender == chat and not more and posted.keys() <= _PLAIN:
            return _said((chat, id_), date, update, (words, False), now)
    return None


def _said(lies: tuple[int, int], date: int, update: int, says: tuple[str, bool] | None, now: int) -> Said:
    # Telegram's clock may be ahead of ours: what is noted as of later than now would outlast leaving now.
    at = min(date, now)
    return Said(*lies, at, _message(*says, update, at) if says else None, late=now - at > LATE_S)


def _message(words: str, unopened: bool, update: int, at: int) -> Message:  # noqa: FBT001 - what was written
    command = _COMMAND.fullmatch(words)
    entry = None
    if command:
        words, entry = command[1].lower(), command[2]
    says = bool(fold(words).strip()) and not (command and words == "start")
    return Message(
        id=f"u{update}",
        at=at,
        door=DOOR,
        words=words if says else None,
        # Without a word there is nothing to answer with: the question is put again.
        command=None if says else "repeat",
        entry=entry.upper() if entry else None,
        unopened=unopened,
    )


def pressed(query: CallbackQuery, buttons: Buttons, now: int) -> Said | None:
    """What a press in a private chat means; None where the button is none of ours there."""
    on = query.message
    if on is None or on.chat.type != "private" or query.from_user.id != on.chat.id or not query.data:
        return None
    press = buttons.read(on.chat.id, query.data)
    if press is None:
        return None
    # Twice the same button of the same message is one thing done, however many updates tell of it.
    message = Message(id=f"{on.message_id}/{query.data}", at=now, door=DOOR, asked=press.asked)
    return Said(on.chat.id, on.message_id, now, _meant(query, buttons, press, message), query=query.id)


def _meant(query: CallbackQuery, buttons: Buttons, press: Press, message: Message) -> Message | None:
    match press.does:
        case "choose":
            return replace(message, words=str(press.number))
        case "tick":
            return None
        case "ticked":
            chosen = " ".join(str(number) for number in _ticked(query, buttons))
            return replace(message, id=f"{message.id}/{chosen}", words=chosen) if chosen else None
        case "alter":
            return replace(message, command="change", target=press.asked.step if press.asked else None, asked=None)
        case command:
            return replace(message, command=command)  # type: ignore[arg-type] # all others are commands


def _ticked(query: CallbackQuery, buttons: Buttons) -> Iterator[int]:
    for label, data in (pair for row in keyboard(query) for pair in row):
        press = buttons.read(query.from_user.id, data)
        if press and press.does == "tick" and label.startswith(TICKED):
            yield press.number


def keyboard(query: CallbackQuery) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The buttons under the message that was pressed, as that press brought them."""
    markup = getattr(query.message, "reply_markup", None)
    return tuple(
        tuple((b.text, b.callback_data or "") for b in row) for row in (markup.inline_keyboard if markup else ())
    )


def ticking(query: CallbackQuery) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The same buttons with a tick set or taken off the one that was pressed."""
    return tuple(tuple((_turned(b) if b[1] == query.data else b) for b in row) for row in keyboard(query))


def _turned(button: tuple[str, str]) -> tuple[str, str]:
    label, data = button
    return (label.removeprefix(TICKED) if label.startswith(TICKED) else TICKED + label), data


def shown(library: Library, buttons: Buttons, chat: int, reply: Reply) -> Text:
    """The reply as a message: choices as buttons, and covered what could tell over somebody's shoulder."""
    choosing = _chosen_by_button(reply)
    reply = _with_what_goes(library, reply)
    bare = replace(reply, fields=tuple(replace(f, choices=()) for f in reply.fields)) if choosing else reply
    open_ = frozenset(library.emergency_lines(reply.language, DOOR))
    lines = as_text(bare).split("\n")
    if lines and _tells(library.telling, lines[0]) and lines[0] not in open_:
        lines.insert(0, library.text("Thank you.", reply.language))
    rows = (*_choices(library, buttons, chat, reply, choosing), *_commands(library, buttons, chat, reply))
    return Text("\n".join(lines), tuple(_hidden(library, lines, open_)), rows)


def _with_what_goes(library: Library, reply: Reply) -> Reply:
    """Help says here too what leaving deletes, and what it cannot."""
    helps = library.says_at("help", DOOR, reply.language)
    if not helps or "deletes" not in library.says or reply.lines[: len(helps)] != helps:
        return reply
    more = library.says_at("deletes", DOOR, reply.language)
    return replace(reply, lines=helps + more + reply.lines[len(helps) :])


def fault(library: Library, buttons: Buttons, chat: int, *more: str) -> Text:
    """The emergency words, and then something more; there is a way to leave on it too."""
    told = (library.text(line, "en") for line in more)
    text = "\n".join((*library.emergency_lines("en", DOOR), *told))
    return Text(text, rows=(_leave(library, buttons, chat, "en"),))


def _chosen_by_button(reply: Reply) -> Shown | None:
    """The one field whose choices become buttons. Consent is given by its own word, and so by none."""
    fields = reply.fields
    if len(fields) != 1 or fields[0].kind == "consent" or not 0 < len(fields[0].choices) <= MOST_NUMBER:
        return None
    return fields[0]


def _choices(
    library: Library, buttons: Buttons, chat: int, reply: Reply, choosing: Shown | None
) -> Iterator[tuple[tuple[str, str], ...]]:
    if choosing is None or reply.asked is None:
        return
    altering = reply.asked.step not in library.steps
    does = "tick" if choosing.kind == "several" else "alter" if altering else "choose"
    for number, (choice, label) in enumerate(choosing.choices, 1):
        asked = Asked(choice, "") if altering else reply.asked
        yield ((f"{number} {label}", buttons.data(chat, Press(does, asked, number))),)
    if does == "tick":
        yield ((library.text("That is all", reply.language), buttons.data(chat, Press("ticked", reply.asked))),)


_NAMED: Final = (("back", "Back"), ("skip", "Skip this"), ("change", "Change an answer"), ("finish", "Finish now"))


def _commands(library: Library, buttons: Buttons, chat: int, reply: Reply) -> Iterator[tuple[tuple[str, str], ...]]:
    language = reply.language
    waits = [does for key, does in (("more", "more"), ("see_question", "repeat")) if _says(library, reply, key)]
    names = {"more": "More", "repeat": "Show the question"}
    if waits:
        yield tuple((library.text(names[does], language), buttons.data(chat, Press(does))) for does in waits)
    able = [(does, label) for does, label in _NAMED if does in reply.can]
    for pair in (able[:2], able[2:]):
        if pair:
            yield tuple(
                (library.text(label, language), buttons.data(chat, Press(does, reply.asked))) for does, label in pair
            )
    helping = ((library.text("Help", language), buttons.data(chat, Press("help", reply.asked))),)
    yield (*(helping if "help" in reply.can else ()), *_leave(library, buttons, chat, language))


def _says(library: Library, reply: Reply, key: str) -> bool:
    return bool(set(library.says_at(key, DOOR, reply.language)) & set(reply.lines))


def _leave(library: Library, buttons: Buttons, chat: int, language: str) -> tuple[tuple[str, str], ...]:
    return ((library.text("Leave now", language), buttons.data(chat, Press("leave"))),)


@lru_cache(2048)
def _tells(telling: tuple[str, ...], line: str) -> bool:
    """Whether a line of ours could tell. There are not many lines, and each is said many times."""
    said = f" {plain(line)} "
    return any(f" {word} " in said for word in telling)


def _hidden(library: Library, lines: list[str], open_: frozenset[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for line in lines:
        size = len(line.encode("utf-16-le")) // 2
        if line not in open_ and size and _tells(library.telling, line):
            yield at, size
        at += size + 1
