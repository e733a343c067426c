"""The same leaving in Firefox."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from tests.leaving.conftest import Seen
from tests.leaving.marionette import Firefox
from tests.leaving.neutral import Site
from tests.leaving.visit import SENT, UNSENT
from tests.running import Running

pytestmark = pytest.mark.prove

SHIFT, ENTER, SPACE, ESCAPE = "\ue008", "\ue007", " ", "\ue00c"
_ENTRIES: Final = """
const history = gBrowser.selectedBrowser.browsingContext.sessionHistory;
return Array.from({ length: history.count }, (_, at) => history.getEntryAtIndex(at).URI.spec);
"""
_EVERYTHING: Final = """
return document.title + document.documentElement.outerHTML
    + [...document.querySelectorAll('input,textarea')].map(f => f.value).join(' ');
"""
# Chooses or fills in what is asked, as the person would; gives what stood there before.
_FILL: Final = """
const groups = '#answer fieldset, #answer [role$=group]';
for (const group of document.querySelectorAll(groups)) group.querySelector('input').click();
for (const area of document.querySelectorAll('#answer textarea')) area.value = arguments[0] + ' happened.';
const id = document.querySelector('#answer [name=id]');
return id ? id.value : '';
"""


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that Firefox keeps."""
    return tmp_path_factory.mktemp("firefox")


@pytest.fixture(scope="module")
def firefox(profile: Path) -> Iterator[Firefox]:
    """Firefox, running."""
    with Firefox.open(profile) as running:
        yield running


@pytest.fixture
def talk(firefox: Firefox, door: Running, out: Site, before: Site) -> Firefox:
    """Firefox in a new tab, in the middle of a talk, with words typed and not sent."""
    out.forget()
    handle = firefox.tell("WebDriver:NewWindow", type="tab")["handle"]
    firefox.tell("WebDriver:SwitchToWindow", handle=handle)
    firefox.go(before.url)
    firefox.go(door.base + "/")
    while firefox.run("return document.querySelector('main').dataset.step") != "story":
        answer(firefox)
    firefox.type("#answer textarea", UNSENT)
    return firefox


def answer(firefox: Firefox) -> None:
    """Answer one question, and wait for the next."""
    old = firefox.run(_FILL, SENT)
    firefox.click("#answer button[value=answer]")
    firefox.wait(
        "const id = document.querySelector('#answer [name=id]'); return !!id && id.value !== arguments[0]", old
    )


def left(firefox: Firefox, out: Site) -> None:
    """Wait until the other site stands there."""
    firefox.wait("return location.href.startsWith(arguments[0]) && document.readyState === 'complete'", out.url)


def leave(firefox: Firefox, out: Site, how: str) -> None:
    """Leave this way."""
    if how == "click":
        firefox.click("#leave")
    elif how == "touch":
        firefox.touch("#leave")
    elif how == "Shift three times":
        firefox.keys(SHIFT, SHIFT, SHIFT)
    else:
        firefox.run("document.getElementById('leave').focus()")
        firefox.keys({"Enter": ENTER, "Space": SPACE}[how])
    left(firefox, out)


def test_c01_firefox_keeps_the_length_of_its_history(talk: Firefox, door: Running, out: Site, seen: Seen) -> None:
    """In Firefox too, ten answers and leaving add nothing to the tab's history, and none of it is ours."""
    length = talk.run("return history.length")
    for _ in range(8):
        answer(talk)
    assert talk.run("return history.length") == length
    leave(talk, out, "click")
    entries = talk.inside(_ENTRIES)
    seen(f"Firefox: history {length} -> {len(entries)}, none ours")
    assert len(entries) == length
    assert not [url for url in entries if url.startswith(door.base)]


@pytest.mark.parametrize("how", ["click", "touch", "Enter", "Space", "Shift three times"])
def test_c02_firefox_goes_back_to_the_page_before_ours(talk: Firefox, out: Site, before: Site, how: str) -> None:
    """In Firefox too, one Back brings the site that stood before us, and no word of the talk."""
    leave(talk, out, how)
    talk.back()
    talk.wait("return location.href === arguments[0]", before.url)
    told = talk.run(_EVERYTHING)
    assert "Recipes for soup" in told
    assert not [words for words in (SENT, UNSENT, "own words") if words in told]


def test_c03_firefox_shows_the_start_to_who_comes_back(talk: Firefox, out: Site) -> None:
    """After another address and Back, Firefox shows the start page, without a word of the talk."""
    talk.go(out.url)
    talk.back()
    talk.wait("const main = document.querySelector('main'); return !!main && main.dataset.step === 'safe_now'")
    told = talk.run(_EVERYTHING)
    assert not [words for words in (SENT, UNSENT, "own words") if words in told]


def test_c11_firefox_tells_the_other_site_nothing(talk: Firefox, out: Site, seen: Seen) -> None:
    """In Firefox too, the other site is not asked before, and sees no referrer, no origin, no cookie."""
    assert out.asked == []
    leave(talk, out, "click")
    asked = next(a for a in out.asked if a.path == "/today")
    told = [name for name in ("referer", "origin", "cookie", "x-moz", "sec-purpose") if name in asked.headers]
    seen(f"Firefox: headers that tell: {told or 'none'}")
    assert not told


def test_c04_firefox_has_one_bland_row_at_most(
    talk: Firefox, profile: Path, door: Running, out: Site, seen: Seen
) -> None:
    """Firefox's own database holds one address of ours at most, under a bland title."""
    leave(talk, out, "click")
    time.sleep(1.5)
    copied = profile / "copied"
    copied.mkdir()
    for path in profile.glob("places.sqlite*"):
        shutil.copy(path, copied)
    with closing(sqlite3.connect(copied / "places.sqlite")) as database:
        rows = database.execute("SELECT url, title FROM moz_places WHERE visit_count > 0").fetchall()
    ours = [(url, title) for url, title in rows if url.startswith(door.base)]
    seen(f"Firefox: {len(ours)} row(s) in places.sqlite, titled {[title for _, title in ours]}")
    assert {url for url, _ in ours} <= {door.base + "/"}
    assert {title for _, title in ours} <= {"Page", "New tab", "", None}
