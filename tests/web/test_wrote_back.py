"""What the hub wrote back waits on the page for who has words, and opens with nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import redis

from hub.case import taken
from hub.write import _order, add_arguments
from reception import base64url, left, names
from reception.order import SealedOrder
from reception.outcome import Outcome
from reception.valkey import Valkey
from tests.browser import Browser, InProcess
from tests.emptied import emptied, lifetimes
from tests.house import House
from tests.web.coming_back import press, shown
from tests.web.conftest import form_of

SAID = "We can meet on Tuesday. Bring nobody along."
DAY = 24 * 3600


class Hub:
    """The hub of this house, which writes with its own code and key, and the door that works its outbox."""

    def __init__(self, house: House, server: InProcess, folder: Path) -> None:
        """Begin with nothing on either stream."""
        self.house, self.server, self.folder = house, server, folder
        client = house.queue.client
        for at, _ in cast(Any, client.xrange(names.outcomes(0))):
            client.xdel(names.outcomes(0), at)
        with redis.Redis.from_url(house.valkey.url("door"), protocol=2) as door:
            for hour in range(-2, 1000):
                door.delete(f"door:{{0}}:out:hour:{int(house.clock.at) // 3600 + hour}")

    def read(self) -> str:
        """Read the one referral that waits; its id."""
        (new,) = [one.held for one in self.house.read()]
        return new

    def write(self, referral: str, text: str = SAID, *more: str) -> list[tuple[str, str]]:
        """Have this left for them, and the door look; what the door tells."""
        (self.folder / "text").write_text(text)
        words = [referral, "--data", str(self.house.home.folder.parent), "--by", "Ama", "--way", "web", *more]
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        args = parser.parse_args([*words, "--text-file", str(self.folder / "text")])
        case = taken(args)
        order = _order(args, case, int(self.house.clock.at))
        self.house.queue.give(SealedOrder.of(order, case.door, case.key.public(), case.key.sign).text)
        self.look()
        return self.told()

    def look(self) -> None:
        """The door looks at its outbox."""
        client = self.server.client
        assert client.portal is not None
        client.portal.call(cast(Any, client.app).state.outbox.once)

    def told(self) -> list[tuple[str, str]]:
        """What came of it."""
        doors = self.house.plan.sealer.door.public()
        said: list[tuple[str, str]] = []
        for at, text in list(self.house.queue.outcomes()):
            outcome = Outcome.from_text(text, doors)
            said.append((outcome.what, outcome.rule))
            self.house.queue.heard(at)
        return said


@pytest.fixture(scope="module")
def whole(valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A whole front door, for all tests of this module."""
    with House.over(valkey, tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def server(whole: House) -> InProcess:
    """One process of it."""
    return whole.server()


@pytest.fixture
def house(whole: House) -> House:
    """The front door with an empty queue, whose hub has just looked."""
    whole.empty()
    return whole


@pytest.fixture
def browser(house: House, server: InProcess) -> Browser:
    """Someone's browser, at the door of this house."""
    assert house.waiting() == 0
    return Browser(server)


@pytest.fixture
def at_hub(house: House, server: InProcess, tmp_path: Path) -> Hub:
    """The hub."""
    return Hub(house, server, tmp_path)


def sent(browser: Browser, way: str = "4") -> None:
    """Go the shortest way to the end, and send. `way` is how they want to be reached: 4 is 'I will contact you'."""
    from tests.players.web import _filled

    browser.go()
    for words in ("1", "1", "finish", way, "Send it"):
        form = form_of(browser.page)
        buttons = {button.value: button for button in form.buttons}
        if words in buttons:
            browser.press(form, buttons[words])
        else:
            browser.press(form, form.buttons[0], _filled(form, words))


@pytest.fixture
def words(browser: Browser) -> str:
    """The words of someone who has sent, and will contact us."""
    sent(browser)
    press(browser, "keep:words")
    given = shown(browser)
    press(browser, "keep:done")
    return given


def back(browser: Browser, words: str) -> None:
    """Come back to this house's page with these words."""
    browser.go()
    form = form_of(browser.page)
    ((name, control),) = form.controls.items()
    browser.press(form, form.buttons[0], {name: (control.options[0][0],)})
    press(browser, "return:ask")
    press(browser, "return:open", words)


def test_it_is_read_with_the_words(browser: Browser, words: str, at_hub: Hub) -> None:
    """Who said 'I will contact you' finds what was written for them, when they come."""
    assert at_hub.write(at_hub.read()) == [("sent", "")]
    back(browser, words)
    assert SAID not in browser.answer.text, "it is not shown before they ask for it"
    press(browser, "return:read")
    assert (browser.page.step, SAID in browser.page.text) == ("return-read", True)
    assert "Words of their own" not in browser.answer.text


def test_every_letter_is_there_newest_first(browser: Browser, words: str, at_hub: Hub) -> None:
    """A second one takes nothing from the first, and what was read can be read again."""
    referral = at_hub.read()
    at_hub.write(referral, "First we wrote this.")
    at_hub.write(referral, "Then that: <b>so</b>.")
    for _ in range(2):
        back(browser, words)
        press(browser, "return:read")
        assert browser.page.text.index("Then that: <b>so</b>.") < browser.page.text.index("First we wrote this.")


def test_words_asked_for_again_open_it_too(browser: Browser, at_hub: Hub) -> None:
    """It was left while the first words stood; who then asked for others does not lose it."""
    sent(browser)
    press(browser, "keep:words")
    at_hub.write(at_hub.read())
    browser.again()
    words = shown(browser)
    back(browser, words)
    press(browser, "return:read")
    assert SAID in browser.page.text


def test_nobody_reads_it_without_the_words(browser: Browser, server: InProcess, words: str, at_hub: Hub) -> None:
    """A visit that ended, another browser, and wrong words: none is shown it."""
    at_hub.write(at_hub.read())
    back(browser, words)
    press(browser, "return:read")
    form = form_of(browser.page)
    press(browser, "return:end")
    read = next(b for b in form.buttons if b.value == "return:status")
    read.value = "return:read"
    for stranger in (browser, Browser(server)):
        stranger.press(form, read)
        assert stranger.page.step == "return-over"
        assert SAID not in stranger.answer.text
    back(browser, " ".join(reversed(words.split())))
    assert browser.page.step == "return-words"


def test_the_store_cannot_open_it_and_keeps_it_no_longer(words: str, at_hub: Hub, valkey: Valkey) -> None:
    """It lies there sealed, beside nothing that opens it, and goes when the words go."""
    before = set(emptied(valkey.data))
    at_hub.write(at_hub.read())
    stands = emptied(valkey.data)
    assert not any(b"Tuesday" in name + value for name, value in stands.items())
    lives = lifetimes(valkey.data)
    (new,) = [name for name in stands if name.startswith(b"back:") and name not in before]
    longest = max(lives[name] for name in lives if b":fate:" in name)
    assert 0 < lives[new] <= longest + 1 <= 30 * DAY + 1  # a second may pass between looking at one and the other


def test_who_took_no_words_is_left_nothing(browser: Browser, at_hub: Hub) -> None:
    """Nobody could ever read it, so the hub is told no."""
    sent(browser)
    assert at_hub.write(at_hub.read()) == [("refused", "G1")]


def test_who_did_not_want_them_is_left_nothing(browser: Browser, at_hub: Hub) -> None:
    """The same where words were made and not wanted."""
    sent(browser)
    press(browser, "keep:words")
    press(browser, "keep:none")
    assert at_hub.write(at_hub.read()) == [("refused", "G1")]


def test_taking_back_takes_it_away(browser: Browser, words: str, at_hub: Hub, valkey: Valkey) -> None:
    """What was written is gone from the store, and nothing more is left."""
    before = set(emptied(valkey.data))
    referral = at_hub.read()
    at_hub.write(referral)
    back(browser, words)
    press(browser, "return:back")
    press(browser, "return:send-back")
    assert "return:read" not in browser.answer.text
    assert not [name for name in emptied(valkey.data) if name.startswith(b"back:") and name not in before]
    assert at_hub.write(referral) == [("refused", "withdrawn")]


@pytest.mark.parametrize(
    ("text", "rule"),
    [("The police will call you.", "G7"), ("See https://example.org", "G7"), ("Call 01483 776822", "G7")],
)
def test_the_gate_stands_before_the_page_too(words: str, at_hub: Hub, text: str, rule: str) -> None:
    """A telling word, a link and a number are no more for this way than for any."""
    assert at_hub.write(at_hub.read(), text) == [("refused", rule)]


def test_a_key_is_of_one_referral() -> None:
    """What was left for one opens for no other, nor with another seed."""
    seed = base64url.encode(bytes(32))
    blob = left.sealed(left.public(seed), "one", SAID)
    assert left.opened(seed, "one", blob) == SAID
    assert left.opened(seed, "two", blob) == left.opened(base64url.encode(bytes(31) + b"x"), "one", blob) == ""
    assert left.opened(seed, "one", blob[:-1]) == left.opened("", "one", blob) == left.opened(seed, "one", b"") == ""
