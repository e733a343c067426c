from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
import redis
from starlette.testclient import TestClient

from flows.library import Library
from reception.valkey import Valkey
from tests.browser import HEADERS, Browser, InProcess
from tests.reception.house import MORNING, look
from tests.web.conftest import PAGE, answer, form_of, opened, to_story
from web.headers import digest


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
