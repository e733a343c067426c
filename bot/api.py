"""What we ask of Telegram, by way of its library: send, take buttons off, confirm a press, delete.

Rule: no fault of the library gets out, since its texts hold what was asked. What Telegram puts off is
asked again a few times and no more: what comes late may be read by somebody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import Any, Final, TypeVar

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessages,
    EditMessageReplyMarkup,
    Response,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.account import Account
from bot.session import Session
from bot.wire import Text

PATIENCE_S: Final = 10.0
TRIES: Final = 3
LONGEST_WAIT_S: Final = 10
AT_ONCE: Final = 100
"""Messages that one call may delete."""
_GONE: Final = ("chat not found", "user not found", "PEER_ID_INVALID")

T = TypeVar("T")


class Blocked(Exception):
    """The person has blocked the bot, or their account is gone."""


class Unsent(Exception):
    """It did not get there, as far as is known. `refused` when Telegram said that it makes no sense.

    `doubtful` when it was asked and nothing certain came back: it may have got there after all.
    """

    def __init__(self, *, refused: bool = False, doubtful: bool = False) -> None:
        """Keep what matters of why."""
        super().__init__("Telegram did not take it.")
        self.refused, self.doubtful = refused, doubtful


class Deleted(Enum):
    """What came of asking to delete."""

    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


class Api:
    """One bot. It connects when it is first asked."""

    def __init__(
        self,
        account: Account,
        patience_s: float = PATIENCE_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the account; `patience_s` bounds each call."""
        server = TelegramAPIServer.from_base(account.api_url)
        self._session = Session(api=server, timeout=patience_s)
        self.bot = Bot(account.token, session=self._session)
        self._sleep = sleep
        warm()

    async def send(self, chat: int, text: Text, wanted: Callable[[], bool]) -> int:
        """The id of the message that was sent. Raises Blocked or Unsent; the latter too once it is not wanted."""
        return await self._insisted(lambda: self._session.send(self.bot, message(chat, text)), wanted)

    async def confirm(self, query: str, says: str = "") -> bool:
        """Answer a press; False when Telegram says that it was too long ago. Other faults count as no answer."""
        try:
            await self._asked(AnswerCallbackQuery(callback_query_id=query, text=says or None))
        except Blocked:
            return True
        except Unsent as fault:
            return not fault.refused
        return True

    async def ask(self, method: TelegramMethod[T], patience_s: int | None = None) -> T:
        """Ask anything, with a patience of its own. Raises Blocked or Unsent."""
        return await self._asked(method, patience_s=patience_s)

    async def do(self, method: TelegramMethod[Any]) -> None:
        """Do what does not matter if it fails."""
        try:
            await self._asked(method)
        except (Blocked, Unsent):
            return

    async def delete(self, chat: int, ids: Sequence[int]) -> Deleted:
        """Delete these messages of both sides, a hundred at once."""
        ended = [await self._deleted(chat, list(ids[start : start + AT_ONCE])) for start in range(0, len(ids), AT_ONCE)]
        return (
            Deleted.LATER if Deleted.LATER in ended else Deleted.REFUSED if Deleted.REFUSED in ended else Deleted.GONE
        )

    async def close(self) -> None:
        """Hang up."""
        await self.bot.session.close()

    async def _deleted(self, chat: int, ids: list[int]) -> Deleted:
        try:
            await self._asked(DeleteMessages(chat_id=chat, message_ids=ids))
        except Blocked:
            return Deleted.REFUSED
        except Unsent as fault:
            if not fault.refused:
                return Deleted.LATER
            # One that may not be deleted keeps its neighbours: then each is asked for alone.
            if len(ids) == 1:
                return Deleted.REFUSED
            ended = [await self._deleted(chat, [one]) for one in ids]
            return max(ended, key=lambda one: one is Deleted.LATER)
        return Deleted.GONE

    async def _asked(self, method: TelegramMethod[T], patience_s: int | None = None) -> T:
        return await self._insisted(lambda: self.bot(method, request_timeout=patience_s))

    async def _insisted(self, ask: Callable[[], Awaitable[T]], wanted: Callable[[], bool] = lambda: True) -> T:
        for left in reversed(range(TRIES)):
            if not wanted():
                raise Unsent
            try:
                return await ask()
            except TelegramRetryAfter as fault:
                if not left or fault.retry_after > LONGEST_WAIT_S:
                    raise Unsent from None
                await self._sleep(fault.retry_after)
            except TelegramForbiddenError:
                raise Blocked from None
            except TelegramBadRequest as fault:
                gone = any(words in fault.message for words in _GONE)
                raise (Blocked() if gone else Unsent(refused=True)) from None
            except (TelegramAPIError, ClientDecodeError, OSError, ValueError):
                raise Unsent(doubtful=True) from None
        raise Unsent


def warm() -> None:
    """Have the library build what it puts off until it is first used, so that no person waits seconds for it."""
    chat = {"id": 1, "type": "private"}
    posted = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    Update.model_validate({"update_id": 1, "message": posted})
    for kind, result in ((EditMessageReplyMarkup, posted), (DeleteMessages, True)):
        Response[kind.__returning__].model_validate({"ok": True, "result": result})  # type: ignore[name-defined]
    ticked(1, 1, ((("x", "x"),),)).model_dump(warnings=False)


def message(chat: int, text: Text) -> dict[str, Any]:
    """A message as it is sent: it makes no sound, shows no link, and cannot be passed on."""
    given: dict[str, Any] = {
        "chat_id": chat,
        "text": text.text,
        "protect_content": True,
        "disable_notification": True,
        "link_preview_options": {"is_disabled": True},
    }
    if text.hidden:
        given["entities"] = [{"type": "spoiler", "offset": at, "length": size} for at, size in text.hidden]
    if text.rows:
        rows = [[{"text": label, "callback_data": data} for label, data in row] for row in text.rows]
        given["reply_markup"] = {"inline_keyboard": rows}
    return given


def bare(chat: int, message: int) -> EditMessageReplyMarkup:
    """What takes the buttons off a message."""
    return EditMessageReplyMarkup(chat_id=chat, message_id=message)


def ticked(chat: int, message: int, rows: tuple[tuple[tuple[str, str], ...], ...]) -> EditMessageReplyMarkup:
    """What shows these buttons under a message in place of those that are there."""
    return EditMessageReplyMarkup(chat_id=chat, message_id=message, reply_markup=markup(rows))


def markup(rows: tuple[tuple[tuple[str, str], ...], ...]) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram takes them; None for none."""
    buttons = [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    return InlineKeyboardMarkup(inline_keyboard=buttons) if buttons else None
