"""The web door over a real reception and a real store, and a browser that runs no script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient

from flows.library import Library, load
from reception.valkey import Valkey
from tests.browser import Browser, InProcess
from tests.forms import Form
from tests.forms import Page as Read
from tests.reception.house import MORNING, SMALL, House, house_at, look
from web.app import door
from web.page import Page

PAGE = Page(title="Notes", exit_url="https://example.org/weather", public_url="http://testserver")


@pytest.fixture(scope="session")
def library() -> Library:
    """The small library, whose words no real wording moves."""
    return load(SMALL)


@contextmanager
def opened(library: Library, page: Page, door_url: str, keeper_url: str) -> Iterator[tuple[House, TestClient]]:
    """The door of a reception over the store at these addresses, on one event loop."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(house_at(library, door_url, keeper_url)) as house,
    ):
        client = TestClient(door(house.reception, page, house.clock), raise_server_exceptions=False)
        client.portal = portal
        yield house, client


@pytest.fixture
def inside(library: Library, valkey: Valkey, hub: redis.Redis) -> Iterator[tuple[House, TestClient]]:
    """A reception whose hub has just looked, and a client of its web door."""
    look(hub, MORNING)
    with opened(library, PAGE, valkey.url("door"), valkey.url("keeper")) as made:
        yield made


@pytest.fixture
def house(inside: tuple[House, TestClient]) -> House:
    """The reception behind the door."""
    return inside[0]


@pytest.fixture
def client(inside: tuple[House, TestClient]) -> TestClient:
    """Bare requests to the door."""
    return inside[1]


@pytest.fixture
def browser(client: TestClient) -> Browser:
    """Someone's browser."""
    return Browser(InProcess(client))


@pytest.fixture
def shut(library: Library) -> Iterator[TestClient]:
    """The door of a reception whose store is not there."""
    nowhere = "unix:///nowhere/at/all.sock"
    with opened(library, PAGE, nowhere, nowhere) as (_, client):
        yield client


def form_of(page: Read, action: str = "/") -> Form:
    """The one form of the page that goes there."""
    (form,) = [form for form in page.forms if form.action == action]
    return form


def answer(browser: Browser, *values: str, do: str = "answer", **filled: str) -> None:
    """Answer the question on the page, with the value of its one field or with values by field."""
    form = form_of(browser.page)
    button = next(b for b in form.buttons if b.value == do)
    given = {f"answer.{name}": (value,) for name, value in filled.items()}
    browser.press(form, button, given | ({"answer": values} if values else {}))


def to_story(browser: Browser) -> None:
    """Go to the question that takes a person's own words."""
    browser.go()
    answer(browser, "yes")
    answer(browser, "hurt")
    assert browser.page.step == "story"


def to_consent(browser: Browser) -> None:
    """Go to the question whether to send."""
    to_story(browser)
    from_story_to_consent(browser)


def from_story_to_consent(browser: Browser) -> None:
    """Say a few words and skip what may be skipped."""
    answer(browser, "Words of their own.")
    while browser.page.step != "consent":
        answer(browser, do="skip")
