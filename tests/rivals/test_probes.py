"""The probes see what there is to see: on a way out that shows everything again, and on ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.leaving.conftest import LAUNCH, playing
from tests.leaving.neutral import Site
from tests.rivals import __main__ as report
from tests.rivals import probes
from tests.rivals.probes import Bench, Subject

pytestmark = pytest.mark.prove


@pytest.fixture(scope="module")
def bench() -> Iterator[tuple[Bench, list[Subject]]]:
    """A browser, and every way out that is measured."""
    with ExitStack() as rooms:
        playwright = rooms.enter_context(playing())
        out = rooms.enter_context(Site("127.0.0.2", "Weather").open())
        before = rooms.enter_context(Site("127.0.0.3", "Before").open())
        subjects = report.subjects(rooms, out.url)
        browser = rooms.enter_context(playwright.chromium.launch(**LAUNCH))
        yield Bench(playwright.chromium, browser, out, before), subjects


@pytest.mark.parametrize(
    ("probe", "ours", "of_a_link"),
    [
        (probes.one_back, "the page before", "the talk, typed words too"),
        (probes.history_of_the_tab, "0", "3"),
        (probes.cookies, "0", "1"),
        (probes.referer, "nothing", "1 address: the service's"),
        (probes.shifts, "leaves", "does nothing"),
        (probes.on_paper, "'Nothing to print.'", "the talk"),
    ],
)
def test_each_probe_tells_ways_out_apart(
    bench: tuple[Bench, list[Subject]], probe: report.Probe, ours: str, of_a_link: str
) -> None:
    """What is said of us is not said of everyone."""
    room, subjects = bench
    assert probe(room, subjects[0]) == ours
    assert probe(room, next(s for s in subjects if s.name.startswith("a link"))) == of_a_link
