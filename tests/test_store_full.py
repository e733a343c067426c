"""A store with no room left: who is under way goes on, who comes is told, and danger is answered all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from reception.keeper import Keeper
from reception.valkey import Valkey
from tests.browser import Browser, InProcess
from tests.house import House
from tests.players.web import Player

TO_SENDING = ("hello", "1", "1", "skip", "They are cruel.", "finish", "skip")
MOST = 1 << 13
REFUSALS = 6
FULL = "We cannot start a new chat right now."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A store of eight megabytes."""
    with Valkey(tmp_path_factory.mktemp("small") / "store", megabytes=8) as running:
        yield running


@pytest.fixture
def house(small: Valkey, tmp_path: Path) -> Iterator[House]:
    """A front door on it."""
    with House.over(small, tmp_path) as made:
        yield made
        with redis.Redis.from_url(small.url("door"), protocol=2) as door:
            for number in range(MOST):
                if not door.delete(f"talk:{{0}}:filler-{number}"):
                    break


def fill(house: House) -> None:
    """Fill the store with what looks like conversations, until it takes no more and goes on taking no more."""
    # Its line stays open: what a closed one gives back would be room again.
    door = house.rooms.enter_context(redis.Redis.from_url(house.valkey.url("door"), protocol=2))
    number, refused = 0, 0
    for size in (64 << 10, 4 << 10, *[256] * REFUSALS):
        try:
            while number < MOST:
                door.set(f"talk:{{0}}:filler-{number}", b"x" * size)
                number += 1
        except redis.exceptions.OutOfMemoryError:
            refused += 1
            # The server counts what it holds anew ten times a second.
            time.sleep(0.05)
    assert refused > REFUSALS, "The store took everything."


def test_a_conversation_under_way_still_sends(house: House) -> None:
    """Whoever has begun can answer on and send, and it is on the queue, although the store takes nothing new."""
    person = Player(house, house.server())
    for after, words in enumerate(TO_SENDING[:4]):
        person.tell(words, after)
    fill(house)

    for after, words in enumerate(TO_SENDING[4:], 10):
        person.tell(words, after)
    assert person.tell("1", 20).sent
    assert 1 == len(house.read())


def test_who_comes_is_told_and_given_the_emergency_words(house: House) -> None:
    """A new conversation is not begun, and the page says so, after the emergency words."""
    server = house.server()
    fill(house)
    # As between two looks of the keeper: the store itself says that there is no room.
    keeper_of(server).full = False
    begins(server)


def begins(server: InProcess) -> None:
    """Someone answers the first page, and is told that there is no room."""
    browser = Browser(server)
    form = browser.go().form("/")
    assert form is not None
    page = browser.press(form, form.buttons[0], {"answer": ("yes",)})
    assert 200 == browser.answer.status
    assert page.text.index("999") < page.text.index(FULL)
    assert not browser.jar or page.form("/")


def test_danger_is_answered_all_the_same(house: House) -> None:
    """Words of danger bring the emergency words, from somebody new and from somebody under way."""
    server = house.server()
    person = Player(house, server)
    for after, words in enumerate(TO_SENDING[:4]):
        person.tell(words, after)
    fill(house)

    danger = next(words for t in house.plan.library.triggers if t.then == "carry on" for words in t.words)
    assert person.cry(danger, 10).danger
    assert Player(house, server).cry(danger, 11).danger


def test_leaving_works_all_the_same(house: House) -> None:
    """Whoever leaves is forgotten, although that means writing down that they left."""
    person = Player(house, house.server())
    for after, words in enumerate(TO_SENDING[:4]):
        person.tell(words, after)
    fill(house)

    assert person.tell("leave", 10).forgotten


def test_before_it_is_full_the_rest_is_kept_for_those_under_way(house: House) -> None:
    """At four fifths nobody new begins, whoever is under way goes on, and there is room again once there is."""
    server = house.server()
    person = Player(house, server)
    for after, words in enumerate(TO_SENDING[:4]):
        person.tell(words, after)
    with redis.Redis.from_url(house.valkey.url("door"), protocol=2) as door:
        number = 0
        while not full(server):
            door.set(f"talk:{{0}}:filler-{number}", b"x" * (64 << 10))
            number += 1

    begins(server)
    for after, words in enumerate(TO_SENDING[4:], 10):
        person.tell(words, after)
    assert person.tell("1", 20).sent


def full(server: InProcess) -> bool:
    """Whether the door thinks so, once it has looked."""
    assert server.client.portal is not None
    server.client.portal.call(keeper_of(server).look)
    return keeper_of(server).full


def keeper_of(server: InProcess) -> Keeper:
    """Who looks after the store for this process."""
    keeper: Keeper = server.client.app.state.reception.keeper  # type: ignore[attr-defined]
    return keeper
