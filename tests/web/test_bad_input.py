from __future__ import annotations

import logging
import secrets
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from reception.front import Arrival, Heard, Reception
from tests import forms
from tests.browser import HEADERS, Browser
from tests.web.conftest import answer, form_of, to_story


def test_an_answer_without_a_cookie_starts_again_and_says_so(browser: Browser) -> None:
    """A browser that refuses cookies is told what is wrong, and that it can call."""
    to_story(browser)
    browser.jar.clear()
    answer(browser, "Words.")
    assert browser.page.step == "safe"
    assert "cookie" in browser.page.text
    assert "999" in browser.page.text


@pytest.mark.parametrize("part", [{}, {"X-Part": "1"}])
def test_whoever_refuses_the_cookie_is_told_so_with_a_number(
    browser: Browser, client: TestClient, part: dict[str, str]
) -> None:
    """An answer to the page that gave the cookie, without it: the chat cannot go on, and here is whom to call."""
    browser.go()
    answer(browser, "yes")
    body = browser.composed(form_of(browser.page), form_of(browser.page).buttons[0]).body
    said = client.post("/", content=body, headers=HEADERS | part)
    page = forms.read(said.text)
    assert page.text.startswith("This chat cannot go on in this browser.")
    assert "No person is on this chat." in page.text
    assert page.form("/") is None
    assert "set-cookie" not in said.headers


def test_a_cookie_that_went_later_is_not_called_refused(browser: Browser) -> None:
    """Only the page that brought the cookie can tell: after it, the chat was left or its time was over."""
    to_story(browser)
    assert "new" not in dict(form_of(browser.page).hidden)


@pytest.mark.parametrize("cookie", ["c=", "c=x", "c=../../etc.passwd", f"c={'A' * 22}.{'B' * 43}", "c=%00" * 22])
def test_a_cookie_that_is_not_ours_opens_nothing(browser: Browser, client: TestClient, cookie: str) -> None:
    """A forged cookie gets the greeting, and no trace of an error."""
    to_story(browser)
    form = form_of(browser.page)
    body = urlencode(form.pairs(form.buttons[0], {"answer": ("Words.",)}))
    said = client.post("/", content=body, headers=HEADERS | {"Cookie": cookie})
    assert said.status_code == 200
    assert 'data-step="safe"' in said.text


def test_a_foreign_secret_neither_opens_nor_harms_a_conversation(browser: Browser) -> None:
    """Someone who knows the cookie's id alone gets the greeting; the conversation goes on untouched."""
    to_story(browser)
    mine, form = dict(browser.jar), form_of(browser.page)
    browser.jar = {"c": f"{mine['c'].partition('.')[0]}.{secrets.token_urlsafe(32)}"}
    browser.press(form, form.buttons[0], {"answer": ("Theirs.",)})
    assert browser.page.step == "safe"
    browser.jar = mine
    browser.press(form, form.buttons[0], {"answer": ("Mine.",)})
    assert browser.page.step == "who"


def test_a_question_that_changed_is_asked_again(browser: Browser) -> None:
    """A form whose digest is stale is not taken as an answer, and says that the question changed."""
    to_story(browser)
    form = form_of(browser.page)
    form.hidden = [(name, "stale" if name == "digest" else value) for name, value in form.hidden]
    browser.press(form, form.buttons[0], {"answer": ("Words.",)})
    assert browser.page.step == "story"
    assert "This question has changed." in browser.page.text


BAD = {
    "over the limit": (b"answer=" + b"x" * 70_000, 413),
    "100,000 characters": (urlencode({"answer": "ü" * 100_000}).encode(), 413),
    "too many parts": (b"&".join(b"a=1" for _ in range(500)), 400),
    "invalid UTF-8": (b"answer=%ff%fe\xff\xfe&do=answer", 200),
    "NULs": (b"answer=%00%00&do=answer%00&step=%00", 200),
    "no fields": (b"", 200),
    "an unknown step": (b"step=nonsense&digest=0&answer=x&do=answer", 200),
    "an unknown command": (b"do=explode:now", 200),
    "another form's body": (b"--b\r\nContent-Disposition: form-data; name=answer\r\n\r\nx\r\n--b--", 200),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_page_and_keeps_the_conversation(browser: Browser, client: TestClient, name: str) -> None:
    """Whatever is posted, a page says what to do, and the conversation goes on where it was."""
    to_story(browser)
    mine, form = dict(browser.jar), form_of(browser.page)
    body, status = BAD[name]
    said = client.post("/", content=body, headers=HEADERS | {"Cookie": browser.cookie})
    assert said.status_code == status
    assert "<main" in said.text
    assert "Traceback" not in said.text
    browser.jar = mine
    browser.press(form, form.buttons[0], {"answer": ("Words.",)})
    assert browser.page.step == "who"


def test_a_long_answer_is_cut_and_kept(browser: Browser) -> None:
    """Six thousand characters are no error: the conversation goes on."""
    to_story(browser)
    answer(browser, "x" * 6_000)
    assert browser.page.step == "who"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/canary-path", 404), ("PUT", "/", 405), ("DELETE", "/leave", 405), ("GET", "/docs", 404)],
)
def test_a_wrong_address_says_what_to_do_and_echoes_nothing(
    client: TestClient, method: str, path: str, status: int
) -> None:
    """Pages for errors hold nothing of the request."""
    said = client.request(method, path, headers={"X-Canary": "canary"})
    assert said.status_code == status
    assert "Go to the start" in said.text
    assert "canary" not in said.text


def test_a_fault_inside_leaves_no_trace(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error gives a plain page, and the log gets its kind and none of its words."""
    caplog.set_level(logging.DEBUG)
    to_story(browser)

    async def broken(_: Reception, arrival: Arrival) -> Heard:
        raise RuntimeError(str(arrival.message.fields))

    monkeypatch.setattr(Reception, "hear", broken)
    answer(browser, "canary words")
    assert browser.answer.status == 500
    assert "Something went wrong" in browser.page.text
    assert "canary" not in browser.answer.text + caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_answer(browser: Browser, client: TestClient, site: str) -> None:
    """A form posted by another site is refused, and changes nothing."""
    to_story(browser)
    form = form_of(browser.page)
    body = urlencode(form.pairs(form.buttons[0], {"answer": ("Theirs.",)}))
    said = client.post("/", content=body, headers=HEADERS | {"Sec-Fetch-Site": site, "Cookie": browser.cookie})
    assert said.status_code == 403
    browser.press(form, form.buttons[0], {"answer": ("Mine.",)})
    assert browser.page.step == "who"
