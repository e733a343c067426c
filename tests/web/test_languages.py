"""The page in every language that there is, and in one that nobody speaks: each is found, none is listed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final

import pytest

from flows.library import Library, load
from reception.valkey import Valkey
from tests.browser import Browser, InProcess, Sent
from tests.house import House
from tests.leaving.crawl import Sight, Walk
from tests.leaving.pages import every_page
from tests.pseudo import CODE, pseudo, unsaid

SHIPPED: Final = load()
EVERY: Final = [pytest.param(code, id=code) for code in SHIPPED.languages]
MOST_GZIPPED, MOST_ON_THE_WIRE = 12 * 1024, 14_000
# Names of browsers and of their menus, a person's own words, and the page's own name, which the hub chose.
_OURS: Final = re.compile(
    r"<dt.*?</dt>|<textarea.*?</textarea>|<title.*?</title>|<button[^>]*language:[^>]*>.*?</button>", re.DOTALL
)
_SAID: Final = re.compile(r'(?:aria-label|data-says|data-two|data-one|data-none)="([^"]*)"')
# Return words, and what a worker wrote: each says to the browser that it is not to be translated.
_AS_IT_IS = re.compile(r'(?s)<(ol|blockquote)[^>]* translate="no">.*?</\1>')
_UNREAD: Final = re.compile(r"<(style|script)>.*?</\1>|<!.*?>", re.DOTALL)


def said_on(html: str) -> str:
    """All that a page says, to the eye and to the ear."""
    bare = _OURS.sub("", _UNREAD.sub("", _AS_IT_IS.sub("", html)))
    return unescape(" ".join((re.sub(r"<[^>]*>", "", bare), *_SAID.findall(bare))))


@pytest.fixture(scope="module")
def house(valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A front door that offers every language, the one that nobody speaks too."""
    with House.over(valkey, tmp_path_factory.mktemp("house"), library=pseudo(SHIPPED, "rtl")) as made:
        yield made


@pytest.fixture(scope="module")
def strange(valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sight, ...]:
    """Every page that people can meet, in the language that nobody speaks."""
    folder = tmp_path_factory.mktemp("strange")
    return every_page(valkey, folder, library=pseudo(SHIPPED), language=CODE)


def test_every_step_is_reached_in_a_strange_language(strange: tuple[Sight, ...]) -> None:
    """The crawler, which knows no words, comes to every step by the forms alone."""
    places = {
        at.due.id for some in Walk(InProcess.__new__(InProcess), SHIPPED).places().values() for at in some if at.due
    }
    assert places <= {sight.step for sight in strange}


def test_nothing_on_any_page_stands_untranslated(strange: tuple[Sight, ...]) -> None:
    """Whatever is said on a page, to the eye or to the ear, is a message of the catalogue."""
    for sight in strange:
        assert not unsaid(said_on(sight.html)), sight.name
        assert f'lang="{CODE}" dir="ltr"' in sight.html


@pytest.mark.parametrize("language", EVERY)
def test_the_first_page_is_small(house: House, language: str) -> None:
    """In every language: at most 12 KB gzipped, and 14,000 bytes on the wire, as sent to a phone."""
    client = house.server(language).client
    said = client.get("/", headers={"Accept-Language": language, "Accept-Encoding": "gzip"})
    body = gzip.compress(said.content, 9, mtime=0)
    head = sum(len(name) + len(value) + 4 for name, value in said.headers.raw) + len("HTTP/1.1 200 OK\r\n\r\n")
    assert f'lang="{language}"' in said.text
    assert len(body) <= MOST_GZIPPED
    assert head + len(body) <= MOST_ON_THE_WIRE


@pytest.mark.parametrize("language", EVERY)
def test_each_other_language_is_one_press_away(house: House, language: str) -> None:
    """The first page offers each other language by its own name, said and written as its own."""
    browser = Browser(house.server(language))
    browser.go()
    form = browser.page.form("/")
    assert form
    offered = {b.value.removeprefix("language:"): b.text for b in form.buttons if b.value.startswith("language:")}
    spoken = house.plan.library.spoken
    assert {code: spoken[code].name for code in house.plan.library.languages if code != language} == offered
    for code in offered:
        assert f'lang="{code}" dir="{spoken[code].direction}"' in browser.answer.text


@pytest.mark.parametrize("language", EVERY)
def test_enter_answers_and_does_not_change_the_language(house: House, language: str) -> None:
    """The first button of the form, which Enter presses, is one that answers."""
    browser = Browser(house.server(language))
    browser.go()
    form = browser.page.form("/")
    assert form
    assert not form.buttons[0].value
    browser.press(form, form.buttons[0], {"answer": ("yes",)})
    assert ("brings", True) == (browser.page.step, f'lang="{language}"' in browser.answer.text)


@pytest.mark.parametrize("language", EVERY)
def test_it_is_remembered_in_the_conversation_alone(house: House, language: str) -> None:
    """No cookie, and no address, tells the language: a new browser is greeted in its own."""
    browser = Browser(house.server())
    browser.go()
    form = browser.page.form("/")
    assert form
    wanted = [b for b in form.buttons if b.value == f"language:{language}"] or [form.buttons[0]]
    browser.press(form, wanted[0], {} if wanted[0].value else {"answer": ("yes",)})
    assert f'<html lang="{language}"' in browser.answer.text
    assert all(language not in cookie.split("=")[0] for cookie in browser.answer.cookies)
    browser.send(Sent("GET", "/", None, ""))
    assert '<html lang="en"' in browser.answer.text


def test_the_page_runs_from_the_right_where_the_language_does(house: House) -> None:
    """A language that runs from the right turns its page, and what people type runs as it is typed."""
    for code in house.plan.library.languages:
        browser = Browser(house.server(code))
        browser.go()
        assert f'<html lang="{code}" dir="{house.plan.library.language(code).direction}">' in browser.answer.text


def test_sides_are_named_by_direction() -> None:
    """No rule of the sheet says left or right but for telephone numbers, which run from the left everywhere."""
    sheet = (Path(__file__).parents[2] / "web" / "static" / "page.css").read_text("utf-8")
    sides = re.findall(r"[\w-]*(?<![\w-])(?:margin|padding|border|inset)?-?(?:left|right)\s*:[^;}]*", sheet)
    assert not sides


def test_one_forgotten_word_is_seen(strange: tuple[Sight, ...]) -> None:
    """A page with one English word on it is found out."""
    spoilt = strange[0].html.replace("</h1>", "</h1><p>Forgotten</p>", 1)
    assert "Forgotten" == unsaid(said_on(spoilt))


def test_nothing_names_a_language_here(house: House) -> None:
    """Whatever folders there are, they are the languages of the page."""
    folders = {
        path.parent.name for path in (Path(__file__).parents[2] / "flows/library/languages").glob("*/messages.po")
    }
    library: Library = house.plan.library
    assert folders | {"en", CODE} == set(library.languages)
