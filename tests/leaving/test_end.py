"""A page that nobody answers: it says so in time, it may be kept, and else it empties itself."""

from __future__ import annotations

import pytest

from tests.browser import Browser, OverHttp, Sent
from tests.leaving.conftest import Opens, Seen
from tests.leaving.frames import Frame
from tests.leaving.visit import UNSENT, Visit

pytestmark = pytest.mark.prove


@pytest.fixture
def idle(opens: Opens) -> Visit:
    """Someone who has typed and not sent, in a browser whose time the test moves."""
    visit = opens()
    visit.page.clock.install()
    visit.come()
    visit.write()
    return visit


def warned(visit: Visit) -> bool:
    """Whether the end is told."""
    shown: bool = visit.page.is_visible("#ending")
    return shown


def test_c27_the_end_is_told_two_minutes_before(idle: Visit, seen: Seen) -> None:
    """Nothing is said after 27 minutes; after 28 it is said aloud, with a button to stay."""
    idle.page.clock.fast_forward("27:30")
    assert not warned(idle)
    idle.page.clock.fast_forward("00:45")
    assert warned(idle)
    assert "2 minutes" in idle.page.inner_text("#ending")
    assert idle.page.get_attribute("#ends", "role") == "alert"
    seen("told at 28:00")


def test_c27_one_press_keeps_the_page_and_its_words_again_and_again(idle: Visit) -> None:
    """Stay takes the warning away and keeps what was typed, ten times in a row."""
    for _ in range(10):
        idle.page.clock.fast_forward("28:30")
        assert warned(idle)
        idle.onward(lambda: idle.page.click("#stay"))
        assert not warned(idle)
        assert idle.page.input_value("#answer textarea") == UNSENT
    idle.page.clock.fast_forward("27:00")
    assert not warned(idle)


def test_c27_at_the_end_the_page_empties_itself(idle: Visit, seen: Seen) -> None:
    """After 30 minutes no word stands in the page: it is the start page again."""
    idle.page.clock.fast_forward("28:30")
    idle.page.clock.fast_forward("01:35")
    idle.page.wait_for_selector("main[data-step=safe_now]")
    assert UNSENT not in idle.everything
    assert len(idle.history()) == 3
    seen("empty at 30:00")


def test_c27_a_machine_that_slept_wakes_to_an_empty_page(idle: Visit) -> None:
    """Nine hours later there was no time to warn: the page is empty at once."""
    idle.page.clock.fast_forward("09:00:00")
    idle.page.wait_for_selector("main[data-step=safe_now]")
    assert UNSENT not in idle.everything


def test_c27_without_script_the_page_goes_to_the_start_by_itself(door: object, opens: Opens) -> None:
    """A page that came without script bears the order to go to the start after 30 minutes."""
    browser = Browser(OverHttp(opens().door.base))
    browser.send(Sent("POST", "/", b"step=safe_now&answer=yes&do=answer", ""))
    assert {n.lower(): v for n, v in browser.answer.headers.items()}["refresh"] == "1800; url=/"


def test_the_end_is_told_before_the_first_answer(opens: Opens) -> None:
    """How long a page lasts is said at the start."""
    visit = opens()
    visit.page.goto(visit.door.base)
    visit.page.click("footer summary")
    assert "30 minutes" in visit.page.inner_text("footer")


_AWAY = """state => {
    Object.defineProperty(document, 'visibilityState', { get: () => state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_cover_that_was_asked_for_falls_when_the_page_is_left_for_another(visit: Visit) -> None:
    """With the cover chosen, switching away blanks the page; coming back, one press shows it again, words and all."""
    visit.write()
    visit.page.click("footer summary")
    visit.page.check("#cover")
    visit.page.evaluate(_AWAY, "hidden")
    assert Frame(0, visit.page.screenshot()).blank
    visit.page.evaluate(_AWAY, "visible")
    visit.page.click("#uncover")
    assert visit.page.input_value("#answer textarea") == UNSENT
    assert visit.page.is_visible("h1")
