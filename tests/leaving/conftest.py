"""Real browsers at the real door.

Rule: the back-forward cache is on, as it is for people; the two other sites stand on loopback addresses of their own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from flows.library import HERE, Library, load
from reception.valkey import Valkey
from tests.leaving.crawl import Sight
from tests.leaving.neutral import Site
from tests.leaving.pages import every_page
from tests.leaving.visit import Visit
from tests.running import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Playwright

CHROMIUM: Final = shutil.which("chromium") or "/usr/bin/chromium"
LAUNCH: Final[dict[str, Any]] = {
    "executable_path": CHROMIUM,
    "headless": True,
    # Playwright turns it off, and Back would then be falsely harmless.
    "ignore_default_args": ["--disable-back-forward-cache"],
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
_FIGURES: Final = pytest.StashKey[dict[str, list[str]]]()

Opens = Callable[..., Visit]
Seen = Callable[[str], None]


@pytest.fixture(scope="session")
def out() -> Iterator[Site]:
    """The site that leaving leads to: nothing but white."""
    with Site("127.0.0.2", "Weather").open() as site:
        yield site


@pytest.fixture(scope="session")
def before() -> Iterator[Site]:
    """The site that was open before."""
    with Site("127.0.0.3", "Before", "Recipes for soup").open() as site:
        yield site


@pytest.fixture(scope="session")
def door(out: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo, served as anyone serves it, with the door open and the practice banner on."""
    folder = tmp_path_factory.mktemp("door")
    settings = {"FRONTDOOR_EXIT_URL": f"{out.url}today"}
    with Running(folder, ("demo", "--debug", "--data", str(folder / "data")), settings) as running:
        yield running


@pytest.fixture(scope="session")
def library() -> Library:
    """The library that is shipped."""
    return load(HERE)


@pytest.fixture(scope="session")
def kinds(library: Library) -> dict[str, str]:
    """The kind of each field, by its id."""
    return {f.id: f.kind for step in library.steps.values() for f in step.fields}


@pytest.fixture(scope="session")
def sights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sight, ...]:
    """Every page that people can meet, found by a crawler."""
    folder = tmp_path_factory.mktemp("crawl")
    with Valkey(folder / "store") as valkey:
        return every_page(valkey, folder)


@pytest.fixture(scope="session", params=sorted(load(HERE).catalogues))
def tongue(request: pytest.FixtureRequest) -> str:
    """Each language besides English, signed or not."""
    return str(request.param)


@pytest.fixture(scope="session")
def told(tongue: str, library: Library, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sight, ...]:
    """Every page that people can meet, in that language."""
    folder = tmp_path_factory.mktemp("crawl")
    with Valkey(folder / "store") as valkey:
        return every_page(valkey, folder, library=library, language=tongue)


@contextmanager
def playing() -> Iterator[Playwright]:
    """Playwright, imported only where it is used: `make test` has none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def engine() -> Iterator[BrowserType]:
    """Chromium, not started."""
    with playing() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def chromium(engine: BrowserType) -> Iterator[Browser]:
    """Chromium, running. Each visit gets a window without memory in it."""
    with engine.launch(**LAUNCH) as browser:
        yield browser


@pytest.fixture
def opens(chromium: Browser, door: Running, out: Site, before: Site, kinds: dict[str, str]) -> Iterator[Opens]:
    """Begins visits, each in a window of its own. When it is over, nothing may have been refused by policy."""
    out.forget()
    before.forget()
    visits: list[Visit] = []

    def begin(**window: Any) -> Visit:
        context = chromium.new_context(**window)
        context.set_default_timeout(10_000)
        visits.append(Visit(context.new_page(), door, out, before, kinds))
        return visits[-1]

    yield begin
    refused = [said for visit in visits for said in visit.refused]
    for visit in visits:
        visit.context.close()
    out.forget()
    assert not refused


@pytest.fixture
def visit(opens: Opens) -> Visit:
    """A person who came from some other site."""
    begun = opens(has_touch=True)
    begun.come()
    return begun


@pytest.fixture
def seen(request: pytest.FixtureRequest) -> Seen:
    """Keeps a figure that was measured, to be told at the end."""
    number = request.node.name.removeprefix("test_").partition("_")[0]
    figures = request.config.stash.setdefault(_FIGURES, {})
    return lambda figure: figures.setdefault(number, []).append(figure)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell the figures."""
    told = config.stash.get(_FIGURES, {})
    if told:
        terminalreporter.section("figures")
    for number, figures in sorted(told.items()):
        terminalreporter.line(f"{number}: {'; '.join(figures)}")


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages are kept for looking at."""
    return tmp_path_factory.mktemp("pictures")
