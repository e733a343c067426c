"""Every talk, through each door that stands, over a real store and with a hub that reads the queue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from flows.library import load
from flows.talk import Talk, perform
from reception.valkey import Valkey
from tests import forms
from tests.browser import Answer, Sent, Server
from tests.house import House
from tests.talks.doors import AtDoor, doors, talks

TALKS = [pytest.param(talk, door, id=f"{name}-{door}") for name, talk, door in talks()]


@pytest.fixture(scope="module")
def whole(valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A front door for all talks of this module."""
    with House.over(valkey, tmp_path_factory.mktemp("house"), library=load(), telegram=True) as made:
        yield made


@pytest.fixture
def house(whole: House) -> House:
    """The front door with an empty queue, and whose hub has just looked."""
    whole.empty()
    return whole


@pytest.fixture(scope="module")
def server(whole: House) -> Server:
    """One process of it."""
    return whole.server()


@pytest.fixture(scope="module")
def another(whole: House) -> Server:
    """Another process on the same store, as there is one after a crash."""
    return whole.server()


@dataclass(frozen=True)
class Twice:
    """Every request arrives twice. What is said first goes nowhere when `lost`, else it must be said again."""

    first: Server
    second: Server
    lost: bool = False

    def ask(self, sent: Sent) -> Answer:
        """What is said the second time."""
        once, again = self.first.ask(sent), self.second.ask(sent)
        if not self.lost:
            assert _shown(once) == _shown(again)
        return again


def _shown(answer: Answer) -> tuple[int, str, str]:
    # Return words are shown once: whoever asks again is given others.
    page = forms.read(re.sub(r'(?s)<ol class="words".*?</ol>', "", answer.text))
    return answer.status, page.step, page.text or answer.text


def play(talk: Talk, person: AtDoor) -> AtDoor:
    """Put `person` through the talk, by the code it names."""
    person.code = talk.code
    for _ in perform(talk, person):
        pass
    return person


@pytest.mark.parametrize(("talk", "door"), TALKS)
def test_talk(house: House, server: Server, talk: Talk, door: str) -> None:
    """The talk goes at the door as it is written."""
    play(talk, doors()[door](house, server))


@pytest.mark.parametrize(("talk", "door"), TALKS)
def test_every_message_doubled(house: House, server: Server, talk: Talk, door: str) -> None:
    """A message that arrives twice is answered twice with the same words, and counts once."""
    play(talk, doors()[door](house, Twice(server, server)))


@pytest.mark.parametrize(("talk", "door"), TALKS)
def test_crash_between_store_and_reply(house: House, server: Server, another: Server, talk: Talk, door: str) -> None:
    """When a process ends after storing and before answering, the same form posted again goes on as if it had not."""
    play(talk, doors()[door](house, Twice(server, another, lost=True)))


@pytest.mark.prove  # every message of every talk at every door, once for each place in it
@pytest.mark.parametrize(("talk", "door"), TALKS)
def test_neighbours_swapped(house: House, server: Server, talk: Talk, door: str) -> None:
    """When two messages change places nothing breaks, nothing goes unasked, and danger and leaving still win."""
    said = play(talk, doors()[door](house, server)).requests
    assert len(said) > 1
    for first in range(len(said) - 1):
        order = [*said[:first], said[first + 1], said[first], *said[first + 2 :]]
        person = doors()[door](house, server)
        for at, ((sent, _), (_, after)) in enumerate(zip(order, said, strict=True)):
            person.resend(sent, after, together=at == first + 1)
        _end_in_danger(house, person, said[-1][1] + 1)


def _end_in_danger(house: House, person: AtDoor, after: int) -> None:
    library = house.plan.library
    danger = next(words for t in library.triggers if t.then == "carry on" for words in t.words)
    assert person.cry(danger, after).danger
    left = person.tell(min(library.commands["leave"]), after)
    assert left.text is None
    assert left.forgotten


def test_there_are_talks_at_every_door() -> None:
    """A door without talks is no proof of anything."""
    assert {door for _, _, door in talks()} == set(doors())
