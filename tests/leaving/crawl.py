"""Every page that the web door can show, found by following its forms.

Rule: no journey is named here. The library's own walk says where a conversation can stand and
by which answers; a browser without script goes there by pressing what the pages offer. So
journeys that nobody has written yet are met as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flows.check.states import Standing, walk_all
from flows.library import Library
from flows.live import said_before
from flows.message import Desk
from flows.numbers import age_band
from flows.state import SKIPPED, Answer, Value
from tests.browser import Browser, Server
from tests.forms import Button, Form

# What fits a field of this kind, and what does not.
SAMPLES: Final[Mapping[str, str]] = {
    "age_band": "34",
    "number": "2",
    "phone": "07700 900123",
    "email": "sam@example.org",
    "window": "weekdays 10-12",
    "secret": "blue kettle",
    "place": "RH1",
    "name": "Sam",
}
WRONG: Final[Mapping[str, str]] = {
    "age_band": "old enough",
    "number": "many",
    "phone": "12",
    "email": "sam",
    "window": "whenever",
    "secret": "ok",
    "place": "?",
    "name": "?",
}
_WORDS: Final = "A few words."
_AGES: Final = ("9", "14", "17", "34", "70")
_FAR: Final = 60
# Buttons after which the same question comes back.
_ASIDES: Final = ("help", "person")

Filled = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Sight:
    """A page as it came: its step, all that stands in its middle, its HTML, and how it was come by."""

    step: str
    text: str
    html: str = field(repr=False)
    how: str = "answer"

    @property
    def name(self) -> str:
        """What to call it in a report."""
        return f"{self.step} ({self.how})"


@dataclass
class Walk:
    """A walk to every place where a conversation can stand on the web."""

    server: Server
    library: Library
    seen: dict[tuple[str, str], Sight] = field(default_factory=dict)
    requests: int = 0

    def places(self) -> Mapping[Desk, list[Standing]]:
        """One standing for each question with what is said before it, while the hub is open if it can be met then."""
        kinds: dict[object, Standing] = {}
        for at in walk_all(self.library).standings:
            if at.door == "web" and at.due:
                kinds.setdefault((at.due.id, tuple(s.id for s in said_before(at.found, at.due))), at)
        found: dict[Desk, list[Standing]] = {}
        for at in kinds.values():
            found.setdefault(at.desk, []).append(at)
        return found

    def go(self, at: Standing) -> Browser:
        """Follow the forms to that place; where no page of its step was seen yet, try there what goes wrong."""
        assert at.due
        fresh = at.due.id not in {step for step, _ in self.seen}
        browser = Browser(self.server)
        browser.go(f"/?c={at.entry}" if at.entry else "/")
        self._see(browser, "first")
        for _ in range(_FAR):
            if browser.page.step == at.due.id:
                break
            answer = at.answers.get(browser.page.step)
            assert answer is not None, f"On the way to '{at.due.id}' the page '{browser.page.step}' came."
            self._answer(browser, answer)
            self._see(browser, "answer")
        assert browser.page.step == at.due.id
        if fresh:
            self._try(browser)
        return browser

    def _try(self, browser: Browser) -> None:
        """See the asides of this page, each wrong answer, and what comes of none."""
        step = browser.page.step
        for deed in _ASIDES:
            if _button(browser, deed):
                self._press(browser, deed, {})
                self._see(browser, deed)
        form = browser.page.form("/") or Form("", "", "")
        for name in form.controls:
            wrong = WRONG.get(self._kind(form, name), "")
            if browser.page.step == step and (wrong or form.controls[name].options):
                self._press(browser, "answer", {name: (wrong,)} if wrong else {})
                self._see(browser, f"wrong {name}")

    def _answer(self, browser: Browser, answer: Answer) -> None:
        form = browser.page.form("/")
        assert form is not None
        if set(answer.values()) == {SKIPPED} and _button(browser, "skip"):
            self._press(browser, "skip", {})
            return
        filled = {name: self._typed(form, name, answer) for name in form.controls}
        self._press(browser, "answer", filled)

    def _typed(self, form: Form, name: str, answer: Answer) -> tuple[str, ...]:
        id_ = _field(form, name)
        value = answer.get(id_, SKIPPED)
        if value == SKIPPED:
            return ()
        if form.controls[name].options:
            return (value,) if isinstance(value, str) else tuple(value)
        return (self._written(self._kind(form, name), value),)

    def _written(self, kind: str, value: Value) -> str:
        if kind == "age_band":
            return next(text for text in _AGES if age_band(text) == value)
        return SAMPLES.get(kind, _WORDS)

    def _kind(self, form: Form, name: str) -> str:
        fields = (f for step in self.library.steps.values() for f in step.fields)
        return next((f.kind for f in fields if f.id == _field(form, name)), "")

    def _press(self, browser: Browser, do: str, filled: Filled) -> None:
        form, button = browser.page.form("/"), _button(browser, do)
        assert form is not None
        assert button is not None, f"The page '{browser.page.step}' has no button for '{do}'."
        browser.press(form, button, filled)
        self.requests += 1

    def _see(self, browser: Browser, how: str) -> None:
        page = browser.page
        self.seen.setdefault((page.step, page.text), Sight(page.step, page.text, browser.answer.text, how))


def _button(browser: Browser, do: str) -> Button | None:
    form = browser.page.form("/")
    return next((button for button in form.buttons if button.value == do), None) if form else None


def _field(form: Form, name: str) -> str:
    """The field that a control of this name asks for."""
    return name.partition(".")[2] or dict(form.hidden).get("field", "")
