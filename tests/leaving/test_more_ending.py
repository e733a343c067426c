"""More of the end of a page that lies open, of the cover, and of old browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.leaving.conftest import Opens
from tests.leaving.visit import STORY, UNSENT, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.prove

# The browser itself cannot be sent to the background here, so the page is told that it was.
_LOOK = """state => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def timed(opens: Opens) -> Visit:
    """A person with words typed and not sent, on a page whose clock is ours."""
    visit = opens()
    visit.page.clock.install()
    visit.come()
    visit.write()
    return visit


def test_one_press_keeps_page_and_words(timed: Visit) -> None:
    """'Stay' asks the server for one more turn, sends none of what was typed, and puts it back with the question."""
    sent: list[str] = []
    timed.page.on("request", lambda request: sent.append(request.post_data or ""))
    timed.page.clock.fast_forward("28:05")
    timed.onward(lambda: timed.page.click("#stay"))
    assert [UNSENT in body for body in sent] == [False]
    assert (timed.step, timed.page.input_value("#answer textarea")) == (STORY, UNSENT)
    timed.page.clock.fast_forward("27:55")
    assert not timed.page.is_visible("#ending")


def test_words_come_back_after_safe_to_talk(timed: Visit) -> None:
    """After so long it is asked first whether it is safe; the words are out of the page until it is."""
    greeting = timed.page.evaluate("fetch('/').then(said => said.text())")

    def ask_first(route: Route) -> None:
        route.fulfill(body=greeting, content_type="text/html")

    timed.page.route(timed.door.base + "/", ask_first, times=1)
    timed.page.clock.fast_forward("28:05")
    timed.page.click("#stay")
    timed.page.wait_for_selector("main:not([data-step=story])")
    assert UNSENT not in timed.everything
    timed.answer()
    assert (timed.step, timed.page.input_value("#answer textarea")) == (STORY, UNSENT)


def test_at_the_end_the_page_is_empty_and_at_the_start(timed: Visit) -> None:
    """Nothing of the talk is left, no row is added to the tab's history, and the words are nowhere."""
    before = timed.history()
    timed.page.clock.fast_forward("29:50")
    timed.page.clock.fast_forward("00:20")
    timed.page.wait_for_selector("main:not([data-step=story])")
    assert UNSENT not in timed.everything
    assert timed.history() == before
    timed.page.go_back(wait_until="commit")
    assert timed.page.url == timed.before.url


def test_the_page_is_empty_before_the_start_answers(timed: Visit) -> None:
    """Where the start cannot be had, nothing stays on the screen either: the page is emptied first."""
    timed.page.route(timed.door.base + "/", lambda route: route.abort("aborted"))
    timed.page.clock.fast_forward("30:10")
    timed.page.wait_for_timeout(300)
    assert timed.page.evaluate("document.title + document.body.innerHTML") == "New tab"


def test_after_it_was_sent_staying_needs_no_server(opens: Opens) -> None:
    """The last page is warned of too; 'Stay' keeps it, and asks nothing of anyone."""
    visit = opens()
    visit.page.clock.install()
    visit.come()
    visit.page.check("#answer input[value=no]", force=True)
    visit.page.click("#answer button[value=answer]")
    visit.page.wait_for_selector("[data-mood=goodbye]")
    visit.asked.clear()
    visit.page.clock.fast_forward("28:05")
    visit.page.click("#stay")
    visit.page.clock.fast_forward("05:00")
    assert visit.page.is_visible("[data-mood=goodbye]")
    assert visit.asked == []


def test_without_a_script_the_page_goes_to_the_start(opens: Opens) -> None:
    """The Refresh header of a page does it, adds no row to the tab's history, and asks nobody to send a form again."""
    visit = opens(java_script_enabled=False)

    def sooner(route: Route) -> None:
        said = route.fetch()
        headers = said.headers | ({"refresh": "1; url=/"} if "refresh" in said.headers else {})
        route.fulfill(response=said, headers=headers)

    visit.come()
    visit.page.route("**/*", sooner)
    visit.page.check("#answer input >> nth=-1", force=True)
    visit.page.check("#answer input[value=yes]", force=True)
    visit.page.click("#answer button[value=answer]")
    visit.page.wait_for_selector("main:not([data-step=safe_now])")
    rows = len(visit.history())
    visit.page.wait_for_selector("main[data-step=safe_now]")
    assert len(visit.history()) == rows


def look(page: Page, state: str) -> None:
    """Tell the page that it is now 'visible' or 'hidden'."""
    page.evaluate(_LOOK, state)


def test_nothing_is_covered_unasked(visit: Visit) -> None:
    """Who looks elsewhere and comes back finds the page as it was."""
    look(visit.page, "hidden")
    look(visit.page, "visible")
    assert visit.page.is_visible("main")


def test_leaving_from_under_the_cover(visit: Visit) -> None:
    """The button there leaves as the other one does."""
    visit.page.click("footer summary >> nth=0")
    visit.page.check("#cover")
    look(visit.page, "hidden")
    look(visit.page, "visible")
    visit.page.click("[data-leave]", no_wait_after=True)
    visit.left()


def test_the_cover_outlasts_an_answer(visit: Visit) -> None:
    """It is asked for once, not on every page."""
    visit.page.click("footer summary >> nth=0")
    visit.page.check("#cover")
    visit.answer()
    assert visit.page.is_checked("#cover")


LACKS = {
    "fetch": "delete window.fetch; delete window.Request",
    "fetch and beacon": "delete window.fetch; delete window.Request; delete Navigator.prototype.sendBeacon",
    "form data": "delete window.FormData",
    "closest": "delete Element.prototype.closest",
}


@pytest.mark.parametrize("lacks", LACKS)
def test_an_older_browser_still_answers_and_leaves(opens: Opens, lacks: str) -> None:
    """Whatever it lacks, answers go on, by plain forms if need be, and leaving leads away."""
    visit = opens()
    visit.page.add_init_script(LACKS[lacks])
    visit.come()
    visit.answers(until=STORY)
    assert visit.step == STORY
    visit.leave()
