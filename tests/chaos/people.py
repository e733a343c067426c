"""People who write while things break, each with a mark in their story that the hub can tell them by.

Rule: they do what a person does: they press again when nothing comes, believe
what the page says, and some give up. What they were told last is theirs to say.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final, Literal

from tests.browser import Browser, OverHttp
from tests.forms import Form, Page

Told = Literal["sent", "not sent", "we do not know"]
Manner = Literal["patient", "impatient", "refuses", "leaves"]

SENT: Final = "It has arrived."
UNKNOWN: Final = "We do not know yet if it was sent."
LOST: Final = "We do not have your place in this chat any more."
SAYS_NOT: Final = ("It was not sent", "Your last message was not kept", "Nothing has been sent yet")
_MANNERS: Final[tuple[Manner, ...]] = ("patient",) * 6 + ("impatient",) * 2 + ("refuses", "leaves")
_GIVES_UP_S: Final = 60.0


class NothingCame(Exception):
    """The browser showed an error, and the person gave up."""


@dataclass
class Person:
    """One of them. `unanswered` counts requests that nothing came back for."""

    number: int
    server: OverHttp
    seed: int
    unanswered: int = 0
    told: Told = "not sent"
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Be who they are."""
        self.dice = random.Random(f"{self.seed}/{self.number}")  # noqa: S311 - the same each time, so no secret
        self.manner = self.dice.choice(_MANNERS)
        self.mark = f"mark{self.number:04d}{self.dice.randrange(16**8):08x}"
        self.browser = Browser(self.server)

    def write(self) -> Told:
        """Go through it all, and give what they were told last."""
        page = self._patiently(self.browser.go)
        for _ in range(40):
            form = page.form("/")
            assert form is not None, f"{self.mark}: a page without a form, '{page.text}'."
            assert LOST not in page.text, f"{self.mark}: a conversation under way was lost."
            if any(value == "send" for c in form.controls.values() for value, _, _ in c.options):
                self.told = self._end(form)
                return self.told
            page = self._patiently(self._next(page, form))
        raise AssertionError(f"{self.mark}: no end to the questions; the last was '{page.step}'.")

    def _next(self, page: Page, form: Form) -> Callable[[], Page]:
        """What they press: their story where it is asked, their age not, and the shortest way else."""
        buttons = {button.value: button for button in form.buttons}
        if not any(button.name for button in form.buttons):
            return lambda: self.browser.press(form, form.buttons[0])
        for name, control in form.controls.items():
            if page.step == "story":
                return lambda: self.browser.press(form, buttons["answer"], {name: (self.mark,)})
            if control.options and "skip" not in buttons:
                first = control.options[0][0]
                return lambda: self.browser.press(form, buttons["answer"], {name: (first,)})
        shortest = buttons["finish" if "finish" in buttons and page.step != "age" else "skip"]
        return lambda: self.browser.press(form, shortest)

    def _end(self, form: Form) -> Told:
        if self.manner == "leaves":
            leaving = self.browser.page.form("/leave")
            assert leaving is not None
            self._patiently(lambda: self.browser.press(leaving, leaving.buttons[0]))
            return "not sent"
        page = self._sent(self._choose(form))
        while page is not None and self.manner != "impatient":
            assert LOST not in page.text, f"{self.mark}: a conversation under way was lost."
            again = page.form("/")
            if again is None or not again.buttons or SENT in page.text:
                break  # once it has arrived, what is offered is only words to come back with
            page = self._sent(self._choose(again))
        return self._believes(page)

    def _choose(self, form: Form) -> Callable[[], Page]:
        """Press the last form: with a choice where it asks for one, as it stands where it asks to be pressed again."""
        choice = "dont" if self.manner == "refuses" else "send"
        filled = {name: (choice,) for name, control in form.controls.items() if control.options}
        return lambda: self.browser.press(form, form.buttons[0], filled)

    def _believes(self, page: Page | None) -> Told:
        if page is None or UNKNOWN in page.text:
            return "we do not know"
        if SENT in page.text:
            return "sent"
        assert any(says in page.text for says in SAYS_NOT), f"{self.mark}: neither sent nor not, '{page.text}'."
        return "not sent"

    def _sent(self, press: Callable[[], Page]) -> Page | None:
        """What comes of the last form; None when nothing came and they are not one to try again."""
        try:
            return self._patiently(press, tries=1 if self.manner == "impatient" else None)
        except NothingCame:
            return None

    def _patiently(self, act: Callable[[], Page], tries: int | None = None) -> Page:
        """What comes of it, sent once more each time that nothing does."""
        time.sleep(self.dice.uniform(0, 0.15))
        until = time.monotonic() + _GIVES_UP_S
        while time.monotonic() < until:
            try:
                return act()
            except (OSError, HTTPException):
                self.unanswered += 1
                act = self.browser.again
                tries = None if tries is None else tries - 1
                if tries == 0:
                    break
                time.sleep(self.dice.uniform(0.02, 0.2))
        raise NothingCame
