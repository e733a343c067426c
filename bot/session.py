"""How calls travel to Telegram: as JSON on kept-open connections, with no more read of an answer than is wanted.

Rule: what goes wrong is told by the library's own faults. Of a message that was sent only its number
comes back: building the library's whole picture of it would cost more than sending it.
"""

from __future__ import annotations

import json
from typing import Any, Final, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError, ClientTimeout

_JSON: Final = {"Content-Type": "application/json"}


class Session(AiohttpSession):
    """The library's own session, with a lighter body and a lighter look at what comes back."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - its own name
    ) -> TelegramType:
        """What Telegram answers. Raises the library's own faults."""
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        body = method.model_dump_json(exclude_none=True, exclude_unset=True, warnings=False)
        try:
            async with session.post(
                url, data=body, headers=_JSON, timeout=ClientTimeout(timeout or self.timeout)
            ) as answer:
                raw = await answer.text()
        except TimeoutError:
            raise TelegramNetworkError(method=method, message="no answer in time") from None
        except ClientError as fault:
            raise TelegramNetworkError(method=method, message=type(fault).__name__) from None
        known = _known(method, raw)
        if known is not None:
            return cast("TelegramType", known)
        return cast("TelegramType", self.check_response(bot, method, answer.status, raw).result)


def _known(method: TelegramMethod[Any], raw: str) -> Any:
    """A plain yes, or the number of what was sent; None for all that is to be looked at more closely."""
    try:
        told = json.loads(raw)
        result = told["result"] if told["ok"] else None
        if isinstance(method, SendMessage) and result:
            return int(result["message_id"])
    except (ValueError, KeyError, TypeError):
        return None
    return True if result is True else None
