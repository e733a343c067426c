"""Every page of every journey, as it is seen, read aloud, made large and gone through by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from flows.library import Library
from tests.leaving.conftest import Opens, Seen
from tests.leaving.crawl import Sight
from tests.leaving.visit import SENT, Visit
from tests.running import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.prove

MODULES: Final = Path(__file__).parent / "node_modules"
AXE: Final = MODULES / "axe-core" / "axe.min.js"
SNIFFER: Final = MODULES / "html_codesniffer" / "build" / "HTMLCS.js"
FORCED: Final = "forced colours"
LOOKS: Final[Mapping[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    FORCED: {"color_scheme": "dark", "forced_colors": "active"},
}
_LIVE: Final = "[role=status],[role=alert],[role=log],[aria-live]"
DIRECTIONS: Final = ("ltr", "rtl")
DESK: Final[Any] = {"width": 1280, "height": 900}
# A window of 1280 by 1024, made four times as large.
LARGE: Final[Any] = {"width": 320, "height": 256}

_RUN_AXE: Final = """async forced => (await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: !forced } },
})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join(' | '))"""
# With forced colours the person's own are shown, and axe reads those that we wrote. So we may hold to none.
_OWN_COLOURS: Final = """() => [...document.querySelectorAll('*')].filter(
    e => e.textContent.trim() && getComputedStyle(e).forcedColorAdjust !== 'auto')
    .map(e => 'forced-color-adjust: ' + e.outerHTML)"""
_RUN_SNIFFER: Final = """() => new Promise(done => HTMLCS.process('WCAG2AA', document, () => done(
    HTMLCS.getMessages().filter(m => m.type === HTMLCS.ERROR).map(m => m.code + ': ' + m.msg))))"""
# The last page has its form, as every page has for whoever reads by script; it has nothing to send, and a link.
_NO_SUBMIT: Final = "Guideline3_2.3_2_2.H32.2"


class Gallery:
    """One browser page in which any of the pages can be hung, as the door sends it."""

    def __init__(self, page: Page, door: Running) -> None:
        """An empty frame."""
        self.page, self.door, self.html = page, door, ""
        page.route("**/*", self._give)

    def _give(self, route: Route) -> None:
        route.fulfill(body=self.html, content_type="text/html; charset=utf-8")

    def hang(self, sight: Sight) -> None:
        """Show this one."""
        self.html = sight.html
        self.page.goto(self.door.base)

    def turn(self, direction: str) -> None:
        """Let it be read from the other side."""
        self.page.evaluate("to => { document.documentElement.dir = to }", direction)


@pytest.fixture
def gallery(chromium: Browser, door: Running) -> Iterator[Gallery]:
    """A frame to hang pages in. Scripts of the tests may run in it."""
    with chromium.new_context(bypass_csp=True, viewport=DESK, reduced_motion="reduce") as context:
        yield Gallery(context.new_page(), door)


def distinct(sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """One page of each shape: the same step with the same kinds of element, whatever the words."""
    return tuple({(s.step, frozenset(re.findall(r"<(\w+)|class=\"(.*?)\"", s.html))): s for s in sights}.values())


def by_step(sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """The first page of each step, as it comes after an answer."""
    return tuple({sight.step: sight for sight in reversed(sights)}.values())[::-1]


def hung(sights: tuple[Sight, ...]) -> Iterator[tuple[Sight, tuple[tuple[str, str], ...]]]:
    """Each page with the looks and directions to see it in: each step in all of them, its other shapes in two."""
    whole = by_step(sights)
    every = tuple((look, direction) for look in LOOKS for direction in DIRECTIONS)
    yield from ((sight, every) for sight in whole)
    yield from ((sight, (every[0], every[3])) for sight in distinct(sights) if sight not in whole)


def wrong(page: Page, look: str) -> list[str]:
    """What is wrong with the page in this look."""
    forced = look == FORCED
    found: list[str] = page.evaluate(_RUN_AXE, forced)
    return found + (page.evaluate(_OWN_COLOURS) if forced else [])


def test_c24_axe_finds_nothing_on_any_page(
    gallery: Gallery, sights: tuple[Sight, ...], album: Path, seen: Seen
) -> None:
    """On every page, light, dark, with forced colours, and in both directions, axe finds nothing."""
    found: list[str] = []
    pages = tuple(hung(sights))
    for sight, ways in pages:
        gallery.hang(sight)
        gallery.page.add_script_tag(path=AXE)
        for look, direction in ways:
            gallery.page.emulate_media(**LOOKS[look])
            gallery.turn(direction)
            found += [f"{sight.name}, {look}, {direction}: {what}" for what in wrong(gallery.page, look)]
    keep(gallery, sights, album, "desk")
    seen(f"{len(pages)} pages of {len(by_step(sights))} steps, {len(found)} findings; pictures in {album}")
    assert not found, "\n".join(found[:20])


def test_c24_each_language_can_be_read_and_left(
    gallery: Gallery, told: tuple[Sight, ...], tongue: str, library: Library, album: Path, seen: Seen
) -> None:
    """In each language, as its lines run: axe finds nothing, no page is wider than 320 px, and the exit is in place."""
    wrongs: list[str] = []
    direction = library.language(tongue).direction
    for number, sight in enumerate(by_step(told)):
        gallery.page.set_viewport_size(DESK)
        gallery.hang(sight)
        assert [tongue, direction] == gallery.page.evaluate(_RUNS), sight.name
        gallery.page.add_script_tag(path=AXE)
        look = ("light", "dark")[number % 2]
        gallery.page.emulate_media(**LOOKS[look])
        wrongs += [f"{sight.name}, {look}: {what}" for what in wrong(gallery.page, look)]
        gallery.page.set_viewport_size({"width": 320, "height": 640})
        box = gallery.page.evaluate(_EXIT)
        left, right = gallery.page.evaluate(_ROOM)
        if not box["hit"] or (left > right) != (direction == "ltr"):
            wrongs.append(f"{sight.name}: the exit is covered, or on the wrong side")
        gallery.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        width = gallery.page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wrongs.append(f"{sight.name}: {width} px wide")
    gallery.page.set_viewport_size({"width": 360, "height": 740})
    keep(gallery, told, album, tongue)
    seen(f"{tongue}: {len(by_step(told))} steps, {len(wrongs)} findings; pictures in {album}")
    assert not wrongs, "\n".join(wrongs[:20])


# The language and direction of the page, and the room beside the exit on each side.
_RUNS: Final = "[document.documentElement.lang, document.documentElement.dir]"
_ROOM: Final = """() => {
    const box = document.getElementById('leave').getBoundingClientRect();
    return [box.left, document.documentElement.clientWidth - box.right];
}"""


def keep(gallery: Gallery, sights: tuple[Sight, ...], album: Path, size: str) -> None:
    """Take a picture of each step, light and dark by turns, for looking at."""
    for number, sight in enumerate(by_step(sights)):
        gallery.page.emulate_media(**LOOKS["dark" if number % 2 else "light"])
        gallery.hang(sight)
        gallery.page.screenshot(path=album / f"{number:03} {sight.step} {size}.png", full_page=True)


def test_c24_the_sniffer_finds_nothing_on_any_page(gallery: Gallery, sights: tuple[Sight, ...], seen: Seen) -> None:
    """HTML CodeSniffer, the other half of pa11y, finds no error by WCAG 2 AA on any page."""
    found: list[str] = []
    for sight in distinct(sights):
        gallery.hang(sight)
        gallery.page.add_script_tag(path=SNIFFER)
        found += [f"{sight.name}: {error}" for error in gallery.page.evaluate(_RUN_SNIFFER)]
        found = [error for error in found if _NO_SUBMIT not in error]
    seen(f"HTML CodeSniffer: {len(found)} errors")
    assert not found, "\n".join(found[:20])


def test_c24_axe_would_find_what_is_wrong(gallery: Gallery, sights: tuple[Sight, ...]) -> None:
    """With grey on grey and a field without a name, axe speaks: it is no blind one."""
    first = sights[0]
    spoilt = first.html.replace("<main", '<p style="color:#aaa;background:#bbb">grey</p><input><main', 1)
    gallery.hang(Sight(first.step, first.text, spoilt))
    gallery.page.add_script_tag(path=AXE)
    rules = {line.partition(":")[0] for line in wrong(gallery.page, "light")}
    assert {"color-contrast", "label"} <= rules


@pytest.mark.parametrize("window", [{"width": 320, "height": 640}, LARGE], ids=["320 px", "400 %"])
def test_c24_nothing_scrolls_sideways(
    gallery: Gallery,
    sights: tuple[Sight, ...],
    album: Path,
    window: Any,
) -> None:
    """At 320 px and at four times the size, in both directions, no page is wider than its window."""
    gallery.page.set_viewport_size(window)
    wide: list[str] = []
    for sight in distinct(sights):
        gallery.hang(sight)
        gallery.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        for direction in DIRECTIONS:
            gallery.turn(direction)
            width = gallery.page.evaluate("document.documentElement.scrollWidth")
            if width > window["width"]:
                wide.append(f"{sight.name}, {direction}: {width} px")
    if window is not LARGE:
        keep(gallery, sights, album, "phone")
    assert not wide


# Whether the button is whole in the window, and nothing lies over its middle or its corners, which are round.
_EXIT: Final = """() => {
    const box = document.getElementById('leave').getBoundingClientRect(), in_ = 6;
    const points = [[box.left + box.width / 2, box.top + box.height / 2], [box.left + in_, box.top + in_],
        [box.right - in_, box.top + in_], [box.left + in_, box.bottom - in_], [box.right - in_, box.bottom - in_]];
    const hit = points.every(([x, y]) => (document.elementFromPoint(x, y) || {}).id === 'leave');
    return { width: box.width, height: box.height, hit };
}"""


def test_c16_the_way_out_is_always_there(gallery: Gallery, sights: tuple[Sight, ...], seen: Seen) -> None:
    """On every page, at every size, scrolled or not: at least 44 by 44 px, whole in the window, under nothing."""
    smallest = [1e9, 1e9]
    windows = [(320, 640), (360, 320), (360, 740), (768, 1024), (1280, 900), (LARGE["width"], LARGE["height"])]
    for sight in by_step(sights):
        gallery.hang(sight)
        for width, height in windows:
            gallery.page.set_viewport_size({"width": width, "height": height})
            for scroll in ("0", "document.documentElement.scrollHeight / 2", "document.documentElement.scrollHeight"):
                gallery.page.evaluate(f"scrollTo(0, {scroll})")
                box = gallery.page.evaluate(_EXIT)
                smallest = [min(smallest[0], box["width"]), min(smallest[1], box["height"])]
                assert box["hit"], f"{sight.name} at {width} x {height}, scrolled to {scroll}"
    seen(f"never smaller than {smallest[0]:.0f} x {smallest[1]:.0f} px, never covered")
    assert min(smallest) >= 44


def test_c16_it_leaves_room_for_the_page(gallery: Gallery, sights: tuple[Sight, ...], seen: Seen) -> None:
    """At four times the size, what stays at the top takes no more than half of the window."""
    gallery.page.set_viewport_size(LARGE)
    gallery.hang(sights[0])
    height = gallery.page.evaluate("document.querySelector('header').getBoundingClientRect().height")
    seen(f"the bar is {height:.0f} of {LARGE['height']} px at 400 %")
    assert height <= LARGE["height"] / 2


_STOP: Final = """() => {
    const on = document.activeElement;
    if (!on || on === document.body) return null;
    const seen = on.matches('.choice input') ? on.closest('.choice') : on;
    const box = seen.getBoundingClientRect(), bar = document.querySelector('header').getBoundingClientRect();
    const inside = document.querySelector('header').contains(on);
    return { name: on.id || on.name || on.textContent.slice(0, 20), free: inside || (box.top >= bar.bottom - 1
        && box.top < innerHeight && box.bottom > bar.bottom) };
}"""


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_c26_focus_is_never_hidden(gallery: Gallery, sights: tuple[Sight, ...], seen: Seen, key: str) -> None:
    """On every page, each stop of the keyboard, forwards and back, is clear of the bar at the top."""
    gallery.page.set_viewport_size({"width": 360, "height": 480})
    stops, hidden = 0, list[str]()
    for sight in by_step(sights):
        gallery.hang(sight)
        for _ in range(60):
            gallery.page.keyboard.press(key)
            stop = gallery.page.evaluate(_STOP)
            if stop is None:
                break
            stops += 1
            if not stop["free"]:
                hidden.append(f"{sight.name}: {stop['name']}")
    seen(f"{stops} stops with {key}, {len(hidden)} hidden")
    assert stops > 0
    assert not hidden


def test_c25_after_an_answer_the_one_before_is_nowhere(visit: Visit) -> None:
    """After each answer, neither the page nor its tree for assistive technology holds the answer before it."""
    visit.answers(until="story")
    visit.answer()
    while visit.step not in {"sent", "ready"}:
        assert SENT not in visit.everything
        assert SENT not in spoken(visit)
        assert not visit.page.evaluate("[...document.querySelectorAll('input,textarea')].some(f => f.checked)")
        visit.answer()


# Where focus begins: at what is said back, where something is, else at the heading.
_FOCUSED: Final = {"#back": "document.querySelector('#back').parentElement", "h1": "document.querySelector('h1')"}


def test_c25_focus_goes_to_the_new_question_spoken_once(visit: Visit, seen: Seen) -> None:
    """After each answer focus is on the new heading, which stands once in the tree and in no live part.

    Where it is said back how they are reached, focus is on that: it stands before the heading.
    """
    steps = 0
    while visit.step != "sent":
        visit.answer()
        steps += 1
        asked = visit.page.inner_text("h1")
        first = "#back" if visit.page.query_selector("#back") else "h1"
        assert visit.page.evaluate(f"document.activeElement === {_FOCUSED[first]}"), visit.step
        assert headings(visit) == [asked]
        assert visit.page.query_selector(f":is({_LIVE}) h1") is None
        assert not live(visit)
    seen(f"{steps} answers, focus on the heading each time")


def spoken(visit: Visit) -> str:
    """Every name and value in the tree for assistive technology."""
    return " ".join(str(node.get(part, {}).get("value", "")) for node in _tree(visit) for part in ("name", "value"))


def headings(visit: Visit) -> list[str]:
    """The names of the headings of the first rank."""
    found = [n for n in _tree(visit) if not n["ignored"] and n["role"]["value"] == "heading"]
    return [n["name"]["value"] for n in found if {"level": 1}.items() <= _properties(n).items()]


def _properties(node: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one["value"].get("value") for one in node.get("properties", ())}


def live(visit: Visit) -> str:
    """What stands in the parts that are spoken of themselves."""
    return "".join(part.inner_text() for part in visit.page.query_selector_all(_LIVE))


def _tree(visit: Visit) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = visit.devtools().send("Accessibility.getFullAXTree")["nodes"]
    return nodes


def test_c16_an_error_does_not_cover_the_way_out(opens: Opens) -> None:
    """With an error on the page, the keyboard of a phone open and the banner shown, the button is free."""
    visit = opens(viewport={"width": 360, "height": 320})
    visit.come()
    visit.answers(1)
    visit.page.click("#answer button[value=answer]")
    visit.page.wait_for_selector(".wrongs")
    assert visit.page.evaluate(_EXIT)["hit"]
