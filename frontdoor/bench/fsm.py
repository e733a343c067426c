"""The other measuring stick: a form of eight questions as aiogram's own guide has it, with its state in Redis.

Rule: nothing of it is made slow or careless on purpose; what it loses, it loses by default.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
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


class Form(StatesGroup):
    """Eight questions, and a state for each, as the guide has it."""

    name = State()
    age = State()
    place = State()
    who = State()
    what = State()
    when = State()
    wants = State()
    contact = State()


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is kept under its name, and what is asked after it."""

    name: str
    then: State

    async def answered(self, message: Message, state: FSMContext) -> None:
        """Keep the answer, and ask the next question."""
        await state.update_data({self.name: message.text})
        await state.set_state(self.then)
        await message.answer(_TEXT, reply_markup=InlineKeyboardMarkup(inline_keyboard=_ROWS))


def router() -> Router:
    """A handler for each state, and one for who is in none: after the last question the first comes again."""
    made = Router()
    states = Form.__states__
    for state, then in zip(states, (*states[1:], states[0]), strict=True):
        made.message.register(Question(state.state or "", then).answered, state)
    made.message.register(Question("begun", states[0]).answered)
    return made


def run(port: int) -> None:
    """Serve until told to stop."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["FRONTDOOR_TELEGRAM_API_URL"]))
    bot = Bot(os.environ["FRONTDOOR_TELEGRAM_TOKEN"], session=session)
    storage = RedisStorage.from_url(os.environ["FRONTDOOR_REDIS_URL"], key_builder=DefaultKeyBuilder(prefix=PREFIX))
    dispatcher = Dispatcher(storage=storage)
    dispatcher.include_router(router())
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=os.environ["FRONTDOOR_TELEGRAM_SECRET"]).register(app, INBOUND)
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=port, print=lambda *_: None, access_log=None)
