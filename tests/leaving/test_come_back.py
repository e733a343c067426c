"""Coming back with words in a real browser, with the script and without."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.leaving.conftest import Opens
from tests.leaving.visit import SENT, UNSENT, Visit
from tests.running import run

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.prove

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
_MOST = 60
_LETTER = "We can meet on Tuesday at ten."


def to(visit: Visit, do: str, step: str, typed: str = "") -> None:
    """Press this, with these words typed, and wait for that page."""
    if typed:
        visit.page.fill("#answer textarea", typed)
    visit.page.click(f"#answer button[name=do][value='{do}']")
    visit.page.wait_for_selector(f"main[data-step='{step}']")


def sent(visit: Visit) -> None:
    """Answer all there is, send, and come to the end."""
    for _ in range(_MOST):
        if visit.page.query_selector("button[value='keep:words']"):
            return
        skip = visit.page.query_selector("#answer button[value=skip]")
        send = visit.page.query_selector("#answer input[value=send]")
        visit.answer("skip" if skip and not send and visit.step != "story" else "answer")
    pytest.fail("It was not sent.")


def worded(visit: Visit) -> str:
    """Send, and take the words."""
    sent(visit)
    to(visit, "keep:words", "keep-words")
    words = " ".join(visit.page.locator("ol.words li").all_inner_texts())
    to(visit, "keep:practise", "keep-practise")
    to(visit, "keep:check", "keep-practised", words)
    to(visit, "keep:done", "keep-kept")
    return words


def came_back(visit: Visit, words: str) -> None:
    """Open the door again, say that it is safe, and type the words."""
    visit.page.goto(visit.door.base + "/")
    visit.answer()
    to(visit, "return:ask", "return-words")
    to(visit, "return:open", "return-status", words)


def written(visit: Visit, folder: Path) -> None:
    """A worker reads all there is, and leaves an answer for the one who has just sent."""
    data = str(visit.door.folder / "data")
    (folder / "answer").write_text(_LETTER)
    held = json.loads(_hub(folder, "read", "--data", data, "--json").splitlines()[-1])["id"]
    words = ("--way", "web", "--by", "Ama Osei", "--text-file", str(folder / "answer"), "--data", data)
    given = _hub(folder, "write", held, *words)
    order = given.rpartition("as ")[2].partition(".")[0]
    for _ in range(_MOST):
        if any(order in line and "sent" in line for line in _hub(folder, "outcomes", "--data", data).splitlines()):
            return
        time.sleep(0.5)
    pytest.fail("The door did not leave it.")


def _hub(folder: Path, *words: str) -> str:
    done = run(folder, "hub", *words)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def begun(opens: Opens, *, script: bool) -> Visit:
    """Somebody who comes from another site."""
    visit = opens(java_script_enabled=script)
    visit.come()
    return visit


@BOTH
def test_all_the_way_round(opens: Opens, *, script: bool) -> None:
    """Send, take words, come back, add, ask for less, take it back: each by what the pages offer."""
    visit = begun(opens, script=script)
    words = worded(visit)
    came_back(visit, words)
    to(visit, "return:add", "return-add")
    to(visit, "return:send-add", "return-status", "One more thing.")
    to(visit, "return:less", "return-less")
    visit.page.check("#answer input[value=call]", force=True)
    to(visit, "return:send-less", "return-status")
    to(visit, "return:back", "return-back")
    to(visit, "return:send-back", "return-taken")
    assert SENT not in visit.page.content()
    asked = [one for one in visit.asked if visit.door.base in one]
    assert {one.rpartition(" ")[2] for one in asked} <= {visit.door.base + "/"}


@BOTH
def test_what_the_hub_wrote_is_read(opens: Opens, tmp_path: Path, *, script: bool) -> None:
    """A worker leaves them an answer with the commands of the hub; it stands on a page of its own once they ask."""
    visit = begun(opens, script=script)
    words = worded(visit)
    written(visit, tmp_path)
    came_back(visit, words)
    assert _LETTER not in visit.everything
    to(visit, "return:read", "return-read")
    assert visit.page.inner_text("blockquote") == _LETTER
    visit.leave()
    _back(visit.page)
    assert _LETTER not in visit.page.content()


@BOTH
def test_a_request_wrong_words_and_thinking_twice(opens: Opens, *, script: bool) -> None:
    """Wrong words are asked for again, with what was typed; a wish goes; what is not taken back stays."""
    visit = begun(opens, script=script)
    words = worded(visit)
    visit.page.goto(visit.door.base + "/")
    visit.answer()
    to(visit, "return:ask", "return-words")
    to(visit, "return:open", "return-words", "one two three")
    visit.page.wait_for_selector("#notice")
    assert visit.page.input_value("#answer textarea") == "one two three"
    to(visit, "return:open", "return-status", words)
    to(visit, "return:less", "return-less")
    to(visit, "return:more", "return-more")
    to(visit, "return:send-more", "return-status", "Call me at another time.")
    to(visit, "return:back", "return-back")
    to(visit, "return:status", "return-status")
    to(visit, "return:end", "return-ended")
    assert not visit.context.cookies(visit.door.base)


@BOTH
def test_words_that_are_not_wanted(opens: Opens, *, script: bool) -> None:
    """They may be looked at, tried with a slip, and not wanted."""
    visit = begun(opens, script=script)
    sent(visit)
    to(visit, "keep:words", "keep-words")
    to(visit, "keep:practise", "keep-practise")
    to(visit, "keep:check", "keep-practise", "one two three")
    visit.page.wait_for_selector("#answer .wrong, .wrongs, [aria-invalid]")
    to(visit, "keep:words", "keep-words")
    to(visit, "keep:none", "keep-none")
    assert not visit.context.cookies(visit.door.base)


def test_a_return_page_left_lying_open_empties_itself(opens: Opens) -> None:
    """It is told after 13 minutes, and after 15 no word stands there."""
    visit = opens()
    visit.page.clock.install()
    visit.come()
    came_back(visit, worded(visit))
    to(visit, "return:add", "return-add")
    visit.page.fill("#answer textarea", UNSENT)
    visit.page.clock.fast_forward("12:30")
    assert not visit.page.is_visible("#ending")
    visit.page.clock.fast_forward("00:45")
    assert visit.page.is_visible("#ending")
    visit.page.clock.fast_forward("01:50")
    visit.page.wait_for_selector("main[data-step=safe_now]")
    assert UNSENT not in visit.everything


def test_it_adds_nothing_to_the_history(opens: Opens) -> None:
    """With the script, the whole way back is one entry of the tab, under the bland title."""
    visit = begun(opens, script=True)
    words = worded(visit)
    visit.page.goto(visit.before.url)
    visit.page.goto(visit.door.base + "/")
    length = visit.page.evaluate("history.length")
    visit.answer()
    to(visit, "return:ask", "return-words")
    to(visit, "return:open", "return-status", words)
    to(visit, "return:add", "return-add")
    assert visit.page.evaluate("history.length") == length
    pairs = zip(visit.history(), visit.titles(), strict=True)
    assert {title for url, title in pairs if url.startswith(visit.door.base)} <= {"Page", "New tab"}


@BOTH
def test_leaving_from_the_words_and_going_back_shows_none(opens: Opens, *, script: bool) -> None:
    """Leave works on these pages as on all, and Back brings no word."""
    visit = begun(opens, script=script)
    sent(visit)
    to(visit, "keep:words", "keep-words")
    words = visit.page.locator("ol.words li").all_inner_texts()
    visit.leave()
    assert not visit.context.cookies(visit.door.base)
    _back(visit.page)
    assert not [word for word in words if len(word) > 6 and f"<li>{word}" in visit.page.content()]


@BOTH
def test_leaving_from_a_visit_and_going_back_opens_nothing(opens: Opens, *, script: bool) -> None:
    """After leaving the return page nothing can be added by whoever comes next."""
    visit = begun(opens, script=script)
    came_back(visit, worded(visit))
    to(visit, "return:add", "return-add")
    visit.leave()
    _back(visit.page)
    assert visit.page.query_selector("main[data-step='return-add']") is None


def _back(page: Page) -> None:
    from playwright.sync_api import Error

    # Without a script the browser has nothing to show: it says that the form would have to be sent again.
    with suppress(Error):
        page.go_back(wait_until="commit")
    page.wait_for_timeout(300)
