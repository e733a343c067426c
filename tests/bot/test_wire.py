"""What a message looks like before anybody touches it, over every question there is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from aiogram.types import Update

from bot import wire
from bot.account import Account
from bot.buttons import LONGEST, Buttons
from bot.wire import shown
from flows.check.states import Walked, walk_all
from flows.check.texts import reply_at
from flows.library import load
from flows.plain import plain
from reception.keyring import Keyring


@pytest.fixture(scope="module")
def walked() -> Walked:
    """Every state that the library can come to."""
    return walk_all(load())


def test_every_message_is_safe_to_glance_at(walked: Walked) -> None:
    """Its first line tells nothing, every telling line is covered, and each button is one that Telegram takes."""
    library, buttons = walked.library, Buttons(walked.library, Keyring.new(date(2026, 11, 22)))
    open_, seen = set(library.emergency_lines("en", "telegram")), 0
    for at in (one for one in walked.standings if one.door == "telegram" and one.due is not None):
        text = shown(library, buttons, 7, reply_at(walked, at, "en"))
        lines, place = text.text.split("\n"), 0
        for number, line in enumerate(lines):
            tells = any(f" {word} " in f" {plain(line)} " for word in library.telling) and line not in open_
            assert not (tells and number == 0), line
            assert not tells or (place, len(line.encode("utf-16-le")) // 2) in text.hidden, line
            place += len(line.encode("utf-16-le")) // 2 + 1
        for label, data in (pair for row in text.rows for pair in row):
            assert 0 < len(data.encode()) <= LONGEST
            assert 0 < len(label) <= 64
        assert "Leave now" == text.rows[-1][-1][0]
        seen += 1

    assert seen


def test_consent_has_no_button(walked: Walked) -> None:
    """To send, the word is written: nothing is sent by a touch."""
    library, buttons = walked.library, Buttons(walked.library, Keyring.new(date(2026, 11, 22)))
    asking = [one for one in walked.standings if one.door == "telegram" and one.due and one.due.consents]
    labels = {
        label
        for at in asking
        for row in shown(library, buttons, 7, reply_at(walked, at, "en")).rows
        for label, _ in row
    }

    assert asking
    assert labels <= {"Back", "Change an answer", "Skip this", "Finish now", "Help", "Leave now"}


def test_an_account_shows_no_secret() -> None:
    """Neither the token nor the secret is printed."""
    assert "abc" not in repr(Account("1:abc", "abcabc", "https://x"))


CHAT, NOW = 77, 1_800_000_000
TEXT: dict[str, Any] = {
    "message_id": 5,
    "date": NOW - 3,
    "text": "hello",
    "chat": {"id": CHAT, "type": "private", "first_name": "Quillfeather"},
    "from": {"id": CHAT, "is_bot": False, "first_name": "Quillfeather"},
}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"text": "/leave"},
        {"text": "/start WORK", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
        {"text": "\u200b"},
        {"text": "😢"},
        {"date": NOW - 4000},
        {"date": NOW + 4000},
    ],
    ids=str,
)
def test_a_plain_text_is_read_as_the_library_reads_it(more: dict[str, Any]) -> None:
    """The short way and the long way make the same of it."""
    told = {"update_id": 9, "message": TEXT | more}
    posted = Update.model_validate(told).message
    assert posted is not None

    assert wire.plainly(told, NOW) == wire.written(posted, 9, NOW) is not None


@pytest.mark.parametrize(
    "more",
    [
        {"chat": {"id": CHAT, "type": "group", "title": "x"}},
        {"chat": {"id": CHAT + 1, "type": "private", "first_name": "x"}},
        {"from": {"id": CHAT, "is_bot": True, "first_name": "x"}},
        {"from": None},
        {"text": None},
        {"text": ""},
        {"forward_origin": {"type": "hidden_user", "date": NOW, "sender_user_name": "x"}},
        {"via_bot": {"id": 3, "is_bot": True, "first_name": "x"}},
        {"reply_to_message": TEXT},
        {"edit_date": NOW},
        {"what_telegram_will_think_of_next": 1},
    ],
    ids=str,
)
def test_what_is_more_than_a_text_is_looked_at_closely(more: dict[str, Any]) -> None:
    """Whatever stands in it besides is for the library to know."""
    assert wire.plainly({"update_id": 9, "message": TEXT | more}, NOW) is None
    assert wire.plainly({"update_id": 9, "message": TEXT, "callback_query": {}}, NOW) is None
    assert wire.plainly({"update_id": 9, "edited_message": TEXT}, NOW) is None
