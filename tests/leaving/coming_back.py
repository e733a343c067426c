"""Every page of the way back, found by pressing every button that it offers.

Rule: no page is named here, nor which button leads where. What ends a visit is pressed last;
what only a fault shows is rendered as the door would.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from flows.check.states import Standing
from reception import left
from reception.fate import Fate, key
from reception.front import Came
from reception.lines import Lines
from tests import forms
from tests.browser import Browser
from tests.forms import Button, Form
from tests.house import House
from tests.leaving.crawl import Sight, Walk
from web import sheets
from web.pages import pages
from web.sheet import Sheet

_DEED: Final = re.compile(r"(?:return|keep):")
# Pressed when all else has been: after these, less can be done than before.
_LATE: Final = ("return:send-back", "keep:done", "keep:none", "return:end")
_LETTER: Final = "Hello Sam. We can meet on Tuesday at ten."
_MOST: Final = 200

Press = tuple[Form, Button]


class Explorer:
    """Somebody who has sent, with words, and presses everything."""

    def __init__(self, house: House, browser: Browser) -> None:
        """Begin on the last page of a conversation that was sent."""
        self.house, self.browser = house, browser
        self.words, self.seen = "", dict[tuple[str, str], Sight]()
        self.open: list[Press] = []
        self.known: set[tuple[str, str]] = set()

    def explore(self) -> Iterator[Sight]:
        """Each page that there is."""
        self._look("sent")
        self._press_all("keep:none")  # after it no words open anything
        self._leave_a_letter()
        self.browser.go()
        form = self.browser.page.form("/")
        assert form is not None
        ((name, control),) = form.controls.items()
        self._post(form, form.buttons[0], (name, (control.options[0][0],)))
        self.known = set()
        self._press_all()
        yield from self.seen.values()

    def _press_all(self, but: str = "") -> None:
        for _ in range(_MOST):
            left_over = [one for one in self.open if one[1].value != but]
            if not left_over:
                return
            form, button = min(left_over, key=lambda one: one[1].value in _LATE and 1 + _LATE.index(one[1].value))
            self.open.remove((form, button))
            for control, values in _fillings(form, self.words):
                self._post(form, button, (control, values))
            if not form.controls:
                self._post(form, button)
        raise AssertionError("There is no end of pages.")

    def _post(self, form: Form, button: Button, *filled: tuple[str, tuple[str, ...]]) -> None:
        jar = dict(self.browser.jar)
        self.browser.press(form, button, dict(filled))
        self.words = " ".join(re.findall(r"<li>([a-z]+)</li>", self.browser.answer.text)) or self.words
        self._look(button.value)
        if button.value in _LATE:
            self.browser.jar = jar

    def _look(self, how: str) -> None:
        page = self.browser.page
        assert self.browser.answer.status == 200
        self.seen.setdefault((page.step, page.text), Sight(page.step, page.text, self.browser.answer.text, how))
        form = page.form("/")
        for button in form.buttons if form else ():
            if form and _DEED.match(button.value) and (page.step, button.value) not in self.known:
                self.known.add((page.step, button.value))
                self.open.append((form, button))

    def _leave_a_letter(self) -> None:
        (held,) = {one.held for one in self.house.read() if not one.held.count("-")}
        assert self.house.portal.call(_left, self.house, held)


async def _left(house: House, referral: str) -> bool:
    lines = Lines(house.plan.addresses.door)
    try:
        found = Fate.of(await lines.ask("LRANGE", key(0, referral), 0, -1))
        assert found.public
        return await left.leave(lines, referral, _LETTER)
    finally:
        await lines.close()


def _fillings(form: Form, words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Nothing, the wrong thing, and the right one, in its one field."""
    for name, control in form.controls.items():
        yield name, ()
        if control.options:
            yield name, (control.options[0][0],)
        else:
            yield name, ("one two three",)
            yield name, (words,)


def coming_back(house: House, walk: Walk, consent: Standing, language: str) -> Iterator[Sight]:
    """All of them, for somebody who has just sent."""
    house.empty()
    browser = walk.go(consent)
    form = browser.page.form("/")
    assert form is not None
    ((name, _),) = form.controls.items()
    browser.press(form, form.buttons[0], {name: ("send",)})
    yield from Explorer(house, browser).explore()
    made = pages(house.plan.library, house.plan.page)
    for sheet in _unmet():
        html = made.sheet(sheet, made.language(language))
        yield Sight(sheet.step, forms.read(html).text, html, "a fault")


def _unmet() -> Iterator[Sheet]:
    """What comes when something went wrong, or when the hub has looked."""
    looked: Any = Fate(("looked", "contact"))
    id_ = secrets.token_urlsafe(9)
    yield from (sheets.safe(), sheets.over(), sheets.down(), sheets.not_offered())
    yield from (sheets.again(came, sheets.add(id_), ("Words.",)) for came in (Came.UNKNOWN, Came.NOT_SENT, Came.ENOUGH))
    yield from (sheets.status(id_, looked), sheets.back(id_, looked))
    yield sheets.taken_back(replace(looked, facts=("looked", "withdrawn")))
