"""What is left behind: in the browser, on its disk, on paper, with the other site, and with us."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows.library import Library
from tests.browser import Browser, OverHttp, Sent
from tests.leaving.conftest import LAUNCH, Opens, Seen
from tests.leaving.crawl import Sight
from tests.leaving.neutral import Site
from tests.leaving.visit import SENT, UNSENT, WAYS, Visit
from tests.running import ROOT, Running

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, BrowserType

pytestmark = pytest.mark.prove

# Where Chromium keeps that an address was opened at all, whatever the page does.
_KNOWS_THE_ADDRESS = re.compile(
    r"History|Preferences|Sessions/|ukm_db|Network Action Predictor|Shortcuts|Top Sites|Favicons|Local State"
    r"|Site Characteristics Database|DIPS|Network/|Cookies|Session Storage|BrowsingTopics|Trust Tokens|Reporting"
    r"|SharedStorage"
)
TELLING = re.compile(
    r"abuse|domestic|violen|refuge|survivor|victim|referral|front.?door|\bhub\b|safety|helpline|charit|crisis",
    re.IGNORECASE,
)
MOST_ON_THE_WIRE = 14_000
MOST_GZIPPED = 12 * 1024


def profile_after(engine: BrowserType, folder: Path, visit: Callable[[BrowserContext], None], **window: Any) -> Path:
    """The profile of a Chromium that has made this visit and was closed."""
    context: BrowserContext = engine.launch_persistent_context(str(folder), **LAUNCH, **window)
    visit(context)
    context.close()
    return folder


@pytest.fixture
def after_leaving(
    engine: BrowserType,
    door: Running,
    out: Site,
    before: Site,
    kinds: dict[str, str],
    tmp_path: Path,
    seen: Seen,
) -> Path:
    """The profile folder of someone who answered, typed more, left, and closed the browser."""
    out.forget()

    def go(context: BrowserContext) -> None:
        visit = Visit(context.pages[0], door, out, before, kinds)
        visit.come()
        visit.answers(until="who")
        visit.press("back")
        visit.page.fill("#answer textarea", UNSENT)
        visit.leave()
        seen(f"chrome://history lists {_rows_listed(visit, door.base)} rows of ours (reported, not gated)")
        visit.page.wait_for_timeout(1500)

    return profile_after(engine, tmp_path / "profile", go)


def _rows_listed(visit: Visit, base: str) -> int:
    page = visit.context.new_page()
    page.goto("chrome://history")
    page.wait_for_timeout(700)
    words = page.evaluate(
        """() => {
            const all = node => [...node.querySelectorAll('*')].flatMap(
                one => [one.href || '', ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
            return all(document).join(' ');
        }"""
    )
    page.close()
    return str(words).count(base)


def test_c04_the_history_on_disk_has_one_address_of_ours_at_most(
    after_leaving: Path, door: Running, seen: Seen
) -> None:
    """Chromium's own database holds at most one address of ours for the whole visit, under a bland title."""
    copied = after_leaving / "copied"
    shutil.copy(after_leaving / "Default" / "History", copied)
    with closing(sqlite3.connect(copied)) as database:
        rows = database.execute("SELECT url, title FROM urls").fetchall()
    ours = [(url, title) for url, title in rows if url.startswith(door.base)]
    seen(f"{len(ours)} row in History, titled {[title for _, title in ours]}")
    assert {url for url, _ in ours} <= {door.base + "/"}
    assert {title for _, title in ours} <= {"Page", "Weather", "New tab", ""}


def test_c05_no_word_of_the_talk_is_on_the_disk(after_leaving: Path, door: Running, seen: Seen) -> None:
    """A byte search of the whole profile finds neither what was sent nor what was typed; few files know the address."""
    place = door.base.removeprefix("http://").encode()
    files = [path for path in after_leaving.rglob("*") if path.is_file()]
    told = told_in(after_leaving)
    knows = sorted(str(path.relative_to(after_leaving)) for path in files if place in path.read_bytes())
    seen(f"{len(told)} of {len(files)} files hold a word; the address is in {knows}")
    assert not told
    assert not [path for path in knows if not _KNOWS_THE_ADDRESS.search(path) and path != "copied"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_c05_words_in_mid_typing_are_not_on_the_disk(
    engine: BrowserType,
    door: Running,
    out: Site,
    before: Site,
    kinds: dict[str, str],
    tmp_path: Path,
    script: bool,  # noqa: FBT001 - a case
) -> None:
    """Who types, waits and closes the browser without leaving has no word in its files for bringing tabs back."""

    def go(context: BrowserContext) -> None:
        visit = Visit(context.pages[0], door, out, before, kinds)
        visit.come()
        visit.write()
        visit.page.wait_for_timeout(6000)

    profile = profile_after(engine, tmp_path / "profile", go, java_script_enabled=script)
    assert not told_in(profile)


def told_in(profile: Path) -> list[str]:
    """The files with a word of the talk, in either of the ways that a browser writes text."""
    words = [word.encode(code) for word in (SENT, UNSENT) for code in ("utf-8", "utf-16-le")]
    files = (path for path in profile.rglob("*") if path.is_file())
    return [str(path) for path in files if any(word in path.read_bytes() for word in words)]


def test_c05_the_search_would_find_what_is_there(
    engine: BrowserType, door: Running, out: Site, before: Site, kinds: dict[str, str], tmp_path: Path
) -> None:
    """Where a page lets a browser remember a field, the same search finds the word: it is no blind one."""

    def go(context: BrowserContext) -> None:
        visit = Visit(context.pages[0], door, out, before, kinds)
        before.words = "<textarea id=kept></textarea>"
        visit.page.goto(before.url)
        visit.page.fill("#kept", UNSENT)
        visit.page.goto(out.url)
        visit.page.wait_for_timeout(3000)
        before.words = "Recipes for soup"

    profile = profile_after(engine, tmp_path / "profile", go)
    assert told_in(profile)


_KEPT = """async () => ({
    cookies: document.cookie.length,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_c06_nothing_is_kept_and_the_conversation_is_gone_within_a_second(
    opens: Opens,
    seen: Seen,
    script: bool,  # noqa: FBT001 - a case
) -> None:
    """After leaving there is no cookie and no storage, and what the cookie opened is gone within a second."""
    visit = opens(java_script_enabled=script)
    visit.come()
    visit.write()
    (cookie,) = visit.context.cookies()
    old = {name: visit.page.get_attribute(f"#answer input[name={name}]", "value") for name in ("step", "digest")}
    WAYS["click"](visit.page)
    left = time.monotonic()
    while not _forgotten(visit, cookie, old):
        assert time.monotonic() - left < 1
    seen(f"forgotten {(time.monotonic() - left) * 1000:.0f} ms after the press ({'' if script else 'no '}script)")
    visit.left()
    assert not visit.context.cookies()
    page = opens().page
    page.goto(visit.door.base)
    assert not any(page.evaluate(_KEPT).values())


def _forgotten(visit: Visit, cookie: Any, old: dict[str, Any]) -> bool:
    """Whether the old cookie and the old form bring the start page."""
    browser = Browser(OverHttp(visit.door.base))
    body = f"step={old['step']}&digest={old['digest']}&id=replayed-{time.monotonic_ns()}&do=repeat".encode()
    page = browser.send(Sent("POST", "/", body, f"{cookie['name']}={cookie['value']}"))
    return page.step == "safe_now"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_c11_the_other_site_learns_nothing(opens: Opens, seen: Seen, script: bool) -> None:  # noqa: FBT001 - a case
    """Before leaving it is not asked; when left to, it sees no referrer, no origin, no cookie, no prefetch."""
    visit = opens(java_script_enabled=script)
    visit.come()
    visit.write()
    assert visit.out.asked == []
    visit.leave()
    (asked,) = visit.out.asked
    told = {
        name: asked.headers[name]
        for name in ("referer", "origin", "cookie", "purpose", "sec-purpose")
        if name in asked.headers
    }
    seen(f"headers that tell: {told or 'none'} ({'' if script else 'no '}script)")
    assert not told
    assert asked.headers.get("sec-fetch-site") in {"cross-site", "none", None}


def test_c13_the_first_response_is_small_and_whole(door: Running, library: Library, opens: Opens, seen: Seen) -> None:
    """In every language: at most 12 KB gzipped and 14,000 bytes on the wire, in one request to one host."""
    for language in library.languages:
        head, body = _on_the_wire(door, language)
        seen(f"{language}: {len(body)} B gzip, {len(head) + len(body)} B on the wire")
        assert b"content-encoding: gzip" in head.lower()
        assert len(body) <= MOST_GZIPPED
        assert len(head) + len(body) <= MOST_ON_THE_WIRE
        visit = opens(locale=language)
        visit.page.goto(door.base, wait_until="networkidle")
        assert visit.asked == [f"GET {door.base}/"]
        assert visit.page.evaluate("document.fonts.size") == 0


def _on_the_wire(door: Running, language: str) -> tuple[bytes, bytes]:
    headers = ("Host: 127.0.0.1", "Accept-Encoding: gzip, br", f"Accept-Language: {language}", "Connection: close")
    asking = "\r\n".join(("GET / HTTP/1.1", *headers, "", ""))
    whole = b""
    with socket.create_connection(("127.0.0.1", door.port)) as line:
        line.sendall(asking.encode())
        while some := line.recv(65_536):
            whole += some
    head, _, body = whole.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n", body


def test_c18_nothing_is_loaded_or_laid_over_the_page(visit: Visit) -> None:
    """Only our own address is asked, only one cookie is set, and no layer lies over the page."""
    visit.answers(10)
    assert {url for url in visit.asked if visit.before.url not in url} == {
        f"GET {visit.door.base}/",
        f"POST {visit.door.base}/",
    }
    (cookie,) = visit.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == ("c", True, "Strict", -1)
    laid = visit.page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(e => ['fixed', 'absolute'].includes("
        "getComputedStyle(e).position) && !e.classList.contains('unseen')).length"
    )
    assert laid == 0
    assert visit.page.query_selector("dialog, iframe, [role=dialog]") is None


def test_c19_nothing_names_us(door: Running, sights: tuple[Sight, ...], opens: Opens, seen: Seen) -> None:
    """Title, addresses, cookie, headers and the head of every page hold no word that tells what this is."""
    titles: set[str] = set()
    for sight in sights:
        head = sight.html.partition("</head>")[0]
        quiet = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", head)
        titles |= set(re.findall(r"<title>(.*?)</title>", head))
        assert not TELLING.search(quiet), quiet
        assert not re.search(r"og:|rel=.manifest|name=.description|twitter:", quiet)
        assert set(re.findall(r'action="(.*?)"', sight.html)) <= {"/", "/leave"}
    seen(f"titles {titles}")
    visit = opens()
    told: list[str] = []
    visit.page.on("response", lambda said: told.extend(f"{n}: {v}" for n, v in said.headers.items()))
    visit.page.goto(door.base)
    visit.answers(3)
    # A policy names its own directives; nobody reads it but the browser.
    assert not [line for line in told if TELLING.search(line)]
    assert {cookie["name"] for cookie in visit.context.cookies()} == {"c"}
    assert titles == {"Page"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/", None),
        ("GET", "/?c=abcd", None),
        ("POST", "/", b"step=safe_now&answer=yes&do=answer"),
        ("POST", "/", b"do=" + b"x" * 70_000),
        ("POST", "/", b"&".join([b"a=1"] * 300)),
        ("GET", "/leave", None),
        ("POST", "/leave", b""),
        ("GET", "/nowhere", None),
        ("PUT", "/", b""),
        ("GET", "/favicon.ico", None),
        ("GET", "/robots.txt", None),
    ],
)
def test_c20_every_response_has_its_headers(door: Running, method: str, path: str, body: bytes | None) -> None:
    """No response of the web door is stored, referred, framed, sniffed, or lets anything else run."""
    said = Browser(OverHttp(door.base))
    said.send(Sent(method, path, body, ""))
    has = {name.lower(): value for name, value in said.answer.headers.items()}
    policy = has["content-security-policy"]
    assert has["cache-control"] == "no-store"
    assert has["referrer-policy"] == "no-referrer"
    assert has["x-content-type-options"] == "nosniff"
    assert has["cross-origin-opener-policy"] == "same-origin"
    for part in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert "access-control-allow-origin" not in has
    assert ("clear-site-data" in has) == (path == "/leave")


def test_c23_what_is_printed_holds_nothing_of_the_talk(visit: Visit, seen: Seen) -> None:
    """On paper every page is one and the same line, and the paper of two different questions is the same."""
    sheets: set[bytes] = set()
    for _ in range(3):
        visit.answer()
        visit.page.emulate_media(media="print")
        assert visit.page.inner_text("body").strip() == "Nothing to print."
        visit.page.emulate_media(media="null")
        sheets.add(re.sub(rb"\(D:\d+[^)]*\)", b"", visit.page.pdf()))
    seen(f"{len(sheets)} different sheet(s) of 3 questions")
    assert len(sheets) == 1


def test_c23_nothing_is_downloaded(visit: Visit) -> None:
    """Through a whole talk nothing is offered as a file."""
    files: list[str] = []
    visit.page.on("download", lambda file: files.append(file.url))
    visit.answers(40, until="sent")
    assert visit.page.query_selector("a[download]") is None
    assert not files


def test_c30_nothing_is_counted_or_logged_of_leaving(visit: Visit, seen: Seen) -> None:
    """Leaving asks our server once and the other site once, and the server's log does not grow by it."""
    visit.write()
    size = visit.door.said.stat().st_size
    visit.asked.clear()
    visit.leave()
    time.sleep(0.5)
    written = visit.door.said.read_bytes()[size:]
    seen(f"{len(written)} bytes logged, requests {len(visit.asked)}")
    assert visit.asked == [f"POST {visit.door.base}/leave", f"GET {visit.out.url}today"]
    assert written == b""


def test_c30_no_page_holds_anything_that_counts(sights: tuple[Sight, ...]) -> None:
    """No page asks for a picture, a script, a frame or a beacon of anybody."""
    for sight in sights:
        assert not re.search(r"<(?:img|iframe|object|embed|script src|link rel=.(?!icon))", sight.html)
    source = (ROOT / "web" / "static" / "page.js").read_text()
    assert set(re.findall(r'(?:fetch|sendBeacon|open)\((?:"POST", )?"(.*?)"', source)) == {"/leave", "/"}
