"""Leaving by Telegram: what lay there is gone from both sides, and nothing is said."""

from __future__ import annotations

from tests.bot.conftest import FIRST, Town


def test_a_question_comes_with_its_choices_as_buttons(town: Town) -> None:
    """The first words open a conversation; the choices stand on buttons, and one press answers."""
    chat = town.person()
    assert FIRST in town.says(chat, "/start")[0]
    assert "choose what fits" in town.press(chat, "only I can see")[0]


def test_bye_deletes_both_sides(town: Town) -> None:
    """After the word nothing lies in the chat, and no conversation is kept."""
    chat = town.person()
    town.says(chat, "hello", "1", "1", "34")
    assert town.holds(chat)
    assert [] == town.says(chat, "bye")
    assert [] == town.telegram.lies(chat)
    assert not town.holds(chat)
