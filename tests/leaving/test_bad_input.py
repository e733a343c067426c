"""Browsers that can do less, and fingers, tabs and lines that play tricks: each gets a humane answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leaving.conftest import LAUNCH, Opens
from tests.leaving.neutral import Site
from tests.leaving.visit import SENT, UNSENT, WAYS, Visit
from tests.running import Running

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, BrowserType, Route

pytestmark = pytest.mark.prove


def gone(visit: Visit) -> None:
    """Leave by the button: the other site stands there, no cookie is left, and nothing of us is in the history."""
    WAYS["click"](visit.page)
    visit.left()
    assert not visit.context.cookies()
    assert not [url for url in visit.history() if url.endswith("/leave")]


def arrived(visit: Visit, own: str) -> list[list[str]]:
    """For each referral at the hub that tells of `own`, the texts in it that do."""
    visit.answers(40, until="sent")
    told = ([part["text"] for part in referral["narrative"]] for referral in visit.at_the_hub())
    found = [[text for text in texts if own in text] for texts in told]
    return [texts for texts in found if texts]


def test_no_javascript_completes_a_journey_and_leaves(opens: Opens) -> None:
    """With script switched off, the forms lead to the end, and the button out of it."""
    visit = opens(java_script_enabled=False)
    visit.come()
    assert len(visit.answers(40, until="sent")) > 10
    assert "arrived" in visit.page.inner_text("main")
    gone(visit)


def test_without_script_no_empty_promises_stand_on_the_page(opens: Opens) -> None:
    """What works by script alone is not offered where there is none."""
    visit = opens(java_script_enabled=False)
    visit.page.goto(visit.door.base)
    visit.page.click("footer summary")
    assert not visit.page.is_visible("#cover")
    assert not visit.page.is_visible("#ending")


def _without_script(route: Route) -> None:
    answer = route.fetch(max_redirects=0)
    headers = answer.headers | {"content-security-policy": "script-src 'none'"}
    route.fulfill(response=answer, headers=headers)


def test_a_blocked_script_completes_a_journey_and_leaves(opens: Opens) -> None:
    """Where a company's filter blocks the script, the page goes on by its forms."""
    visit = opens()
    visit.page.route(f"{visit.door.base}/**", _without_script)
    visit.come()
    visit.answers(40, until="sent")
    assert "arrived" in visit.page.inner_text("main")
    gone(visit)
    # The block is this test's own.
    visit.refused.clear()


_OLD = """
delete Request.prototype.keepalive;
delete window.trustedTypes;
delete SubmitEvent.prototype.submitter;
"""
_OLDER = _OLD + "delete window.URLSearchParams; delete Element.prototype.replaceWith; delete navigator.sendBeacon;"


@pytest.mark.parametrize("lacks", [_OLD, _OLDER], ids=["no keepalive", "no URLSearchParams"])
def test_an_old_browser_answers_goes_back_and_leaves(opens: Opens, lacks: str) -> None:
    """Without keepalive, trusted types or the submitter, and in one older still, each button does what it says."""
    visit = opens()
    visit.context.add_init_script(lacks)
    visit.come()
    visit.answers(until="who")
    visit.press("back")
    assert visit.step == "story"
    visit.press("help")
    assert visit.step == "story"
    visit.answers(3)
    WAYS["click"](visit.page)
    visit.left()
    visit.page.wait_for_timeout(300)
    visit.page.goto(visit.door.base)
    visit.answer()
    assert visit.step == "brings"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_refused_cookies_are_told_with_a_number_to_call(
    engine: BrowserType,
    door: Running,
    out: Site,
    before: Site,
    kinds: dict[str, str],
    tmp_path: Path,
    script: bool,  # noqa: FBT001 - a case
) -> None:
    """A browser that refuses every cookie: why it cannot go on, a helpline to press, and a way out that works."""
    profile = tmp_path / "profile" / "Default"
    profile.mkdir(parents=True)
    (profile / "Preferences").write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    context: BrowserContext = engine.launch_persistent_context(
        str(profile.parent), **LAUNCH, java_script_enabled=script, timeout=20_000
    )
    out.forget()
    try:
        visit = Visit(context.pages[0], door, out, before, kinds)
        visit.come()
        visit.answer()
        assert not context.cookies()
        visit.page.check("#answer [role$=group] input >> nth=0", force=True)
        visit.page.click("#answer button[value=answer]")
        visit.page.wait_for_selector("main:has-text('cookie')")
        numbers = [str(link.get_attribute("href")) for link in visit.page.query_selector_all("main a[href^='tel:']")]
        assert "tel:999" in numbers
        assert any(len(number) > len("tel:999") for number in numbers), "no helpline"
        visit.leave()
    finally:
        context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_pressed_twice_it_is_one_answer(opens: Opens, script: bool) -> None:  # noqa: FBT001 - a case
    """A double click on Continue answers one question, and the next one stands there unanswered."""
    visit = opens(java_script_enabled=script)
    visit.come()
    visit.answers(until="story")
    own = f"{SENT} pressed twice, script {script}."
    visit.page.fill("#answer textarea", own)
    visit.onward(lambda: visit.page.dblclick("#answer button[value=answer]"))
    visit.page.wait_for_timeout(300)
    assert visit.step == "who"
    assert arrived(visit, own) == [[own]]


def test_sent_twice_it_arrives_once(opens: Opens) -> None:
    """A double click on the last button says that it has arrived, and no fault; there is one referral."""
    visit = opens()
    visit.come()
    visit.write(f"{SENT} sent twice.")
    visit.press("answer")
    visit.answers(40, until="ready")
    visit.page.check("#answer input[value=send]", force=True)
    visit.onward(lambda: visit.page.dblclick("#answer button[value=answer]"))
    visit.page.wait_for_timeout(300)
    assert visit.step == "sent"
    assert len(arrived(visit, f"{SENT} sent twice.")) == 1


def test_back_after_a_post_and_the_old_form_pressed_goes_on(opens: Opens) -> None:
    """Without script, Back brings an old form or asks first; the old question answered again counts as its own."""
    visit = opens(java_script_enabled=False)
    visit.come()
    visit.answers(until="story")
    old = visit.page.content()
    visit.answers(2)
    assert visit.step == "ongoing"
    visit.page.route(visit.door.base + "/", _once(lambda route: route.fulfill(body=old, content_type="text/html")))
    visit.page.goto(visit.door.base + "/")
    assert visit.step == "story"
    visit.page.fill("#answer textarea", f"{SENT} again.")
    visit.press("answer")
    assert visit.step == "ongoing"
    assert arrived(visit, f"{SENT} again.") == [[f"{SENT} again."]]


def _once(act: Callable[[Route], Any]) -> Callable[[Route], None]:
    done: list[bool] = []

    def handle(route: Route) -> None:
        if done:
            route.continue_()
        else:
            done.append(True)
            act(route)

    return handle


def other_tab(visit: Visit) -> Visit:
    """A second tab of the same browser at the door."""
    page = visit.context.new_page()
    page.goto(visit.door.base + "/")
    return Visit(page, visit.door, visit.out, visit.before, visit.kinds)


def test_a_second_tab_asks_first_and_then_goes_on_where_it_stood(visit: Visit) -> None:
    """A second tab shows nothing of the talk before safe-to-talk; then both go on, and no answer is misread."""
    visit.answers(until="who")
    second = other_tab(visit)
    assert second.step == "safe_now"
    assert SENT not in second.everything
    second.answer()
    assert second.step == "who"
    second.answer()
    assert second.step == "ongoing"
    visit.answer()
    assert visit.step == "ongoing"
    assert not second.refused


def test_a_tab_that_was_left_ends_the_other_one_kindly(visit: Visit) -> None:
    """Left in one tab, the other is told that its place is gone, and starts anew; the talk is not back."""
    visit.answers(until="who")
    second = other_tab(visit)
    second.leave()
    visit.page.check("#answer [role$=group] input >> nth=0", force=True)
    visit.page.click("#answer button[value=answer]")
    visit.page.wait_for_selector("main[data-step=safe_now]")
    assert "If you left" in visit.page.inner_text("main")
    visit.answer()
    assert visit.step == "brings"


@pytest.mark.parametrize("how", ["offline", "reset"])
def test_a_line_lost_in_mid_answer_keeps_every_word(visit: Visit, how: str) -> None:
    """Without a line, what was typed stays in the page and it is said; pressed again with a line, it goes on."""
    visit.write(f"{UNSENT} {how}")
    if how == "offline":
        visit.context.set_offline(True)
    else:
        visit.page.route(visit.door.base + "/", lambda route: route.abort("connectionreset"))
    visit.page.click("#answer button[value=answer]")
    visit.page.wait_for_selector("#notice")
    assert "still here" in visit.page.inner_text("#notice")
    assert visit.page.input_value("#answer textarea") == f"{UNSENT} {how}"
    assert visit.page.evaluate("document.activeElement.id") == "notice"
    visit.context.set_offline(False)
    visit.page.unroute_all()
    visit.press("answer")
    assert visit.step == "who"
    assert arrived(visit, f"{UNSENT} {how}") == [[f"{UNSENT} {how}"]]


def test_an_answer_that_was_heard_but_whose_page_was_lost_counts_once(visit: Visit) -> None:
    """The answer arrived and its page did not: pressed again, it is one answer, and the talk goes on."""
    own = f"{SENT} heard and lost."
    visit.write(own)

    def heard_and_lost(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    visit.page.route(visit.door.base + "/", heard_and_lost)
    visit.page.click("#answer button[value=answer]")
    visit.page.wait_for_selector("#notice")
    visit.page.unroute_all()
    visit.press("answer")
    assert visit.step == "who"
    assert arrived(visit, own) == [[own]]


def test_leaving_without_a_line_empties_the_page_all_the_same(visit: Visit) -> None:
    """With no line the page is empty at once; the server forgets it when its time is over."""
    visit.write()
    visit.context.set_offline(True)
    WAYS["click"](visit.page)
    visit.page.wait_for_timeout(500)
    assert visit.step == ""
    assert UNSENT not in visit.everything
    visit.context.set_offline(False)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_posts_is_not_heard(door: Running, site: str) -> None:
    """A form on someone else's page is refused, opens nothing, and makes nobody leave."""
    import httpx2

    said = httpx2.post(door.base + "/", content=b"answer=yes&step=safe_now", headers={"Sec-Fetch-Site": site})
    assert said.status_code == 403
    assert "set-cookie" not in said.headers
    left = httpx2.post(door.base + "/leave", headers={"Sec-Fetch-Site": site})
    assert "set-cookie" not in left.headers
    assert "access-control-allow-origin" not in said.headers
