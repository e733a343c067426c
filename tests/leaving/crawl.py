"""Every page that the web door can show, found by following its forms.

Rule: nothing of a journey is known here. Each choice of each page is pressed once, each
button too, and from there the first choices are followed to the end; so what only some
earlier answer leads to is met as well, in journeys that nobody has written yet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.browser import Browser, Server
from tests.forms import Button, Control, Form, Page

# What is filled in, by the kind of the field: the first is what fits and leads on, the last fits nothing.
SAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "age_band": ("34", "15", "9", "old enough"),
    "number": ("2", "many"),
    "phone": ("07700 900123", "12"),
    "email": ("sam@example.org", "sam"),
    "window": ("weekdays 10-12", "7-9pm", "whenever"),
    "place": ("RH1", "?"),
    "name": ("Sam", "?"),
}
_WORDS: Final = ("A few words.",)
_FAR: Final = 60

Filled = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Press:
    """The button pressed on a page, and what was filled in."""

    do: str
    filled: Filled = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """A page as it came, what stands on it, and what was pressed to come to it."""

    step: str
    text: str
    html: str = field(repr=False)
    way: tuple[Press, ...] = field(repr=False, default=())
    mood: str = ""

    @property
    def name(self) -> str:
        """What to call it in a report."""
        return f"{self.step} ({' > '.join(press.do for press in self.way[-2:]) or 'first'})"


@dataclass
class Walk:
    """A walk through all of it. `kinds` is the kind of each field, by its id."""

    server: Callable[[], Server]
    kinds: Mapping[str, str]
    seen: dict[tuple[str, str], Sight] = field(default_factory=dict)
    waiting: deque[Sight] = field(default_factory=deque)
    pressed: set[tuple[str, str]] = field(default_factory=set)
    requests: int = 0

    def sights(self) -> tuple[Sight, ...]:
        """Every page with words of its own, in the order of their finding."""
        self._follow(())
        while self.waiting:
            sight = self.waiting.popleft()
            for press in self._ways_on(sight):
                self._follow((*sight.way, press))
        return tuple(self.seen.values())

    def _follow(self, way: tuple[Press, ...]) -> None:
        """Press all of `way`, then the first choices, to the end."""
        browser, done = Browser(self.server()), list[Press]()
        browser.go()
        self._see(browser, ())
        for press in way:
            if not self._press(browser, press):
                return
            done.append(press)
            self._see(browser, tuple(done))
        while len(done) < _FAR and (onward := self.default(browser.page)):
            self._press(browser, onward)
            done.append(onward)
            self._see(browser, tuple(done))

    def _press(self, browser: Browser, press: Press) -> bool:
        form = browser.page.form("/")
        button = next((b for b in form.buttons if b.value == press.do), None) if form else None
        if form is None or button is None:
            return False
        browser.press(form, button, {name: v for name, v in press.filled.items() if name in form.controls})
        self.requests += 1
        return True

    def _see(self, browser: Browser, way: tuple[Press, ...]) -> None:
        page = browser.page
        if (page.step, page.text) not in self.seen:
            sight = Sight(page.step, page.text, browser.answer.text, way, page.mood)
            self.seen[page.step, page.text] = sight
            self.waiting.append(sight)

    def default(self, page: Page) -> Press | None:
        """What leads on from `page`: the first choice of each field; None at an end."""
        form = page.form("/")
        if form is None or not any(button.value == "answer" for button in form.buttons):
            return None
        return Press("answer", dict(self._first(form)))

    def _first(self, form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, control in form.controls.items():
            yield name, (self._values(form, control)[0],)

    def _values(self, form: Form, control: Control) -> tuple[str, ...]:
        if control.options:
            return tuple(value for value, _, _ in control.options)
        id_ = control.name.partition(".")[2] or dict(form.hidden).get("field", "")
        return SAMPLES.get(self.kinds.get(id_, ""), _WORDS)

    def _ways_on(self, sight: Sight) -> Iterator[Press]:
        form = _form(sight)
        if form is None:
            return
        first = dict(self._first(form))
        for name, control in form.controls.items():
            for value in self._values(form, control):
                if self._fresh(sight, f"{name}={value}"):
                    yield Press("answer", first | {name: (value,)})
        for button in form.buttons:
            if self._fresh(sight, _sort(button)):
                yield Press(button.value)
        if form.buttons and self._fresh(sight, "nothing"):
            yield Press("answer", {name: () for name in form.controls})

    def _fresh(self, sight: Sight, deed: str) -> bool:
        """Whether this was not pressed yet on that step."""
        known = (sight.step, deed) in self.pressed
        self.pressed.add((sight.step, deed))
        return not known


def _sort(button: Button) -> str:
    """What kind of button it is: one that changes an answer stands for all of them."""
    return button.value.partition(":")[0]


def _form(sight: Sight) -> Form | None:
    from tests import forms

    return forms.read(sight.html).form("/")
