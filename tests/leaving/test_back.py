"""Back, Forward and the history, after leaving and after going away by any road."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.leaving.conftest import Opens, Seen
from tests.leaving.visit import SENT, UNSENT, WAYS, Visit
from tests.running import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.prove

# Not one of these words stands on a page before a conversation has begun.
OURS = ("What brings you", "own words", SENT, UNSENT)


def back(page: Page) -> None:
    """Press Back, and wait for whatever comes of it; a page from the back-forward cache loads nothing."""
    page.go_back(wait_until="commit")
    page.wait_for_timeout(300)


def nothing_told(visit: Visit) -> None:
    """The page that stands now holds nothing of a conversation."""
    told = visit.everything
    assert not [words for words in OURS if words in told]


def test_c01_leaving_keeps_the_length_of_the_history_and_leaves_no_address_of_ours(visit: Visit, seen: Seen) -> None:
    """After ten answers and leaving, the tab's history is as long as it was and none of it is ours."""
    length = visit.page.evaluate("history.length")
    assert len(visit.answers(10)) == 10
    assert visit.page.evaluate("history.length") == length
    visit.leave()
    entries = visit.history()
    seen(f"history {length} -> {visit.page.evaluate('history.length')}, {len(entries)} entries, none ours")
    assert visit.page.evaluate("history.length") == length
    assert entries[-2:] == [visit.before.url, visit.out.url + "today"]
    assert not [url for url in entries if url.startswith(visit.door.base)]


@pytest.mark.parametrize("how", WAYS)
def test_c02_one_back_after_leaving_shows_the_page_before_ours(visit: Visit, how: str) -> None:
    """However a person leaves, one Back brings the site that stood before us, and no word of the talk."""
    visit.write()
    visit.leave(how)
    back(visit.page)
    assert visit.page.url == visit.before.url
    assert "Recipes for soup" in visit.everything
    nothing_told(visit)


def test_c02_the_back_forward_cache_is_on(visit: Visit) -> None:
    """A page of the other site comes back from the cache, so that Back is tried here as it is for people."""
    visit.page.goto(visit.before.url)
    visit.page.evaluate(
        "() => { window.kept = false; addEventListener('pageshow', e => { window.kept = e.persisted }) }"
    )
    visit.page.goto(visit.out.url)
    back(visit.page)
    assert visit.page.evaluate("window.kept") is True


def test_c03_two_backs_and_forward_show_nothing(visit: Visit) -> None:
    """Back twice and Forward twice after leaving never shows a page of ours."""
    visit.page.goto(visit.before.url + "first")
    visit.come()
    visit.write()
    visit.leave()
    for step in (back, back, _forward, _forward):
        step(visit.page)
        assert not visit.page.url.startswith(visit.door.base)
        nothing_told(visit)


def _forward(page: Page) -> None:
    page.go_forward(wait_until="commit")
    page.wait_for_timeout(300)


def test_c03_who_left_by_the_address_bar_comes_back_to_the_start(visit: Visit) -> None:
    """After another address and Back, the start page stands there, without a word of the talk."""
    visit.write()
    visit.page.goto(visit.out.url)
    back(visit.page)
    visit.page.wait_for_selector("main[data-step=safe_now]")
    nothing_told(visit)


def test_c03_who_went_back_comes_forward_to_the_start(visit: Visit) -> None:
    """After Back and Forward, the start page stands there, without a word of the talk."""
    visit.write()
    back(visit.page)
    assert visit.page.url == visit.before.url
    _forward(visit.page)
    visit.page.wait_for_selector("main[data-step=safe_now]")
    nothing_told(visit)


def test_c03_a_page_that_the_cache_would_keep_comes_back_as_the_start(opens: Opens) -> None:
    """Where every answer is a page of its own, Back from another site shows no page out of the cache, and no words."""
    visit = opens()
    # Without it the forms post by themselves, and a whole page is what the cache takes.
    visit.context.add_init_script("delete window.URLSearchParams")
    visit.come()
    visit.write()
    visit.page.evaluate("window.kept = true")
    visit.page.goto(visit.out.url)
    _back_without_script(visit.page)
    nothing_told(visit)
    assert not visit.page.evaluate("window.kept")


def test_c03_a_choice_on_the_first_page_is_not_kept(visit: Visit) -> None:
    """What was chosen on the first page and not sent is not chosen when a person comes back to it."""
    visit.page.check("#answer [role$=group] input >> nth=0", force=True)
    visit.page.evaluate("window.kept = true")
    visit.page.goto(visit.out.url)
    back(visit.page)
    visit.page.wait_for_selector("main[data-step=safe_now]")
    assert visit.page.query_selector("#answer input:checked") is None
    assert not visit.page.evaluate("window.kept")


@pytest.mark.parametrize("host", ["127.0.0.2", "nowhere.invalid"], ids=["refused", "no such name"])
def test_c10_when_the_other_site_cannot_be_reached_nothing_shows(visit: Visit, host: str) -> None:
    """With the other site down, or its name unknown, no word of ours stays, and Back goes to the page before."""
    visit.write()
    nobody = f"http://{host}:{free_port()}/"
    visit.page.evaluate("url => { document.getElementById('leave').dataset.to = url }", nobody)
    WAYS["click"](visit.page)
    visit.page.wait_for_timeout(1000)
    nothing_told(visit)
    assert visit.step == ""
    assert visit.history()[-1] == nobody
    back(visit.page)
    assert visit.page.url == visit.before.url
    nothing_told(visit)


def test_c10_offline_nothing_shows(visit: Visit) -> None:
    """With no connection at all, no word of ours stays, and Back goes to the page before."""
    visit.write()
    visit.context.set_offline(True)
    WAYS["click"](visit.page)
    visit.page.wait_for_timeout(1000)
    nothing_told(visit)
    visit.context.set_offline(False)
    back(visit.page)
    assert visit.page.url == visit.before.url
    nothing_told(visit)


_HOOKS = """() => {
    window.calls = 0;
    for (const name of ['pushState', 'replaceState']) {
        const old = history[name];
        history[name] = function () { window.calls++; return old.apply(this, arguments); };
    }
    addEventListener('hashchange', () => { window.calls++; });
}"""


def test_c21_one_address_and_no_history_calls(opens: Opens, seen: Seen) -> None:
    """Through a whole talk, and with every fold of the page opened, the address and the history stay as they were."""
    visit = opens()
    visit.context.add_init_script(f"({_HOOKS})()")
    visit.come()
    length = visit.page.evaluate("history.length")
    steps = visit.answers(40, until="sent")
    for fold in visit.page.query_selector_all("summary"):
        fold.click()
    addresses = {url for url in visit.asked if "favicon" not in url and visit.door.base in url}
    seen(f"{len(steps)} steps, {visit.page.evaluate('window.calls')} history calls")
    assert visit.page.evaluate("window.calls") == 0
    assert visit.page.evaluate("history.length") == length
    assert addresses == {f"GET {visit.door.base}/", f"POST {visit.door.base}/"}
    assert visit.page.url == visit.door.base + "/"


def test_c22_without_script_the_whole_journey_is_made_and_back_shows_no_talk(opens: Opens, seen: Seen) -> None:
    """Forms alone lead to the end; after leaving, Back shows the start page or nothing, never the talk."""
    visit = opens(java_script_enabled=False)
    visit.come()
    visit.answers(40, until="sent")
    assert visit.step == "sent"
    visit.come()
    visit.write()
    WAYS["click"](visit.page)
    visit.left()
    assert not [url for url in visit.history() if url.endswith("/leave")]
    for _ in range(4):
        _back_without_script(visit.page)
        nothing_told(visit)
    seen(f"Back leads to {visit.page.url.replace(visit.door.base, 'ours')}")


def _back_without_script(page: Page) -> None:
    from playwright.sync_api import Error

    try:
        back(page)
    except Error as fault:
        # Chromium asks before it posts an old form again, and shows a page of its own.
        assert "ERR_CACHE_MISS" in str(fault)  # noqa: PT017 - either is right
