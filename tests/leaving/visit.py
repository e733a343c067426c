"""One person's visit to the web door in a real Chromium.

Rule: answers are what stands in the forms; whatever the browser refused by policy is kept, and fails the test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.leaving.crawl import SAMPLES
from tests.leaving.neutral import Site
from tests.running import Running, run

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Page

SENT: Final = "Quagmirewords"
"""A word that no page of ours, and no file of a browser, has of itself. It is sent in an answer."""
UNSENT: Final = "Bramblehedge"
"""Another, typed and never sent."""
STORY: Final = "story"
_TRIES: Final = 5

# Everything that a person with assistive technology or a curious one could find in the page.
_ALL_OF_IT = """() => {
    const fields = [...document.querySelectorAll('input,textarea')].map(f => f.value);
    return document.title + document.documentElement.outerHTML + fields.join(' ');
}"""


@dataclass
class Visit:
    """A page in a browser of its own, the door it visits, where leaving leads (`out`) and where it came from."""

    page: Page
    door: Running
    out: Site
    before: Site
    kinds: Mapping[str, str]
    refused: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what the browser says of it."""
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        """Keep what this page is refused by policy, and what it asks for."""

        def hear(said: ConsoleMessage) -> None:
            if "Content Security Policy" in said.text or "Trusted" in said.text:
                self.refused.append(said.text)

        page.on("console", hear)
        page.on("pageerror", lambda fault: self.refused.append(str(fault)))
        page.on("request", lambda request: self.asked.append(f"{request.method} {request.url}"))

    @property
    def context(self) -> BrowserContext:
        """The browser's window, with its cookies."""
        return self.page.context

    @property
    def step(self) -> str:
        """The step that is shown; '' on a page that is not ours."""
        main = self.page.query_selector("main")
        return str(main.get_attribute("data-step") or "") if main else ""

    @property
    def everything(self) -> str:
        """All that the page holds: its title, its HTML, and what stands in its fields."""
        from playwright.sync_api import Error

        for _ in range(_TRIES):
            # Another page may just be taking its place.
            with suppress(Error):
                return str(self.page.evaluate(_ALL_OF_IT))
            self.page.wait_for_timeout(100)
        return str(self.page.evaluate(_ALL_OF_IT))

    def come(self) -> None:
        """Open some other site, then the door."""
        self.page.goto(self.before.url)
        self.page.goto(self.door.base + "/")

    def answers(self, most: int = 10, *, until: str = "") -> list[str]:
        """Answer questions, the first choice of each, and give their steps. Ends before the step `until`."""
        done: list[str] = []
        while len(done) < most and self.step != until:
            done.append(self.step)
            self.answer()
        return done

    def answer(self, do: str = "answer") -> None:
        """Fill in what the page asks, with what fits and what is folded away too, and press one of its buttons."""
        for fold in self.page.query_selector_all("#answer details:not([open]) > summary"):
            fold.click()
        for area in self.page.query_selector_all("#answer textarea"):
            area.fill(f"{SENT} happened.")
        for group in self.page.query_selector_all("#answer fieldset, #answer [role$=group]"):
            first = group.query_selector("input")
            assert first is not None
            first.check(force=True)
        for line in self.page.query_selector_all("#answer input[type=text]"):
            line.fill(self._fitting(str(line.get_attribute("name"))))
        self.press(do)

    def press(self, do: str) -> None:
        """Press a button of the form, and wait for the page that comes of it."""
        self.onward(lambda: self.page.click(f"#answer button[name=do][value='{do}']"))

    def onward(self, act: Callable[[], object]) -> None:
        """Do this, and wait until the next page stands."""
        old = self.page.query_selector("#answer input[name=id]")
        value = old.get_attribute("value") if old else "-"
        act()
        self.page.wait_for_selector(f'#answer input[name=id]:not([value="{value}"])', state="attached")

    def _fitting(self, name: str) -> str:
        alone = self.page.query_selector("#answer input[name=field]")
        id_ = name.partition(".")[2] or (str(alone.get_attribute("value")) if alone else "")
        return SAMPLES.get(self.kinds.get(id_, ""), "Sam")

    def write(self, words: str = UNSENT) -> None:
        """Go to the question for the person's own words, and type without sending."""
        self.answers(until=STORY)
        self.page.fill("#answer textarea", words)

    def leave(self, how: str = "click") -> None:
        """Leave, and wait for the other site."""
        WAYS[how](self.page)
        self.left()

    def left(self) -> None:
        """Wait until the other site stands there."""
        self.page.wait_for_url(self.out.url + "**")

    def at_the_hub(self) -> list[dict[str, Any]]:
        """The referrals that the hub has by now."""
        done = run(self.door.folder, "hub", "read", "--json", "--data", str(self.door.folder / "data"))
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def history(self) -> list[str]:
        """The addresses in the history of this tab, the oldest first."""
        entries: list[dict[str, Any]] = self.devtools().send("Page.getNavigationHistory")["entries"]
        return [entry["url"] for entry in entries]

    def titles(self) -> list[str]:
        """Their titles."""
        entries: list[dict[str, Any]] = self.devtools().send("Page.getNavigationHistory")["entries"]
        return [entry["title"] for entry in entries]

    def devtools(self) -> CDPSession:
        """A line to the browser's own tools."""
        return self.context.new_cdp_session(self.page)


def _shifts(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def _key(key: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.focus("#leave")
        page.keyboard.press(key)

    return press


def _tap(page: Page) -> None:
    page.tap("#leave", no_wait_after=True)


def _click(page: Page) -> None:
    page.click("#leave", no_wait_after=True)


WAYS: Final[Mapping[str, Callable[[Page], None]]] = {
    "click": _click,
    "touch": _tap,
    "Enter": _key("Enter"),
    "Space": _key("Space"),
    "Shift three times": _shifts,
}
"""Every way to leave, by its name."""
