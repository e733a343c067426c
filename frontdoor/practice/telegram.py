"""Stands in for Telegram: a bot's chats, the updates that it brings, and what it does when it is asked.

Rule: it does what the Bot API is documented to do, and on request what it does on a bad day: slow, too
busy, blocked, lost. What aiogram's own types do not know is refused. It reaches nobody's telephone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from aiogram import methods
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

from bot.account import INBOUND, SECRET, Account

DELETABLE_S: Final = 48 * 3600
PRESS_S: Final = 60
_TEXT, _DATA, _LABEL, _MANY, _TOAST = 4096, 64, 256, 100, 200
_KNOWN: Final = frozenset((
    "sendMessage", "editMessageReplyMarkup", "answerCallbackQuery", "deleteMessages", "getUpdates",
    "setWebhook", "deleteWebhook", "getWebhookInfo", "getMe",
))  # fmt: skip

Json = dict[str, Any]
Deliver = Callable[[str, bytes, Mapping[str, str]], tuple[int, str]]
"""Posts a body with headers to a path of the door; the status and text of its answer."""


class DoorFault(AssertionError):
    """The door did what Telegram would not take."""


@dataclass
class Kept:
    """One message as it lies in a chat. `rows` are its buttons, label and data."""

    id: int
    mine: bool
    text: str = field(repr=False)
    at: float
    rows: list[list[tuple[str, str]]] = field(default_factory=list, repr=False)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    protected: bool = False
    silent: bool = False
    preview: bool = True


@dataclass
class Faults:
    """How Telegram fares today. Counts and lists are used up one by one, by the calls of the methods in `only`."""

    slow_s: float = 0.0
    too_many: list[int] = field(default_factory=list)
    """Seconds to be told to wait by the next calls."""
    breaks: int = 0
    """Calls that are answered 500."""
    loses: int = 0
    """Answers that do not get back, though what was asked is done."""
    only: frozenset[str] = _KNOWN


class Refused(Exception):
    """Telegram says no."""

    def __init__(self, status: int, says: str, retry_after: int = 0) -> None:
        """Keep what it says."""
        super().__init__(says)
        self.status, self.says, self.retry_after = status, says, retry_after


@dataclass
class Telegram:
    """One bot at a stand-in for Telegram, and the private chats that people have with it."""

    account: Account
    deliver: Deliver = field(repr=False)
    clock: Callable[[], float] = time.time
    faults: Faults = field(default_factory=Faults)
    chats: dict[int, dict[int, Kept]] = field(default_factory=dict, repr=False)
    blocked: set[int] = field(default_factory=set, repr=False)
    toasts: list[str] = field(default_factory=list, repr=False)
    asked: list[tuple[str, Json]] = field(default_factory=list, repr=False)
    webhook: Json = field(default_factory=dict, repr=False)
    waiting: list[Json] = field(default_factory=list, repr=False)
    """Updates that wait to be fetched."""
    queries: dict[str, float] = field(default_factory=dict, repr=False)
    ids: Iterator[int] = field(default_factory=lambda: count(1000), repr=False)
    updates: Iterator[int] = field(default_factory=lambda: count(5_000_000), repr=False)

    # --- what people do ---

    def writes(self, chat: int, words: str | None, **more: Any) -> Json:
        """The update of something written in the chat, which lies there from now on."""
        kept = Kept(next(self.ids), mine=True, text=words or "", at=self.clock())
        self.chats.setdefault(chat, {})[kept.id] = kept
        message = self._message(chat, kept, sender=True) | ({} if words is None else {"text": words})
        if words is None:
            message.pop("text", None)
        return self.update("message", message | more)

    def presses(self, chat: int, message: int, data: str) -> Json:
        """The update of a press on a button under that message."""
        query = f"{chat}{next(self.updates)}"
        self.queries[query] = self.clock()
        kept = self.chats.get(chat, {}).get(message)
        on = self._message(chat, kept) if kept else {"message_id": message, "date": 0, "chat": _chat(chat)}
        told = {"id": query, "from": _person(chat), "chat_instance": str(-chat), "message": on, "data": data}
        return self.update("callback_query", told)

    def blocks(self, chat: int) -> Json:
        """The update of somebody who blocks the bot."""
        self.blocked.add(chat)
        bot = {"id": self.bot_id, "is_bot": True, "first_name": "Hello"}
        change = {"chat": _chat(chat), "from": _person(chat), "date": int(self.clock())}
        old, new = {"status": "member", "user": bot}, {"status": "kicked", "user": bot, "until_date": 0}
        return self.update("my_chat_member", change | {"old_chat_member": old, "new_chat_member": new})

    def update(self, kind: str, told: Json) -> Json:
        """An update of that kind."""
        return {"update_id": next(self.updates), kind: told}

    def bring(self, update: Json) -> None:
        """Bring it to the door, and do what the door's answer says. Raises DoorFault for an answer that is none."""
        self.answered(*self.deliver(INBOUND, *self.envelope(update)))

    def envelope(self, update: Json) -> tuple[bytes, dict[str, str]]:
        """The body and the headers that an update comes in."""
        return json.dumps(update).encode(), {"Content-Type": "application/json", SECRET: self.account.secret}

    def answered(self, status: int, text: str) -> None:
        """Do what stands in the answer to a webhook."""
        if status != 200:  # noqa: PLR2004 - OK
            raise DoorFault(f"The door answered {status}.")
        if text:
            given = json.loads(text)
            self.call(given.pop("method"), given)

    def lies(self, chat: int) -> list[Kept]:
        """What lies in the chat, the first first."""
        return list(self.chats.get(chat, {}).values())

    @property
    def bot_id(self) -> int:
        """The bot's own number."""
        return int(self.account.token.partition(":")[0])

    # --- what the door asks ---

    def call(self, name: str, given: Json) -> tuple[int, Json]:
        """The status and the JSON that the Bot API would answer."""
        try:
            return 200, {"ok": True, "result": self._done(name, given)}
        except Refused as refused:
            told: Json = {"ok": False, "error_code": refused.status, "description": refused.says}
            if refused.retry_after:
                told["parameters"] = {"retry_after": refused.retry_after}
            return refused.status, told

    def _done(self, name: str, given: Json) -> Any:
        method = _method(name, given)
        self.asked.append((name, given))
        if name in self.faults.only:
            self._bad_day()
        chat = int(given.get("chat_id", 0))
        if chat and chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat and chat not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        done: Callable[[Any], Any] = getattr(self, f"_{name}")
        return done(method)

    def _bad_day(self) -> None:
        if self.faults.too_many:
            seconds = self.faults.too_many.pop(0)
            raise Refused(429, f"Too Many Requests: retry after {seconds}", seconds)
        if self.faults.breaks:
            self.faults.breaks -= 1
            raise Refused(500, "Internal Server Error")

    def _sendMessage(self, asks: methods.SendMessage) -> Json:  # noqa: N802 - Telegram's own name
        if not 0 < len(asks.text) <= _TEXT:
            raise Refused(400, "Bad Request: message text is empty or too long")
        kept = Kept(next(self.ids), mine=False, text=asks.text, at=self.clock(), rows=_rows(asks.reply_markup))
        kept.hidden = [(one.offset, one.length) for one in asks.entities or () if one.type == "spoiler"]
        kept.protected, kept.silent = asks.protect_content is True, asks.disable_notification is True
        kept.preview = not (asks.link_preview_options and getattr(asks.link_preview_options, "is_disabled", False))
        self.chats[int(asks.chat_id)][kept.id] = kept
        return self._message(int(asks.chat_id), kept)

    def _editMessageReplyMarkup(self, asks: methods.EditMessageReplyMarkup) -> Json:  # noqa: N802
        kept = self.chats[int(asks.chat_id or 0)].get(asks.message_id or 0)
        if kept is None or kept.mine:
            raise Refused(400, "Bad Request: message to edit not found")
        rows = _rows(asks.reply_markup)
        if rows == kept.rows:
            raise Refused(400, "Bad Request: message is not modified")
        kept.rows = rows
        return self._message(int(asks.chat_id or 0), kept)

    def _answerCallbackQuery(self, asks: methods.AnswerCallbackQuery) -> bool:  # noqa: N802
        if self.queries.get(asks.callback_query_id, 0) < self.clock() - PRESS_S:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(asks.text or "") > _TOAST:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.toasts.append(asks.text or "")
        return True

    def _deleteMessages(self, asks: methods.DeleteMessages) -> bool:  # noqa: N802
        if not 0 < len(asks.message_ids) <= _MANY:
            raise Refused(400, "Bad Request: there are too many messages to delete")
        lie = self.chats[int(asks.chat_id)]
        if any(lie[one].at < self.clock() - DELETABLE_S for one in asks.message_ids if one in lie):
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        for one in asks.message_ids:
            lie.pop(one, None)
        return True

    def _getUpdates(self, asks: methods.GetUpdates) -> list[Json]:  # noqa: N802
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self.waiting = [one for one in self.waiting if one["update_id"] >= (asks.offset or 0)]
        if not self.waiting:
            time.sleep(min(asks.timeout or 0, 0.05))
        return self.waiting[:_MANY]

    def _setWebhook(self, asks: methods.SetWebhook) -> bool:  # noqa: N802
        self.webhook = asks.model_dump(exclude_none=True)
        return True

    def _deleteWebhook(self, asks: methods.DeleteWebhook) -> bool:  # noqa: N802
        del asks
        self.webhook = {}
        return True

    def _getWebhookInfo(self, asks: methods.GetWebhookInfo) -> Json:  # noqa: N802
        del asks
        told = {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
        return told | {name: self.webhook[name] for name in ("allowed_updates",) if name in self.webhook}

    def _getMe(self, asks: methods.GetMe) -> Json:  # noqa: N802
        del asks
        return {"id": self.bot_id, "is_bot": True, "first_name": "Hello", "username": "hello_there_bot"} | {
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def _message(self, chat: int, kept: Kept, *, sender: bool = False) -> Json:
        told: Json = {"message_id": kept.id, "date": int(kept.at), "chat": _chat(chat), "text": kept.text}
        told["from"] = _person(chat) if sender else {"id": self.bot_id, "is_bot": True, "first_name": "Hello"}
        if kept.rows:
            rows = [[{"text": label, "callback_data": data} for label, data in row] for row in kept.rows]
            told["reply_markup"] = {"inline_keyboard": rows}
        return told


def _method(name: str, given: Json) -> TelegramMethod[Any]:
    """What is asked, as aiogram's own type of it. Raises Refused for what is not in it."""
    if name not in _KNOWN:
        raise Refused(404, "Not Found")
    kind: type[TelegramMethod[Any]] = getattr(methods, name[0].upper() + name[1:])
    unknown = set(given) - set(kind.model_fields)
    if unknown:
        raise Refused(400, f"Bad Request: {', '.join(sorted(unknown))}")
    try:
        return kind.model_validate(given)
    except ValidationError as fault:
        raise Refused(400, f"Bad Request: {len(fault.errors())} values do not fit") from None


def _rows(markup: Any) -> list[list[tuple[str, str]]]:
    rows = [[(one.text, one.callback_data or "") for one in row] for row in markup.inline_keyboard] if markup else []
    for label, data in (pair for row in rows for pair in row):
        if not 0 < len(data.encode()) <= _DATA:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if not 0 < len(label) <= _LABEL:
            raise Refused(400, "Bad Request: BUTTON_TEXT_INVALID")
    return rows


def _chat(chat: int) -> Json:
    return {"id": chat, "type": "private", "first_name": "Quillfeather", "username": "quillfeather"}


def _person(chat: int) -> Json:
    return {
        "id": chat,
        "is_bot": False,
        "first_name": "Quillfeather",
        "username": "quillfeather",
        "language_code": "de",
    }


def is_update(told: Json) -> bool:
    """Whether aiogram knows this as an update."""
    try:
        Update.model_validate(told)
    except ValidationError:
        return False
    return True
