from __future__ import annotations

from urllib.parse import urlencode

from starlette.testclient import TestClient

from flows.danger import GAP
from reception.front import LIVES_ON_A_PAGE_S
from tests import forms
from tests.browser import HEADERS, Browser
from tests.reception.house import House
from tests.web.conftest import answer, form_of, to_consent, to_story


def test_a_page_of_a_conversation_knows_when_it_ends(browser: Browser) -> None:
    """Each carries the seconds that the server keeps it; the greeting, which is nobody's, does not."""
    browser.go()
    assert "data-lives=" not in browser.answer.text
    to_story(browser)
    assert f'data-lives="{LIVES_ON_A_PAGE_S}"' in browser.answer.text


def test_without_a_script_a_page_left_open_goes_to_the_start(browser: Browser) -> None:
    """A page of its own is replaced by the start when its time is over, the last one too; the greeting stays."""
    browser.go()
    assert "refresh" not in browser.answer.headers
    to_consent(browser)
    assert browser.answer.headers["refresh"] == f"{LIVES_ON_A_PAGE_S}; url=/"
    answer(browser, "send")
    assert browser.answer.headers["refresh"] == f"{LIVES_ON_A_PAGE_S}; url=/"


def test_with_a_script_the_page_ends_itself(browser: Browser, client: TestClient) -> None:
    """A part carries no Refresh: it would be measured from another page."""
    to_story(browser)
    form = form_of(browser.page)
    body = urlencode(form.pairs(form.buttons[0], {"answer": ("Words.",)}))
    said = client.post("/", content=body, headers=HEADERS | {"Cookie": browser.cookie, "X-Part": "1"})
    assert "refresh" not in said.headers


def test_people_are_told_how_long_they_have(browser: Browser) -> None:
    """What the page says of the time is the time that the store keeps."""
    browser.go()
    assert f"do not answer for {LIVES_ON_A_PAGE_S // 60} minutes" in browser.answer.text


def test_staying_keeps_the_conversation_and_asks_whether_it_is_safe(browser: Browser, house: House) -> None:
    """What the button 'Stay' sends brings safe-to-talk after so long, and then the question that stood there."""
    to_story(browser)
    house.clock.at += GAP + 60
    page = _stay(browser)
    assert page.step == "safe"
    answer(browser, "yes")
    assert browser.page.step == "story"


def test_staying_is_no_answer(browser: Browser) -> None:
    """It brings the same question back, and the form that stood there can still be sent."""
    to_story(browser)
    form = form_of(browser.page)
    assert _stay(browser).step == "story"
    browser.press(form, form.buttons[0], {"answer": ("Words.",)})
    assert browser.page.step == "who"


def _stay(browser: Browser) -> forms.Page:
    """Send what the script sends for 'Stay': which question stands there, and none of what was typed."""
    hidden = dict(form_of(browser.page).hidden)
    pairs = {name: hidden.get(name, "") for name in ("step", "digest", "language", "field")} | {"do": "repeat"}
    form = form_of(browser.page)
    sent = browser.composed(form, form.buttons[0])
    return browser.send(type(sent)("POST", "/", urlencode(pairs).encode(), sent.cookie))
