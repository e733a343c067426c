"""The other measuring stick: a bot as aiogram's own guide has it, with its state in Redis.

Rule: nothing of it is made slow or careless on purpose; what it loses, it loses by default.
"""

from __future__ import annotations

import os
from typing import Final

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import DefaultKeyBuilder
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bot.account import INBOUND

PREFIX: Final = "talk:{0}:fsm"
"""Where it keeps its state: names that the door's user of the store may touch."""
_ROWS: Final = [[InlineKeyboardButton(text=f"{n} A choice of some words", callback_data=f"{n}")] for n in range(1, 6)]
_TEXT: Final = "Thank you. Please choose what fits you best, or send a number. You can leave at any time."


class Talk(StatesGroup):
    """It asks, and asks again."""

    asking = State()


router: Final = Router()


@router.message()
async def on_message(message: Message, state: FSMContext) -> None:
    """Keep the answer, and ask the next question."""
    data = await state.get_data()
    await state.update_data(answers=[*data.get("answers", []), message.text][-24:])
    await state.set_state(Talk.asking)
    await message.answer(_TEXT, reply_markup=InlineKeyboardMarkup(inline_keyboard=_ROWS))


def run(port: int) -> None:
    """Serve until told to stop."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["FRONTDOOR_TELEGRAM_API_URL"]))
    bot = Bot(os.environ["FRONTDOOR_TELEGRAM_TOKEN"], session=session)
    storage = RedisStorage.from_url(os.environ["FRONTDOOR_REDIS_URL"], key_builder=DefaultKeyBuilder(prefix=PREFIX))
    dispatcher = Dispatcher(storage=storage)
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=os.environ["FRONTDOOR_TELEGRAM_SECRET"]).register(app, INBOUND)
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=port, print=lambda *_: None, access_log=None)
