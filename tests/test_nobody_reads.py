"""When nobody has read the queue for as long as hub.toml allows, no referral is taken, and people are told first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reception.valkey import Valkey
from tests.browser import Browser, InProcess, Sent
from tests.house import House
from tests.players.web import Player

TO_SENDING = ("hello", "1", "1", "skip", "They are cruel.", "finish", "skip")
DAY = 24 * 3600
SAYS = "we are not taking any"


@pytest.fixture
def house(valkey: Valkey, tmp_path: Path) -> Iterator[House]:
    """A front door whose hub has just looked."""
    with House.over(valkey, tmp_path) as made:
        yield made


def days_pass(house: House) -> None:
    """Let the working days pass after which nobody is thought to read: as many, and two weekends."""
    house.clock.at += (house.plan.library.hub.absent_after_working_days + 4) * DAY


def readyz(server: InProcess) -> tuple[int, str]:
    """What an operator's monitor is told."""
    said = server.ask(Sent("GET", "/readyz", None, ""))
    return said.status, said.text


def test_people_are_told_before_the_first_question(house: House) -> None:
    """The first page says that nobody reads, gives a number to call, and asks nothing."""
    server = house.server()
    browser = Browser(server)
    assert SAYS not in browser.go().text
    days_pass(house)

    page = browser.go()
    assert SAYS in page.text
    assert "999" in page.text
    assert house.plan.library.directory["national"].number in page.text
    form = page.form("/")
    assert form is None or not form.controls
    assert page.form("/leave") is not None


def test_whoever_is_under_way_is_told_and_not_sent(house: House) -> None:
    """Pressing 'send' after the days have passed sends nothing and says so, whatever the page before had offered."""
    person = Player(house, house.server())
    for after, words in enumerate(TO_SENDING):
        seen = person.tell(words, after)
    assert seen.step == "ready"
    days_pass(house)
    person.began = house.clock.at

    seen = person.tell("1", 0)
    assert not seen.sent
    assert house.waiting() == 0
    assert SAYS in (seen.text or "")


def test_nobody_begins_with_a_page_of_before(house: House) -> None:
    """A first page that stood open all the time begins nothing that could be sent."""
    person = Player(house, house.server())
    person.tell("hello", 0)
    days_pass(house)
    person.began = house.clock.at

    assert SAYS in (person.tell("1", 0).text or "")
    assert person.forgotten


def test_the_operator_is_told(house: House) -> None:
    """/readyz is not ready while nobody reads, says why and what to do, and is ready once the hub has looked."""
    server = house.server()
    assert readyz(server)[0] == 200
    days_pass(house)
    status, text = readyz(server)
    assert status == 503
    assert "nobody reads the queue" in text
    assert "frontdoor hub read" in text

    house.look()
    house.clock.at += 10
    assert readyz(server)[0] == 200
    assert SAYS not in Browser(server).go().text
