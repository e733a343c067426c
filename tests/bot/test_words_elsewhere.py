"""Words to come back with, typed in a Telegram chat, where they are of no use."""

from __future__ import annotations

import json

import pytest

from reception.returnwords import mint
from tests.bot.conftest import FIRST, Town

NOT_HERE = "We cannot use that here. Please use our page on the web."
BEFORE: dict[str, tuple[str, ...]] = {"in the middle": ("hello", "1"), "at their story": ("hello", "1", "1", "34")}


@pytest.mark.parametrize("before", BEFORE)
def test_they_lead_to_the_page_and_confirm_nothing(town: Town, before: str) -> None:
    """A neutral line and the same question; no word is said back, and words that open nothing fare alike."""
    ours, other = town.person(), town.person()
    asked = town.says(ours, *BEFORE[before])[0]
    words = mint()
    (answer,) = town.says(ours, " ".join(words))
    town.says(other, *BEFORE[before])
    (alike,) = town.says(other, " ".join(mint()))

    assert NOT_HERE in answer
    assert asked.splitlines()[-1] in answer
    assert answer == alike
    assert " ".join(words) not in answer


def test_as_a_first_message_they_are_greeted_like_anything(town: Town) -> None:
    """Before safe-to-talk not even the neutral line is said."""
    (answer,) = town.says(town.person(), " ".join(mint()))

    assert [answer] == town.says(town.person(), "hello")
    assert FIRST in answer
    assert NOT_HERE not in answer


def test_they_are_kept_nowhere(town: Town) -> None:
    """What was typed is no answer and no story, so that nothing of it can be sent."""
    chat = town.person()
    words = " ".join(mint())
    town.says(chat, *BEFORE["at their story"], words, "skip", "done", "4", "send")
    (referral,) = town.house.read()

    assert referral.referral is not None
    assert words not in json.dumps(dict(referral.referral), ensure_ascii=False)
