from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest
import redis
from starlette.testclient import TestClient

from flows.danger import GAP
from reception.front import Arrival, Heard, Reception
from reception.store import Store
from tests import forms
from tests.browser import HEADERS, Browser, InProcess
from tests.reception.house import House, queue
from tests.web.conftest import answer, form_of, from_story_to_consent, to_consent, to_story


def test_the_first_page_asks_whether_it_is_safe_and_gives_no_cookie(browser: Browser) -> None:
    """Someone who only looks is asked safe-to-talk and leaves with nothing in the browser."""
    page = browser.go()
    assert (page.step, page.mood, browser.jar) == ("safe", "say", {})


def test_the_first_page_writes_nothing(browser: Browser, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at the page, also in mid-conversation, asks the store to write nothing."""
    to_story(browser)

    async def never(_: Reception, arrival: Arrival) -> Heard:
        raise AssertionError

    monkeypatch.setattr(Reception, "hear", never)
    monkeypatch.setattr(Store, "write", never)
    assert browser.go().step == "safe"


def test_the_address_bar_never_shows_a_question(browser: Browser) -> None:
    """`GET /` with a conversation under way shows the greeting, not where it stood."""
    to_story(browser)
    assert browser.go().step == "safe"
    assert "own words" not in browser.answer.text


def test_yes_goes_on_where_it_stood(browser: Browser) -> None:
    """A second tab that says it is safe goes on with the question that was open."""
    to_story(browser)
    browser.go()
    answer(browser, "yes")
    assert browser.page.step == "story"


def test_forms_alone_complete_a_journey(browser: Browser, house: House, hub: redis.Redis) -> None:
    """A browser without script sends a referral that the hub's key opens."""
    to_consent(browser)
    answer(browser, "send")
    assert "has arrived" in browser.page.text
    (event,) = queue(hub)
    assert "Words of their own." not in event
    assert json.loads(event)["id"] in event


def test_the_last_form_sends_once_however_often_it_is_posted(browser: Browser, hub: redis.Redis) -> None:
    """The last form posted three times gives the same page and one referral."""
    to_consent(browser)
    answer(browser, "send")
    first = browser.page.text
    assert [browser.again().text, browser.again().text] == [first, first]
    assert len(queue(hub)) == 1


def test_after_sending_an_older_form_opens_nothing(browser: Browser, hub: redis.Redis) -> None:
    """A page from before, posted once all is sent, is told that this conversation is over."""
    to_story(browser)
    form = form_of(browser.page)
    hidden = [(name, "another-id" if name == "id" else value) for name, value in form.hidden]
    from_story_to_consent(browser)
    answer(browser, "send")
    browser.press(replace(form, hidden=hidden), form.buttons[0], {"answer": ("More words.",)})
    assert "We do not have your place in this chat any more." in browser.page.text
    assert len(queue(hub)) == 1


def test_a_form_posted_twice_counts_once(browser: Browser) -> None:
    """A doubled post is answered with the page it was answered with before."""
    to_story(browser)
    answer(browser, "Once.")
    assert browser.page.step == "who"
    assert browser.again().step == "who"


def test_after_a_long_silence_it_is_asked_again_whether_it_is_safe(browser: Browser, house: House) -> None:
    """An answer that comes after the gap meets safe-to-talk, and is taken once that is answered."""
    to_story(browser)
    house.clock.at += GAP + 1
    answer(browser, "Words after a while.")
    assert browser.page.step == "safe"
    answer(browser, "yes")
    assert browser.page.step == "who"


def test_with_the_store_down_emergency_words_come_first_and_nothing_typed_is_lost(shut: TestClient) -> None:
    """The page says that the message was not kept, and holds what was typed, under the same message id."""
    body = urlencode({"id": "abcdefgh", "step": "safe", "digest": "0", "answer": "many words that were typed"})
    said = shut.post("/", content=body, headers=HEADERS)
    page = forms.read(said.text)
    assert said.status_code == 200
    assert page.text.index("Call 999") < page.text.index("Your last message was not kept.")
    assert "Write again later if it is safe." in page.text
    assert form_of(page).controls["answer.safe"].value == "many words that were typed"
    assert dict(form_of(page).hidden)["id"].startswith("abcdefgh.")


def test_help_keeps_what_was_typed(browser: Browser) -> None:
    """Asking for help in the middle of writing does not cost the words."""
    to_story(browser)
    answer(browser, "Half a sentence", do="help")
    assert form_of(browser.page).controls["answer"].value == "Half a sentence"


def test_an_entry_code_comes_with_the_first_answer(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code in the address of the first page reaches reception; one that is no code does not."""
    entries, hear = [], Reception.hear

    async def noted(self: Reception, arrival: Arrival) -> Heard:
        entries.append(arrival.entry)
        return await hear(self, arrival)

    monkeypatch.setattr(Reception, "hear", noted)
    for path in ("/?c=ABCD", "/?c=<b>", "/"):
        browser = Browser(InProcess(client))
        browser.go(path)
        answer(browser, "yes")
    assert entries == ["ABCD", None, None]


def test_a_conversation_opens_in_the_language_it_was_greeted_in(client: TestClient) -> None:
    """The form of the first page carries its language, and the cookie gets the whole rest."""
    said = client.get("/", headers={"Accept-Language": "fr;q=0.9, en-GB"})
    assert ("language", "en") in form_of(forms.read(said.text)).hidden
