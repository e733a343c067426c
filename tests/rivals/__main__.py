"""`python -m tests.rivals`: measures every way out with the same probes, and writes docs/leaving.md.

Rule: all in one go, in one browser, on loopback. What stands in the table was seen by this run.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.leaving.conftest import LAUNCH, playing
from tests.leaving.crawl import SAMPLES
from tests.leaving.neutral import Site
from tests.rivals import probes, services
from tests.rivals.probes import SENT, UNSENT, Bench, Subject
from tests.running import ROOT, Running

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE: Final = ROOT / "docs" / "leaving.md"
_BEGIN, _END = "<!-- measured -->\n", "<!-- /measured -->\n"
Probe = Callable[[Bench, Subject], str]
ROWS: Final[Mapping[str, Probe]] = {
    "1 · entries of the service left in the tab's history": probes.history_of_the_tab,
    "2 · one Back after leaving shows": probes.one_back,
    "22 · the same without script": probes.one_back_without_script,
    "6 · cookies of the service left": probes.cookies,
    "7 · press to a screen without the talk, median / most of 10": probes.curtain,
    "8 · the same without script, other site slow (3 s)": probes.curtain_without_script,
    "9 · other site silent, after 1.5 s": probes.hangs,
    "11 · the other site is told": probes.referer,
    "12 · a way out that works, slow 3G": probes.soon,
    "13 · first page, requests / bytes on the wire": probes.weight,
    "14 · Shift three times": probes.shifts,
    "16 · at 320 px, and scrolled to the end": probes.in_reach,
    "17 · keys that leave": probes.keys,
    "19, 21 · addresses / titles of a talk": probes.addresses,
    "23 · on paper": probes.on_paper,
}


def main() -> int:
    """Measure, and write. Says what it is at, since it takes a few minutes."""
    with ExitStack() as rooms:
        playwright = rooms.enter_context(playing())
        out = rooms.enter_context(Site("127.0.0.2", "Weather").open())
        before = rooms.enter_context(Site("127.0.0.3", "Before", "Recipes for soup").open())
        measured = subjects(rooms, out.url + "today")
        browser = rooms.enter_context(playwright.chromium.launch(**LAUNCH))
        bench = Bench(playwright.chromium, browser, out, before)
        table = _table(measured, dict(_measured(bench, measured)))
        version = browser.version
    text = PAGE.read_text("utf-8")
    head, _, rest = text.partition(_BEGIN)
    PAGE.write_text(f"{head}{_BEGIN}Chromium {version}.\n\n{table}{_END}{rest.partition(_END)[2]}", "utf-8")
    return 0


def subjects(rooms: ExitStack, to: str) -> list[Subject]:
    """Every way out that is measured, served until `rooms` is closed; ours first."""
    folder = Path(rooms.enter_context(tempfile.TemporaryDirectory()))
    words = ("demo", "--data", str(folder / "data"))
    door = rooms.enter_context(Running(folder, words, {"FRONTDOOR_EXIT_URL": to}))
    made = {
        "GOV.UK Exit this page 6.6.0": (services.govuk(to), ".govuk-exit-this-page__button", _GOVUK_READY),
        "a link (81 of 106 sites)": (services.link(to), "#exit", "#exit"),
        "new tab and replace (10 of 106)": (services.new_tab(to), "#exit", "#exit"),
    }
    others = [
        Subject(name, rooms.enter_context(service.open()).base, css, _type, ready)
        for name, (service, css, ready) in made.items()
    ]
    return [Subject("this project", door.base, "#leave", _talk, "#leave"), *others]


_GOVUK_READY: Final = "[data-govuk-exit-this-page-init]"


def _measured(bench: Bench, ways: list[Subject]) -> list[tuple[str, list[str]]]:
    found = []
    for name, probe in ROWS.items():
        print(name, file=sys.stderr)  # noqa: T201 - a command
        found.append((name, [probe(bench, subject) for subject in ways]))
    disk = [probes.on_disk(bench, subject) for subject in ways]
    found.append(("4 · rows in the browser's history", [rows for rows, _ in disk]))
    found.append(("5 · parts of the profile that hold typed words", [words for _, words in disk]))
    return sorted(found, key=lambda row: int(row[0].split(" ")[0].strip(",")))


def _table(ways: list[Subject], rows: Mapping[str, list[str]]) -> str:
    lines = ["| criterion | " + " | ".join(subject.name for subject in ways) + " |"]
    lines.append("|---" * (len(ways) + 1) + "|")
    lines += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items()]
    return "\n".join(lines) + "\n"


def _type(page: Page) -> None:
    """Two answers by form, and words typed for the third."""
    for step in (2, 3):
        page.fill("textarea", SENT)
        page.click("main button")
        page.wait_for_url(f"**/{step}")
    page.fill("textarea", UNSENT)


def _talk(page: Page) -> None:
    """Answers up to the question after the person's own words and on, and words typed where the next box is."""
    for value in ("input[value=yes]", "input[value=hurt]"):
        page.check(f"#answer {value}", force=True)
        _on(page)
    page.fill("#answer input[type=text]", SAMPLES["age_band"])
    _on(page)
    page.fill("#answer textarea", SENT)
    _on(page)
    page.click("#answer button[value=back]")
    page.wait_for_selector("#answer textarea")
    page.fill("#answer textarea", UNSENT)


def _on(page: Page) -> None:
    step = page.get_attribute("main", "data-step")
    page.click("#answer button[value=answer]")
    page.wait_for_selector(f"main:not([data-step={step}])")


if __name__ == "__main__":
    sys.exit(main())
