from __future__ import annotations

from urllib.parse import urlencode

import anyio
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from reception.front import Arrival, Fact, Heard, Reception
from tests.browser import HEADERS, Browser, Sent
from tests.web.conftest import answer, form_of, to_story


def test_no_forgets(browser: Browser) -> None:
    """'Not now' ends the conversation and clears the cookie and what the browser holds."""
    to_story(browser)
    browser.go()
    answer(browser, "no")
    assert browser.page.mood == "goodbye"
    assert browser.jar == {}
    assert "cookies" in browser.answer.headers["clear-site-data"]


def test_leaving_blanks_forgets_and_goes_on(browser: Browser) -> None:
    """Leaving gives an empty page that goes on to the neutral one and clears all that is ours."""
    to_story(browser)
    form = form_of(browser.page, "/leave")
    browser.press(form, form.buttons[0])
    assert (browser.page.title, browser.page.text, browser.jar) == ("New tab", "", {})
    assert browser.answer.headers["refresh"] == "0; url=https://example.org/weather"
    assert "cookies" in browser.answer.headers["clear-site-data"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_was_left_cannot_be_gone_back_to(browser: Browser, method: str) -> None:
    """After leaving, the old cookie and the old form open nothing and show nothing."""
    to_story(browser)
    cookie, form = browser.cookie, form_of(browser.page)
    browser.send(Sent(method, "/leave", None, cookie))
    body = urlencode(form.pairs(form.buttons[0], {"answer": ("again",)})).encode()
    page = browser.send(Sent("POST", "/", body, cookie))
    assert page.step == "safe"
    assert "own words" not in browser.answer.text


def test_leaving_does_not_wait_for_a_store_that_hangs(
    browser: Browser, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a store that takes long, the blank page is out before it has answered; the forgetting goes on behind it."""
    to_story(browser)
    hear, heard = Reception.hear, []

    async def slowly(self: Reception, arrival: Arrival) -> Heard:
        await anyio.sleep(2)
        heard.append(await hear(self, arrival))
        return heard[-1]

    monkeypatch.setattr(Reception, "hear", slowly)
    answered: list[int] = []

    async def send(event: Message) -> None:
        if event["type"] == "http.response.body":
            answered.append(len(heard))

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "POST", "path": "/leave", "query_string": b"", "headers": _raw(browser)}
    assert client.portal
    client.portal.call(client.app, scope, receive, send)
    assert 0 == answered[0]
    assert [said.fact for said in heard] == [Fact.LEFT]


def _raw(browser: Browser) -> list[tuple[bytes, bytes]]:
    return [(b"cookie", browser.cookie.encode()), (b"sec-fetch-site", b"same-origin")]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_site_cannot_make_anyone_leave(browser: Browser, client: TestClient, method: str) -> None:
    """A request from elsewhere to leave clears nothing."""
    to_story(browser)
    said = client.request(method, "/leave", headers={"Sec-Fetch-Site": "cross-site", "Cookie": browser.cookie})
    assert "set-cookie" not in said.headers
    assert "clear-site-data" not in said.headers
    answer(browser, "Mine.")
    assert browser.page.step == "who"


def test_with_the_store_down_the_first_page_and_leaving_still_work(shut: TestClient) -> None:
    """Neither needs the store."""
    cookie = {"Cookie": f"c={'A' * 22}.{'B' * 43}"}
    assert shut.get("/", headers=cookie).status_code == 200
    assert "refresh" in shut.post("/leave", headers=HEADERS | cookie).headers
