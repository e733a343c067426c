from __future__ import annotations

import re

import pytest
import redis

from reception import returnwords
from reception.valkey import Valkey
from tests.browser import Browser
from tests.emptied import emptied
from tests.reception.house import House, look
from tests.web.coming_back import came_back, press, worded

DAY = 24 * 3600


@pytest.fixture
def words(browser: Browser) -> str:
    """The words of someone who has sent, and closed the page."""
    return worded(browser)


def answers(browser: Browser, typed: str) -> str:
    """The page that these words are answered with, without what was typed and the form's own id."""
    came_back(browser, typed)
    assert browser.page.step == "return-words"
    told = re.sub(r"(?s)<textarea.*?</textarea>", "", browser.answer.text)
    return re.sub(r'name="id" value="[^"]*"', "", told)


def test_unknown_and_expired_words_are_answered_alike(
    browser: Browser, words: str, house: House, hub: redis.Redis
) -> None:
    """Nobody can tell words that are too old from words that never were."""
    house.clock.at += 31 * DAY
    look(hub, house.clock.at)
    assert answers(browser, words) == answers(browser, " ".join(returnwords.mint()))


@pytest.mark.parametrize(
    "changed",
    [
        lambda w: w.upper(),
        lambda w: w.replace(" ", "\n"),
        lambda w: w.replace(" ", ", ") + ".",
        lambda w: "  " + w.replace(" ", "\u00a0\t") + "\r\n",
        lambda w: f"{w} {w}",
        lambda w: " ".join(f"{n}. {one}" for n, one in enumerate(w.split(), 1)),
        lambda w: " ".join(one[:2] + "q" + one[2:] for one in w.split()),
        lambda w: " ".join(one[:-1] for one in w.split()),
    ],
    ids=["capitals", "lines", "commas", "blanks", "twice", "numbered", "a letter too many", "a letter too few"],
)
def test_words_are_read_kindly(browser: Browser, words: str, changed: object) -> None:
    """However they were typed or pasted, they open."""
    assert callable(changed)
    came_back(browser, changed(words))
    assert browser.page.step == "return-status"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "one two three",
        "una casa bianca con un giardino molto bello qui",
        "\u0643\u0644\u0645\u0627\u062a",
        "\U0001f600" * 9,
        "x" * 5000,
        "acorn " * 9,
        "<script>alert(1)</script>",
        "' or 1=1 --",
    ],
)
def test_words_that_are_none_open_nothing(browser: Browser, words: str, typed: str) -> None:
    """Another language, emoji, far too much, or nothing: the page asks once more."""
    came_back(browser, typed)
    assert browser.page.step == "return-words"


def test_the_order_is_part_of_them(browser: Browser, words: str) -> None:
    """The right words in another order open nothing."""
    came_back(browser, " ".join(reversed(words.split())))
    assert browser.page.step == "return-words"


TRIES = pytest.mark.parametrize("tries", [100, pytest.param(10_000, marks=pytest.mark.prove)])


@TRIES
@pytest.mark.parametrize("cookie", [True, False], ids=["one browser", "no cookie"])
def test_wrong_tries_grow_nothing_and_lock_nobody_out(
    browser: Browser, words: str, valkey: Valkey, tries: int, *, cookie: bool
) -> None:
    """One who guesses, with a cookie or each time without, leaves one visit behind; the one with words comes in."""
    stranger = Browser(browser.server)
    came_back(stranger, "acorn " * 9)
    _guess(stranger, cookie=cookie)
    before = set(emptied(valkey.data))
    for _ in range(tries):
        _guess(stranger, cookie=cookie)
    assert set(emptied(valkey.data)) == before
    came_back(browser, words)
    assert browser.page.step == "return-status"


def _guess(stranger: Browser, *, cookie: bool) -> None:
    if not cookie:
        stranger.jar = {}
    press(stranger, "return:open", " ".join(returnwords.mint()))
    assert stranger.page.step == "return-words"


def test_words_open_a_visit_without_a_cookie_too(browser: Browser, words: str) -> None:
    """Who comes by a form alone is given a cookie with the visit."""
    came_back(browser, "acorn " * 9)
    browser.jar = {}
    press(browser, "return:open", words)
    press(browser, "return:add")
    assert browser.page.step == "return-add"
