"""What a page says of sending, when answers of the store are lost on their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reception.valkey import Valkey
from tests.forms import Page
from tests.house import House
from tests.players.web import Player
from tests.reception.thief import Thief

TO_SENDING = ("hello", "1", "1", "skip", "finish", "skip")


@dataclass
class Robbed:
    """Someone about to press 'send', and who stands between the door and the store."""

    house: House
    person: Player
    thief: Thief

    def press(self) -> Page:
        """Press what the page offers: 'send', or the same once more."""
        form = self.person.browser.page.form("/")
        assert form is not None
        offered = {name: control.options for name, control in form.controls.items()}
        filled = {name: ("send",) for name, options in offered.items() if "send" in {value for value, _, _ in options}}
        return self.person.browser.press(form, form.buttons[0], filled)

    def open(self) -> None:
        """Let the door through to the store."""
        self.way = self.house.portal.wrap_async_context_manager(self.thief)
        self.way.__enter__()

    def close(self) -> None:
        """Let nobody through any more."""
        self.way.__exit__(None, None, None)


@pytest.fixture
def robbed(valkey: Valkey, tmp_path: Path) -> Iterator[Robbed]:
    """A person on the last page, whose door reaches the store through a thief."""
    thief = Thief(tmp_path / "s", valkey.run / "s")
    with House.over(valkey, tmp_path / "house") as house:
        addresses = replace(house.plan.addresses, door=thief.url(valkey.url("door")))
        house.plan = replace(house.plan, addresses=addresses)
        made = Robbed(house, Player(house, house.server()), thief)
        made.open()
        for after, words in enumerate(TO_SENDING):
            made.person.tell(words, after)
        yield made
        made.close()


def test_a_lost_answer_is_not_known_until_it_is(robbed: Robbed) -> None:
    """It came, and no answer said so: pages say that it is not known, however often, until the store is back."""
    robbed.thief.steals, robbed.thief.leaves_after = 1, True

    assert "We do not know yet if it was sent." in robbed.press().text
    assert robbed.house.waiting() == 1
    assert "We do not know yet if it was sent." in robbed.press().text
    robbed.close()
    robbed.open()
    assert "It has arrived." in robbed.press().text
    assert robbed.house.waiting() == 1


def test_a_store_that_is_away_keeps_no_answer(robbed: Robbed) -> None:
    """What is answered while the store is away is not kept; the page says so, after the emergency words."""
    robbed.person.tell("back", 10)
    robbed.close()

    page = robbed.press()
    assert page.urgent or page.mood == "danger"
    assert page.text.index("999") < page.text.index("Your last message was not kept.")
    robbed.open()
    assert robbed.press().step == "ready"
    assert robbed.house.waiting() == 0


def test_a_last_form_that_finds_no_store_is_not_called_unsent(robbed: Robbed) -> None:
    """Whoever presses 'send' may have done so before, unheard: without the store nobody can say that it did not go."""
    robbed.close()

    assert "We do not know yet if it was sent." in robbed.press().text
    robbed.open()
    assert "It has arrived." in robbed.press().text
    assert robbed.house.waiting() == 1
