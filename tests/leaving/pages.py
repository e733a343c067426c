"""Every page that people can meet at the web door: those of the journeys, and those that say what could not be done.

Rule: they are found, not listed; each is the HTML that the real door sends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.danger import GAP
from flows.library import Library
from flows.message import Desk
from reception.valkey import Valkey
from tests import forms
from tests.browser import Browser, Sent
from tests.house import House
from tests.leaving.coming_back import coming_back
from tests.leaving.crawl import Sight, Walk
from web import faults, wire
from web.pages import Plain, pages

_DAY: Final = 86_400


def every_page(
    valkey: Valkey, folder: Path, *, library: Library | None = None, language: str = ""
) -> tuple[Sight, ...]:
    """All of them. A step that the library can show on the web and nothing here shows is a fault.

    With a `library` every language of it is offered, and the browser asks for `language`.
    """
    with House.over(valkey, folder, library=library) as house:
        walk = Walk(house.server(language), house.plan.library)
        consents = (at for at in walk.places()["open"] if at.due and at.due.consents and not at.entry)
        back = tuple(coming_back(house, walk, next(consents), language))
        for desk, places in walk.places().items():
            with _desk(house, desk):
                for place in places:
                    walk.go(place)
        house.empty()
        return (*walk.seen.values(), *back, *_after_a_gap(house, language), *_faults(house, language))


@contextmanager
def _desk(house: House, desk: Desk) -> Iterator[None]:
    """The hub as it stands when it reads, when something waits for too long, and when nobody has looked for days."""
    began = house.clock.at
    if desk != "open":
        house.clock.at += {"overdue": 2, "absent": 14}[desk] * _DAY
    if desk == "overdue":
        house.look()
    yield
    house.clock.at = began
    house.look()


def _after_a_gap(house: House, language: str) -> Iterator[Sight]:
    """Safe-to-talk as it meets an answer that comes after a long silence."""
    browser = Browser(house.server(language))
    browser.go()
    form = browser.page.form("/")
    assert form is not None
    ((name, control),) = form.controls.items()
    browser.press(form, form.buttons[0], {name: (control.options[0][0],)})
    form = browser.page.form("/")
    assert form is not None
    house.clock.at += GAP + 60
    browser.press(form, form.buttons[0])
    house.clock.at -= GAP + 60
    yield Sight(browser.page.step, browser.page.text, browser.answer.text, "after a silence")


def _faults(house: House, language: str) -> Iterator[Sight]:
    browser = Browser(house.server(language))
    for name, sent in (
        ("lost place", Sent("POST", "/", b"step=story&digest=x&answer=words&do=answer", "")),
        ("no page", Sent("GET", "/nowhere", None, "")),
        ("too long", Sent("POST", "/", b"x" * 70_000, "")),
        ("unreadable", Sent("POST", "/", b"&".join([b"a=1"] * 300), "")),
    ):
        page = browser.send(sent)
        yield Sight(page.step, page.text, browser.answer.text, name)
    made = pages(house.plan.library, house.plan.page)
    form = wire.read(
        f"step=story&digest=x&language={language}&field=story&answer=What+happened+was+this.&do=answer".encode()
    )
    for name in ("DOWN", "NOT_SENT", "UNKNOWN", "FULL"):
        fault: Plain = getattr(faults, name)
        html = made.again(form, "an-id-of-its-own", fault, "Try again", part=False)
        yield Sight("story", forms.read(html).text, html, name)
    for status, fault in (*faults.BY_STATUS.items(), ("no cookie", faults.NO_COOKIE)):
        html = made.plain(fault, made.language(language))
        yield Sight("plain", forms.read(html).text, html, str(status))
