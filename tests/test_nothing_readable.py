"""What a thief finds of a conversation in the store, its files and the log, and what is left of it after leaving."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
import redis

from reception.valkey import Valkey
from reception.vault import HEADER
from tests.browser import OverHttp, Sent
from tests.emptied import emptied, rewritten
from tests.house import House
from tests.players.web import Player
from tests.running import Running

WORD, NAME = "heliotropezanzibar", "Quillfeather"
NUMBERS = ("07700 900456", "07700900456", "7700900456")
PRIVATE = tuple(text.encode() for text in (WORD, NAME, *NUMBERS))
WRITTEN = {
    "age": ["34"],
    "story": [f"{WORD} happened. Call {NUMBERS[0]}."],
    "you": [f"{NAME} | RH1"],
    "way": ["1"],
    "call_page": [f"{WORD} | weekdays 10-12", f"{NUMBERS[0]} | weekdays 10-12"],
}


@dataclass
class Town:
    """A front door that serves with its log at DEBUG, its store, and where both write."""

    house: House
    door: Running
    store: Path

    def person(self) -> Player:
        """Someone new at a page."""
        return Player(self.house, OverHttp(self.door.base))

    def files(self) -> dict[Path, bytes]:
        """Every file of the store and of the door, save the keys and words that were put there to start it."""
        folders = (self.house.folder, self.house.valkey.run)
        paths = (path for folder in folders for path in folder.rglob("*"))
        return {path: path.read_bytes() for path in paths if path.is_file() and _left(path)}


def _left(path: Path) -> bool:
    return not {"hub", "words"} & set(path.parts)


def write(person: Player, upto: str) -> None:
    """Go through the pages, and stop at this one."""
    left = {step: list(words) for step, words in WRITTEN.items()}
    for after in range(40):
        page = person.browser.page
        if page.step == upto:
            return
        form = page.form("/")
        short = "skip" if form and any(button.value == "skip" for button in form.buttons) else "1"
        person.tell(left[page.step].pop(0) if left.get(page.step) else short, after)
    pytest.fail(f"There was no page '{upto}'.")


def misbehave(person: Player) -> None:
    """Send what nobody should, with the same words in it, so that something may be said of it."""
    cookie = person.browser.cookie
    odd = (
        urlencode({"answer": WORD * 10_000}).encode(),
        b"answer=%ff%00" + WORD.encode() + b"&step=%00&digest=" + b"9" * 70_000,
        b"&".join(b"answer=" + WORD.encode() for _ in range(500)),
    )
    for body in odd:
        for jar in (cookie, f"c={WORD}.{NUMBERS[0]}"):
            person.browser.server.ask(Sent("POST", "/", body, jar))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A whole town on a store of its own."""
    folder = tmp_path_factory.mktemp("town")
    with (
        Valkey(folder / "store") as valkey,
        House.over(valkey, folder, time.time()) as house,
        house.served() as door,
    ):
        yield Town(house, door, folder / "store")


def test_neither_sent_nor_unsent_words_can_be_read(town: Town) -> None:
    """No word, name or number of two people stands in a key, a value, a file or a log line; one of them has sent."""
    unsent, sent = town.person(), town.person()
    write(unsent, "ready")
    write(sent, "ready")
    assert sent.tell("1", 50).sent
    misbehave(unsent)
    found = emptied(town.store)

    assert len(found) >= 4
    stands = b"\n".join(part for pair in found.items() for part in pair)
    for private in (*PRIVATE, *(at.id.encode() for one in (unsent, sent) for at in one.held)):
        assert private not in stands
        assert not [path for path, text in town.files().items() if private in text]


def test_the_log_says_something_and_nothing_of_anybody(town: Town) -> None:
    """The log at DEBUG has lines, and no name of a key of the store is among them."""
    said = town.door.said.read_bytes()
    assert b"debug" in said or b"info" in said
    assert not [key for key in emptied(town.store) if key in said]


def test_what_is_left_is_gone_from_every_file(town: Town) -> None:
    """After leaving and the rewrite, neither the conversation's key name nor what was sealed stands in any file."""
    before = emptied(town.store)
    person = town.person()
    write(person, "ready")
    stood = {key: value for key, value in emptied(town.store).items() if before.get(key) != value}
    talks = {key: value for key, value in stood.items() if key.startswith(b"talk:")}
    assert len(talks) == 1
    assert person.tell("leave", 50).forgotten

    with redis.Redis.from_url(town.house.valkey.url("keeper"), protocol=2) as keeper:
        rewritten(keeper, town.store)
    files = town.files()
    assert any("appendonly" in path.name for path in files)
    for key, value in talks.items():
        assert key not in emptied(town.store)
        sealed = [value[at : at + 24] for at in range(HEADER, len(value) - 24, 24)]
        for path, text in files.items():
            assert key not in text, path
            assert not any(part in text for part in sealed), path


def test_the_test_would_find_it(town: Town) -> None:
    """While a conversation is under way, its key name and what is sealed do stand in the store's file, as bytes."""
    before = emptied(town.store)
    write(town.person(), "ready")
    (found,) = {key: value for key, value in emptied(town.store).items() if before.get(key) != value}.items()
    text = b"".join(text for path, text in town.files().items() if "appendonly" in path.name)
    assert found[0] in text
    assert found[1][HEADER : HEADER + 24] in text
