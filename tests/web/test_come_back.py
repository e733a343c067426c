from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import redis

from flows.danger import GAP
from flows.library import Library
from reception import returnwords
from reception.envelope import Sealed
from reception.hearing import LIVES_ON_A_PAGE_S
from reception.valkey import Valkey
from tests.browser import Browser, InProcess
from tests.emptied import lifetimes
from tests.reception.house import MORNING, House, look, queue
from tests.web.coming_back import came_back, mine, press, sent, shown, worded
from tests.web.conftest import PAGE, answer, form_of, to_consent
from tests.web.conftest import opened as opened_door

DAY = 24 * 3600


def opened(house: House, event: str) -> dict[str, object]:
    """What the hub reads in it."""
    read: dict[str, object] = json.loads(house.opener.open(Sealed.from_text(event)))
    return read


@pytest.fixture
def words(browser: Browser) -> str:
    """The words of someone who has sent, and closed the page."""
    return worded(browser)


def test_words_are_offered_after_sending_and_not_before(browser: Browser) -> None:
    """The offer stands on the last page alone, and nothing was made for who does not take it."""
    to_consent(browser)
    assert "keep:words" not in browser.answer.text
    answer(browser, "send")
    assert "keep:words" in browser.answer.text


def test_nothing_is_made_for_who_takes_no_words(browser: Browser, valkey: Valkey) -> None:
    """Someone who sends and goes has nothing in the store that words could open."""
    before = mine(valkey)
    sent(browser)
    assert mine(valkey) == before


def test_they_are_nine_of_the_list(browser: Browser) -> None:
    """What is shown can be read back."""
    sent(browser)
    press(browser, "keep:words")
    assert returnwords.read(shown(browser)).words == shown(browser)


def test_asked_for_again_they_are_others_and_the_first_open_nothing(browser: Browser) -> None:
    """Words are shown once: a second press makes new ones, in the place of the first."""
    sent(browser)
    press(browser, "keep:words")
    first = shown(browser)
    browser.again()
    second = shown(browser)
    press(browser, "keep:done")
    assert first != second
    came_back(browser, first)
    assert browser.page.step == "return-words"
    press(browser, "return:open", second)
    assert browser.page.step == "return-status"


def test_who_has_said_that_they_have_them_is_given_no_others(browser: Browser) -> None:
    """A form of before, posted once they are done, makes nothing, though the cookie were still there."""
    sent(browser)
    jar, form = dict(browser.jar), form_of(browser.page)
    press(browser, "keep:words")
    words = shown(browser)
    press(browser, "keep:done")
    browser.jar = jar
    browser.press(form, next(b for b in form.buttons if b.value == "keep:words"))
    assert browser.page.step == "keep-not"
    came_back(browser, words)
    assert browser.page.step == "return-status"


def test_long_after_sending_no_words_are_given(browser: Browser, house: House) -> None:
    """Who finds the page open after the gap gets no words for it."""
    sent(browser)
    house.clock.at += GAP + 1
    press(browser, "keep:words")
    assert browser.page.step == "keep-not"


def test_words_that_are_not_wanted_open_nothing(browser: Browser) -> None:
    """'I do not want them' is taken at its word."""
    sent(browser)
    press(browser, "keep:words")
    words = shown(browser)
    press(browser, "keep:none")
    came_back(browser, words)
    assert browser.page.step == "return-words"


def test_they_may_be_tried_once(browser: Browser) -> None:
    """Practice says whether they were right, and shows them no more."""
    sent(browser)
    press(browser, "keep:words")
    words = shown(browser)
    press(browser, "keep:practise")
    assert not any(word in browser.answer.text for word in words.split() if len(word) > 6)
    press(browser, "keep:check", words.replace(" ", " zoo ", 1))
    assert browser.page.step == "keep-practise"
    press(browser, "keep:check", words.upper())
    assert browser.page.step == "keep-practised"


def test_safe_to_talk_comes_before_the_words(browser: Browser, house: House) -> None:
    """Who has said long ago that it is safe is asked again before the words are."""
    browser.go()
    answer(browser, "yes")
    house.clock.at += GAP + 1
    press(browser, "return:ask")
    assert browser.page.step == "return-safe"
    press(browser, "return:words")
    assert browser.page.step == "return-words"


def test_not_now_ends_it(browser: Browser, house: House) -> None:
    """A 'no' closes the page and takes the cookie."""
    browser.go()
    answer(browser, "yes")
    house.clock.at += GAP + 1
    press(browser, "return:ask")
    press(browser, "return:end")
    assert (browser.page.step, browser.jar) == ("return-ended", {})


def test_nobody_has_looked_yet(browser: Browser, words: str) -> None:
    """The page says what it knows, and nothing of what was said."""
    came_back(browser, words)
    assert "Nobody has told us yet" in browser.page.text
    assert "Words of their own" not in browser.answer.text


def test_an_addition_is_sealed_under_the_same_referral(
    browser: Browser, words: str, house: House, hub: redis.Redis
) -> None:
    """It goes to the queue once however often it is posted, and the hub reads it."""
    came_back(browser, words)
    press(browser, "return:add")
    press(browser, "return:send-add", "He has a new car.")
    browser.again()
    first, second = queue(hub)
    more = opened(house, second)
    assert (more["kind"], more["words"]) == ("addition", "He has a new car.")
    assert (more["referral"], more["permits"]) == (json.loads(first)["id"], "nothing")


def test_less_contact_counts_at_once(browser: Browser, words: str, house: House, hub: redis.Redis) -> None:
    """It is on the queue, and the page no longer says that they will be contacted."""
    came_back(browser, words)
    press(browser, "return:less")
    press(browser, "return:send-less", "call", "voicemail")
    assert opened(house, queue(hub)[1])["narrows"] == ["call", "voicemail"]
    assert "less contact" in browser.page.text


def test_a_request_permits_nothing(browser: Browser, words: str, house: House, hub: redis.Redis) -> None:
    """A new number arrives as words of low assurance."""
    came_back(browser, words)
    press(browser, "return:less")
    press(browser, "return:more")
    press(browser, "return:send-more", "Call me on 07700 900123")
    wish = opened(house, queue(hub)[1])
    assert (wish["kind"], wish["assurance"], wish["permits"]) == ("request", "low", "nothing")
    assert "narrows" not in wish


def test_taken_back_before_anyone_looked(browser: Browser, words: str, house: House, hub: redis.Redis) -> None:
    """The person is told which it was, and so is the hub."""
    came_back(browser, words)
    press(browser, "return:back")
    press(browser, "return:send-back")
    browser.again()
    assert "Nobody had told us" in browser.page.text
    assert len(queue(hub)) == 2
    assert opened(house, queue(hub)[1])["told"] == "nobody_had_looked"


def test_after_taking_back_nothing_more_goes(browser: Browser, words: str, hub: redis.Redis) -> None:
    """A second tab that still offers to add is told that it is taken back."""
    came_back(browser, words)
    press(browser, "return:add")
    form = form_of(browser.page)
    press(browser, "return:status")
    press(browser, "return:back")
    press(browser, "return:send-back")
    browser.press(form, next(b for b in form.buttons if b.value == "return:send-add"), {"answer": ("More.",)})
    assert browser.page.step == "return-taken"
    assert len(queue(hub)) == 2


def test_a_visit_ends_after_the_gap(browser: Browser, words: str, house: House, hub: redis.Redis) -> None:
    """A page left lying open does nothing any more."""
    came_back(browser, words)
    house.clock.at += GAP + 1
    press(browser, "return:add")
    assert browser.page.step == "return-over"
    assert len(queue(hub)) == 1


def test_leaving_ends_the_visit(browser: Browser, words: str) -> None:
    """After leaving, the cookie of before opens nothing."""
    came_back(browser, words)
    form, jar = form_of(browser.page), dict(browser.jar)
    leave = next(one for one in browser.page.forms if one.action == "/leave")
    browser.press(leave, leave.buttons[0])
    assert browser.jar == {}
    browser.jar = jar
    browser.press(form, next(b for b in form.buttons if b.value == "return:add"))
    assert browser.page.step == "return-over"


def test_the_words_are_never_in_an_address(browser: Browser) -> None:
    """Every form of the way back posts to the one address."""
    sent(browser)
    press(browser, "keep:words")
    assert {form.action for form in browser.page.forms} == {"/", "/leave"}
    assert {form.method for form in browser.page.forms} == {"post"}


def test_the_store_holds_nothing_that_opens_without_the_words(
    browser: Browser, valkey: Valkey, hub: redis.Redis
) -> None:
    """Nothing that is kept for coming back holds the words, or the id of the referral."""
    before = mine(valkey)
    words = worded(browser)
    kept = {name: value for name, value in mine(valkey).items() if name not in before}
    (event,) = queue(hub)
    referral = json.loads(event)["id"].encode()
    assert len(kept) == 2
    for private in (referral, *(word.encode() for word in words.split() if len(word) > 4)):
        assert not any(private in name + value for name, value in kept.items())


def test_what_words_open_ends_with_the_hubs_days(browser: Browser, words: str, valkey: Valkey) -> None:
    """What stands in the store for somebody's coming back goes by itself, as hub.toml says."""
    lives = lifetimes(valkey.data)
    assert all(0 < lives[name] <= 30 * DAY for name in mine(valkey))


@pytest.mark.parametrize("days", [0, 30])
def test_where_no_words_are_given_nobody_is_asked_for_any(
    library: Library, valkey: Valkey, hub: redis.Redis, days: int
) -> None:
    """The button to come back and the offer stand only where the hub gives words."""
    look(hub, MORNING)
    said = replace(library, hub=replace(library.hub, return_days=days))
    with opened_door(said, PAGE, valkey.url("door"), valkey.url("keeper")) as (_, client):
        browser = Browser(InProcess(client))
        browser.go()
        answer(browser, "yes")
        assert ("return:ask" in browser.answer.text) == bool(days)
        browser = Browser(InProcess(client))
        sent(browser)
        assert ("keep:words" in browser.answer.text) == bool(days)


def test_the_foot_says_how_long_each_page_lives(browser: Browser, words: str) -> None:
    """30 minutes in a conversation, 15 on the way back: both stand at the foot of every page."""
    came_back(browser, words)
    lives = int(re.findall(r'data-lives="(\d+)"', browser.answer.text)[0])
    foot = browser.answer.text.partition("<footer>")[2]
    for seconds in (lives, LIVES_ON_A_PAGE_S):
        assert f" {seconds // 60}" in foot
