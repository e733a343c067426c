from __future__ import annotations

import json
import logging
import re
import secrets
import time
from dataclasses import replace
from urllib.parse import urlencode

import anyio
import pytest
import redis
from starlette.testclient import TestClient
from starlette.types import Message

from flows.danger import GAP
from flows.library import Library
from reception.front import Arrival, Fact, Heard, Reception
from reception.store import Store
from reception.valkey import Valkey
from tests import forms
from tests.browser import HEADERS, Browser, InProcess, Sent
from tests.reception.house import MORNING, House, look, queue
from tests.web.conftest import PAGE, answer, form_of, opened, to_consent, to_story
from web.headers import digest


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


def test_no_forgets(browser: Browser) -> None:
    """'Not now' ends the conversation and clears the cookie and what the browser holds."""
    to_story(browser)
    browser.go()
    answer(browser, "no")
    assert browser.page.mood == "goodbye"
    assert browser.jar == {}
    assert "cookies" in browser.answer.headers["clear-site-data"]


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
    old = form_of(browser.page)
    to_consent(browser)
    answer(browser, "send")
    browser.press(old, old.buttons[0], {"answer": ("More words.",)})
    assert "We do not have your place in this chat any more." in browser.page.text
    assert len(queue(hub)) == 1


def test_a_form_posted_twice_counts_once(browser: Browser) -> None:
    """A doubled post is answered with the page it was answered with before."""
    to_story(browser)
    answer(browser, "Once.")
    assert browser.page.step == "who"
    assert browser.again().step == "who"


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
    """With a store that takes two seconds, the blank page is out in one; the forgetting goes on behind it."""
    to_story(browser)
    hear, heard = Reception.hear, []

    async def slowly(self: Reception, arrival: Arrival) -> Heard:
        await anyio.sleep(2)
        heard.append(await hear(self, arrival))
        return heard[-1]

    monkeypatch.setattr(Reception, "hear", slowly)
    begun, answered = time.monotonic(), []

    async def send(event: Message) -> None:
        if event["type"] == "http.response.body":
            answered.append(time.monotonic() - begun)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "POST", "path": "/leave", "query_string": b"", "headers": _raw(browser)}
    assert client.portal
    client.portal.call(client.app, scope, receive, send)
    assert answered[0] < 1
    assert [said.fact for said in heard] == [Fact.LEFT]


def _raw(browser: Browser) -> list[tuple[bytes, bytes]]:
    return [(b"cookie", browser.cookie.encode()), (b"sec-fetch-site", b"same-origin")]


def test_after_a_long_silence_it_is_asked_again_whether_it_is_safe(browser: Browser, house: House) -> None:
    """An answer that comes after the gap meets safe-to-talk, and is taken once that is answered."""
    to_story(browser)
    house.clock.at += GAP + 1
    answer(browser, "Words after a while.")
    assert browser.page.step == "safe"
    answer(browser, "yes")
    assert browser.page.step == "who"


def test_an_answer_without_a_cookie_starts_again_and_says_so(browser: Browser) -> None:
    """A browser that refuses cookies is told what is wrong, and that it can call."""
    to_story(browser)
    browser.jar.clear()
    answer(browser, "Words.")
    assert browser.page.step == "safe"
    assert "cookie" in browser.page.text
    assert "999" in browser.page.text


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


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_site_cannot_make_anyone_leave(browser: Browser, client: TestClient, method: str) -> None:
    """A request from elsewhere to leave clears nothing."""
    to_story(browser)
    said = client.request(method, "/leave", headers={"Sec-Fetch-Site": "cross-site", "Cookie": browser.cookie})
    assert "set-cookie" not in said.headers
    assert "clear-site-data" not in said.headers
    answer(browser, "Mine.")
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
    assert ("id", "abcdefgh") in form_of(page).hidden


def test_with_the_store_down_the_first_page_and_leaving_still_work(shut: TestClient) -> None:
    """Neither needs the store."""
    cookie = {"Cookie": f"c={'A' * 22}.{'B' * 43}"}
    assert shut.get("/", headers=cookie).status_code == 200
    assert "refresh" in shut.post("/leave", headers=HEADERS | cookie).headers


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


def test_gzip_only_for_those_who_take_it(client: TestClient) -> None:
    """The first page is compressed ahead of time, and plain for whoever cannot read that."""
    packed = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_the_first_response_is_whole_and_small(client: TestClient) -> None:
    """At most 12 KB of gzip, 14,000 bytes with its headers, and nothing else to fetch."""
    said = client.get("/", headers={"Accept-Encoding": "gzip"})
    size = int(said.headers["content-length"])
    wire = size + sum(len(name) + len(value) + 4 for name, value in said.headers.items())
    assert size <= 12 * 1024
    assert wire <= 14_000
    assert set(re.findall(r"(?:src|href)=\"([^\"]*)\"", said.text)) <= {"data:,", "tel:999", "/"}


@pytest.mark.parametrize("path", ["/", "/leave", "/nowhere"])
def test_every_response_is_discreet(client: TestClient, path: str) -> None:
    """No response is stored, refers, may be framed or sniffed, or runs anything that is not ours."""
    had = client.get(path).headers
    assert had["cache-control"] == "no-store"
    assert had["referrer-policy"] == "no-referrer"
    assert had["x-content-type-options"] == "nosniff"
    assert had["cross-origin-opener-policy"] == "same-origin"
    assert had["x-dns-prefetch-control"] == "off"
    assert "default-src 'none'" in had["content-security-policy"]
    assert "frame-ancestors 'none'" in had["content-security-policy"]
    assert "trusted-types 'none'" in had["content-security-policy"]


def test_the_policy_lets_run_what_stands_in_the_page(client: TestClient) -> None:
    """The digests in the policy are those of the inline script and style."""
    said = client.get("/")
    for tag in ("script", "style"):
        inline = re.search(f"<{tag}>(.*?)</{tag}>", said.text, re.DOTALL)
        assert inline
        assert f"{tag}-src '{digest(inline[1])}'" in said.headers["content-security-policy"]


def test_the_cookie_is_for_this_session_and_no_script(browser: Browser) -> None:
    """The cookie is HttpOnly, strict, without an end, and bears a name that says nothing."""
    browser.go()
    answer(browser, "yes")
    (line,) = browser.answer.cookies
    assert line.startswith("c=")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= {part.strip() for part in line.split(";")}
    assert "max-age" not in line.lower()
    assert "expires" not in line.lower()


def test_over_https_the_cookie_is_bound_to_the_host(library: Library, valkey: Valkey, hub: redis.Redis) -> None:
    """Over https the cookie is Secure, named `__Host-c`, and browsers are told to stay on https."""
    look(hub, MORNING)
    page = replace(PAGE, public_url="https://testserver")
    with opened(library, page, valkey.url("door"), valkey.url("keeper")) as (_, client):
        browser = Browser(InProcess(client))
        browser.go()
        answer(browser, "yes")
    (line,) = browser.answer.cookies
    assert line.startswith("__Host-c=")
    assert "Secure" in line
    assert "max-age" in browser.answer.headers["strict-transport-security"]


def test_practice_says_so_on_every_page(library: Library, valkey: Valkey, hub: redis.Redis) -> None:
    """The banner is on the first page, on a question, on an error and on a wrong address."""
    look(hub, MORNING)
    with opened(library, replace(PAGE, practice=True), valkey.url("door"), valkey.url("keeper")) as (_, client):
        browser = Browser(InProcess(client))
        for go in (browser.go, lambda: to_story(browser), lambda: browser.go("/nowhere")):
            go()
            assert "Practice. Nobody reads what you write here." in browser.page.text


def test_a_part_is_the_page_without_style_and_script(browser: Browser, client: TestClient) -> None:
    """The script asks for less, and gets the same question."""
    to_story(browser)
    form = form_of(browser.page)
    body = urlencode(form.pairs(form.buttons[0], {"answer": ("Words.",)}))
    said = client.post("/", content=body, headers=HEADERS | {"Cookie": browser.cookie, "X-Part": "1"})
    assert 'data-step="who"' in said.text
    assert "<style" not in said.text
    assert "<script" not in said.text
