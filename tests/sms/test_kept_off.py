"""A journey that a hub keeps off WhatsApp: an end of its own there, and all of it by text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.library import HERE, load
from tests.house import Address
from tests.sms.conftest import Town

END = """
[[step]]
id = "not_on_whatsapp"
kind = "end"
doors = ["whatsapp"]
lines = ["Thank you. This one is not for WhatsApp. Nothing was sent to anyone.", "In danger, call 999."]

"""


@pytest.fixture
def kept_off(town: Town, tmp_path: Path) -> Town:
    """The same door, whose hub has put such an end before the first question of one journey, as docs/sms.md says."""
    shipped = (HERE / "journeys" / "change.toml").read_text("utf-8")
    title, step, rest = shipped.partition("[[step]]")
    own = tmp_path / "own" / "journeys"
    own.mkdir(parents=True)
    (own / "change.toml").write_text(title + END + step + rest, "utf-8")
    library = load(HERE, own.parent)
    object.__setattr__(town.room.reception, "library", library)
    town.house.plan = replace(town.house.plan, library=library)
    return town


def test_on_whatsapp_it_ends_before_its_first_question(kept_off: Town) -> None:
    """Whoever chooses it is told so, nothing is sent, and nothing is kept."""
    number = kept_off.number()
    (said,) = kept_off.says(f"whatsapp:{number}", "hello", "1", "3", "34")

    assert said.startswith("Thank you. This one is not for WhatsApp.")
    assert not kept_off.holds(number, "whatsapp")
    assert 0 == kept_off.house.waiting()


def test_by_text_it_goes_on(kept_off: Town) -> None:
    """The same answers from the same number, by SMS, come to its first question."""
    number = kept_off.number()
    (said,) = kept_off.says(number, "hello", "1", "3", "34")

    assert "Is everyone safe right now, you too?" in said
    assert kept_off.house.state(Address("sms", number)) is not None
