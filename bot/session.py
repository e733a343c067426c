"""How calls travel to Telegram: as JSON on kept-open connections, with no more read of an answer than is wanted.

Rule: what Telegram refuses is told by the library's own faults, and no answer at all as an OSError. The one
call of each turn, sending, is written by hand: building the library's picture of it costs more than sending it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

_JSON: Final = {"Content-Type": "application/json"}


class Session(AiohttpSession):
    """The library's own session, with a lighter body and a lighter look at what comes back."""

    async def create_session(self) -> ClientSession:
        """The session of before, while it is open; it keeps no cookies."""
        if self._session is None or self._session.closed:
            jar = DummyCookieJar()
            self._session = ClientSession(connector=self._connector_type(**self._connector_init), cookie_jar=jar)
            self._should_reset_connector = False
        return self._session

    async def close(self) -> None:
        """Hang up, without the library's pause: nothing is on its way when the door closes."""
        if self._session is not None:
            await self._session.close()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - its own name
    ) -> TelegramType:
        """What Telegram answers. Raises the library's own faults, and OSError."""
        body = method.model_dump_json(exclude_none=True, exclude_unset=True, warnings=False)
        status, raw = await self._posted(bot, method.__api_method__, body.encode(), timeout or self.timeout)
        done = _result(raw)
        if done is True:
            return cast("TelegramType", done)
        return cast("TelegramType", self.check_response(bot, method, status, raw.decode(errors="replace")).result)

    async def send(self, bot: Bot, given: Mapping[str, Any]) -> int:
        """Send this message; its number. Raises as `make_request` does."""
        status, raw = await self._posted(bot, "sendMessage", json.dumps(given).encode(), self.timeout)
        result = _result(raw)
        if isinstance(result, dict) and isinstance(number := result.get("message_id"), int):
            return number
        method = SendMessage.model_validate(given)
        return int(self.check_response(bot, method, status, raw.decode(errors="replace")).result.message_id)  # type: ignore[union-attr]

    async def _posted(self, bot: Bot, name: str, body: bytes, patience_s: float) -> tuple[int, bytes]:
        session = await self.create_session()
        url, patience = self.api.api_url(token=bot.token, method=name), ClientTimeout(patience_s)
        try:
            async with session.post(url, data=body, headers=_JSON, timeout=patience) as answer:
                return answer.status, await answer.read()
        except ClientError as fault:
            # Its text holds the address, and with it the token.
            raise ConnectionError(type(fault).__name__) from None


def _result(raw: bytes) -> Any:
    """What was done, where it was; None for all that is to be looked at more closely."""
    try:
        told = json.loads(raw)
        return told["result"] if told["ok"] is True else None
    except (ValueError, KeyError, TypeError):
        return None
