"""What is measured of a way out, the same for each: one probe for one criterion.

Rule: a probe says what it saw. Where it could not see, it says so and nothing else.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.leaving.conftest import LAUNCH
from tests.leaving.frames import Frame, Screencast
from tests.leaving.neutral import Site
from tests.rivals.picture import pixels

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

SENT: Final = "Quagmirewords"
UNSENT: Final = "Bramblehedge"
RUNS: Final = 10
_LOOKS: Final = 30
_NEARLY_ALL: Final = 0.99
_PHONE: Final = {"width": 360, "height": 640}
_SLOW_3G: Final = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
_ALL: Final = """() => document.body ? document.title + document.body.innerText +
    [...document.querySelectorAll('input,textarea')].map(f => f.value).join(' ') : ''"""
# Told from inside, since a test that asks over and over would slow it: when the way out worked.
_READY: Final = """ready => { const look = () => {
    const found = document.querySelector(ready); if (found) window.readyAt = performance.now();
    else requestAnimationFrame(look); }; look(); }"""


@dataclass(frozen=True)
class Subject:
    """A way out: where its service is, what is pressed, how to come to typed words, and what shows that it works."""

    name: str
    base: str
    exit: str
    fill: Callable[[Page], None]
    ready: str


@dataclass(frozen=True)
class Bench:
    """All that a probe uses: a browser, and the two other sites."""

    engine: BrowserType
    browser: Browser
    out: Site
    before: Site

    def come(self, subject: Subject, **window: Any) -> Page:
        """A person who came from another site, answered, and typed words that are not sent."""
        context = self.browser.new_context(**window)
        context.set_default_timeout(8_000)
        return self.visit(subject, context)

    def visit(self, subject: Subject, context: BrowserContext) -> Page:
        """The same in a window that is there."""
        self.out.forget()
        page = context.new_page()
        page.goto(self.before.url)
        page.goto(subject.base + "/")
        subject.fill(page)
        return page

    def leave(self, subject: Subject, page: Page) -> None:
        """Press the way out, and wait for the other site."""
        page.click(subject.exit, no_wait_after=True)
        page.wait_for_url(self.out.url + "**")


def history_of_the_tab(bench: Bench, subject: Subject) -> str:
    """1: how many entries of the tab's history are the service's after leaving."""
    page = bench.come(subject)
    bench.leave(subject, page)
    ours = _ours(page, subject)
    page.context.close()
    return str(len(ours))


def _ours(page: Page, subject: Subject) -> list[dict[str, Any]]:
    entries = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    return [entry for entry in entries if entry["url"].startswith(subject.base)]


def one_back(bench: Bench, subject: Subject) -> str:
    """2: what stands there after one Back, with the back-forward cache on."""
    page = bench.come(subject)
    bench.leave(subject, page)
    said = _back(page, subject, bench)
    page.context.close()
    return said


def one_back_without_script(bench: Bench, subject: Subject) -> str:
    """22: the same with no script."""
    page = bench.come(subject, java_script_enabled=False)
    try:
        bench.leave(subject, page)
    except Exception:  # noqa: BLE001 - whatever stops it, it did not lead away
        page.context.close()
        return "does not lead away"
    said = _back(page, subject, bench)
    page.context.close()
    return said


def _back(page: Page, subject: Subject, bench: Bench) -> str:
    try:
        page.go_back(wait_until="commit")
    except Exception as fault:
        if "ERR_CACHE_MISS" in str(fault):
            return "the browser's own page: a form would be sent again"
        raise
    page.wait_for_timeout(300)
    said = _standing(page, subject, bench)
    # A busy browser puts typed words back later than the page: they are waited for before none are said to be there.
    for _ in range(_LOOKS):
        if said != "the talk":
            break
        page.wait_for_timeout(100)
        said = _standing(page, subject, bench)
    return said


def _standing(page: Page, subject: Subject, bench: Bench) -> str:
    if page.url.startswith(bench.before.url):
        return "the page before"
    if not page.url.startswith(subject.base):
        return "another page"
    text = page.content() + str(page.evaluate(_ALL))
    if UNSENT in text:
        return "the talk, typed words too"
    first = page.query_selector("main[data-step=safe_now]") or page.url.endswith("/1")
    return "the start page" if first else "the talk"


def on_disk(bench: Bench, subject: Subject) -> tuple[str, str]:
    """4 and 5: rows of the service in the browser's history, by title; files of its profile that hold typed words."""
    with tempfile.TemporaryDirectory() as folder:
        context = bench.engine.launch_persistent_context(folder, **LAUNCH)
        context.set_default_timeout(8_000)
        page = bench.visit(subject, context)
        bench.leave(subject, page)
        page.wait_for_timeout(1_000)
        context.close()
        return _rows(Path(folder), subject), _words(Path(folder))


def _rows(profile: Path, subject: Subject) -> str:
    with sqlite3.connect(profile / "Default" / "History") as history:
        rows = history.execute("select title, hidden from urls where url like ?", (subject.base + "%",)).fetchall()
        shown = history.execute(
            # The browser's own list shows the last page of a chain of redirects only.
            "select count(distinct u.id) from urls u join visits v on v.url = u.id "
            "where u.url like ? and v.transition & 0x20000000 and not u.hidden",
            (subject.base + "%",),
        ).fetchone()
    titles = ", ".join(sorted({f"'{title}'" for title, _ in rows}))
    return f"{len(rows)} kept, {shown[0]} shown: {titles}"


def _words(profile: Path) -> str:
    forms = [word.encode(code) for word in (SENT, UNSENT) for code in ("utf-8", "utf-16-le")]
    files = [path for path in profile.rglob("*") if path.is_file()]
    holding = {path.relative_to(profile).parts[1] for path in files if any(f in path.read_bytes() for f in forms)}
    return ", ".join(sorted(holding)) or "none"


def cookies(bench: Bench, subject: Subject) -> str:
    """6: cookies of the service after leaving."""
    page = bench.come(subject)
    bench.leave(subject, page)
    page.wait_for_timeout(500)
    left = page.context.cookies(subject.base)
    page.context.close()
    return str(len(left))


def curtain(bench: Bench, subject: Subject) -> str:
    """7: press to the first picture without the talk, in the middle and at most, while the other site takes 300 ms."""
    took = [_curtain_ms(bench, subject, 0.3) for _ in range(RUNS)]
    seen = [ms for ms in took if ms is not None]
    if not seen:
        return "no blank frame seen"
    return f"{statistics.median(seen):.0f} / {max(seen):.0f} ms"


def curtain_without_script(bench: Bench, subject: Subject) -> str:
    """8: the same with no script, while the other site takes 3 s."""
    ms = _curtain_ms(bench, subject, 3, java_script_enabled=False)
    return "no blank frame seen" if ms is None else f"{ms:.0f} ms"


def _curtain_ms(bench: Bench, subject: Subject, delay_s: float, **window: Any) -> float | None:
    page = bench.come(subject, viewport=_PHONE, **window)
    bench.out.delay_s = delay_s
    film = Screencast(page.context.new_cdp_session(page))
    film.start(width=160)
    page.wait_for_timeout(150)
    pressed = _press(page, subject)
    page.wait_for_timeout(delay_s * 1_000 + 600)
    page.context.close()
    assert not _gone(film.frames[0]), "The talk itself counts as gone: the probe sees nothing."
    return next((frame.at - pressed for frame in film.frames if frame.at >= pressed and _gone(frame)), None)


def _gone(frame: Frame) -> bool:
    """Whether nearly all of the picture is of one colour: a word like 'Loading.' may stand there."""
    counts = Counter(pixels(frame.png))
    return counts.most_common(1)[0][1] >= _NEARLY_ALL * counts.total()


def _press(page: Page, subject: Subject) -> float:
    box = page.locator(subject.exit).bounding_box()
    assert box is not None
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    tools = page.context.new_cdp_session(page)
    begun = time.time() * 1000
    for kind in ("mousePressed", "mouseReleased"):
        tools.send("Input.dispatchMouseEvent", at | {"type": kind, "button": "left", "clickCount": 1})
    return begun


def hangs(bench: Bench, subject: Subject) -> str:
    """9: what the tab is called and what is on the screen 1.5 s after leaving, when the other site is silent."""
    page = bench.come(subject, viewport=_PHONE)
    bench.out.delay_s = 4
    film = Screencast(page.context.new_cdp_session(page))
    film.start(width=160)
    page.wait_for_timeout(150)
    _press(page, subject)
    page.wait_for_timeout(1_500)
    # Asked of the browser: the page itself does not answer while it goes.
    tools = bench.browser.new_browser_cdp_session()
    tabs = tools.send("Target.getTargets")["targetInfos"]
    title = next(tab["title"] for tab in tabs if tab["type"] == "page" and tab["url"].startswith(subject.base))
    gone = _gone(film.frames[-1])
    page.context.close()
    return f"title '{title}', the talk {'gone' if gone else 'still on the screen'}"


def referer(bench: Bench, subject: Subject) -> str:
    """11: what the other site is told of where the person came from."""
    page = bench.come(subject)
    bench.leave(subject, page)
    page.wait_for_timeout(200)
    told = {asked.headers.get("referer", "") for asked in bench.out.asked}
    page.context.close()
    return "nothing" if told == {""} else f"{len(told - {''})} address: the service's"


def soon(bench: Bench, subject: Subject) -> str:
    """12: from the start of loading to a way out that works, on a line of 400 kbit/s with 400 ms."""
    took = [_soon_ms(bench, subject) for _ in range(3)]
    return f"{statistics.median(took):.0f} ms"


def _soon_ms(bench: Bench, subject: Subject) -> float:
    context = bench.browser.new_context()
    page = context.new_page()
    page.add_init_script(f"({_READY})({subject.ready!r})")
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", dict(_SLOW_3G))
    page.goto(subject.base + "/", wait_until="networkidle")
    ms = float(page.evaluate("window.readyAt"))
    context.close()
    return ms


def weight(bench: Bench, subject: Subject) -> str:
    """13: requests and bytes on the wire of the first page."""
    context = bench.browser.new_context()
    page = context.new_page()
    tools, sizes = context.new_cdp_session(page), list[float]()
    tools.send("Network.enable")
    tools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(subject.base + "/", wait_until="networkidle")
    page.wait_for_timeout(200)
    told = [size for size in sizes if size > 0]
    context.close()
    return f"{len(told)} / {sum(told):,.0f} B"


def shifts(bench: Bench, subject: Subject) -> str:
    """14: whether Shift three times leaves."""

    def press(page: Page) -> None:
        for _ in range(3):
            page.keyboard.press("Shift")

    return _by_key(bench, subject, press)


def keys(bench: Bench, subject: Subject) -> str:
    """17: which of Enter and Space leave, with the way out in focus."""
    said = [key for key in ("Enter", "Space") if _by_key(bench, subject, _key(subject, key)) == "leaves"]
    return ", ".join(said) or "none"


def _key(subject: Subject, key: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.focus(subject.exit)
        page.keyboard.press(key)

    return press


def _by_key(bench: Bench, subject: Subject, act: Callable[[Page], object]) -> str:
    page = bench.come(subject)
    act(page)
    page.wait_for_timeout(800)
    left = page.url.startswith(bench.out.url)
    page.context.close()
    return "leaves" if left else "does nothing"


def in_reach(bench: Bench, subject: Subject) -> str:
    """16: its size at 320 px, and whether it is on the screen when the page is scrolled to its end."""
    page = bench.come(subject, viewport={"width": 320, "height": 360})
    box = page.locator(subject.exit).bounding_box()
    assert box is not None
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_timeout(100)
    stays = page.locator(subject.exit).evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }"
    )
    page.context.close()
    return f"{box['width']:.0f} x {box['height']:.0f} px, {'stays' if stays else 'scrolls away'}"


def addresses(bench: Bench, subject: Subject) -> str:
    """19 and 21: addresses and titles of one talk of three questions, as the tab's history has them before leaving."""
    page = bench.come(subject)
    ours = _ours(page, subject)
    page.context.close()
    return f"{len({e['url'] for e in ours})} / {len({e['title'] for e in ours})}: '{ours[-1]['title']}'"


def on_paper(bench: Bench, subject: Subject) -> str:
    """23: what of the talk is printed."""
    page = bench.come(subject)
    page.emulate_media(media="print")
    said = " ".join(page.inner_text("body").split())
    page.context.close()
    return "the talk" if "own words" in said.lower() else f"'{said}'"
