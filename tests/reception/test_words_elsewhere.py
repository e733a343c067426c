"""Return words typed where they are of no use: by text, by Telegram, or into a question."""

from __future__ import annotations

import pytest

from flows.library import load
from reception.hear import Fact
from reception.hearing import opened
from reception.returnwords import mint
from tests.reception.house import SECRET, SMALL, TO_SENDING, House, Person

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("door", load(SMALL).doors)
async def test_they_lead_to_the_page_and_confirm_nothing(house: House, door: str) -> None:
    """At every door a neutral line and the same question; the words are in no answer, and nothing is sent."""
    person = Person(house, door, secret=SECRET if door == "web" else None)
    await person.talk(*TO_SENDING[:2])
    asked = person.reply
    heard = await person.say(" ".join(mint()))
    assert heard.fact is Fact.KEPT
    assert asked
    assert heard.reply
    assert heard.reply.asked == asked.asked
    library = house.reception.library
    assert heard.reply.lines[0] == library.says["not_here"].at(library.doors[door])[0]


async def test_as_a_first_message_they_are_greeted_like_anything(house: House) -> None:
    """Before safe-to-talk not even the neutral line is said."""
    first, other = Person(house, address="+447700900011"), Person(house, address="+447700900012")
    assert (await first.say(" ".join(mint()))).reply == (await other.say("hello")).reply


async def test_after_the_gap_they_are_not_held(house: House) -> None:
    """What met the gap is read once it is safe; return words are dropped instead."""
    person = Person(house)
    await person.talk(*TO_SENDING[:2])
    house.clock.at += 20 * 60
    await person.say(" ".join(mint()))
    place = house.place("sms", person.address)
    found = await house.reception.store.find(place)
    assert found.talk
    state = opened(house.reception.vault, place.talk, None, found.talk).state
    assert state is not None
    assert state.held is None
