"""Somebody at work fills in their page by keyboard alone, and counts what it costs them.

Rule: nothing is touched but keys, every key is counted, and a key costs what it costs at 40 words a minute.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from flows.library import Library
from tests.leaving.conftest import Opens, Seen
from tests.leaving.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.prove

WORDS_A_MINUTE: Final = 40
LETTERS_A_WORD: Final = 5
SECONDS_A_KEY: Final = 60 / (WORDS_A_MINUTE * LETTERS_A_WORD)
MOST_SECONDS: Final = 60
NINE: Final = 9

_TOLD: Final = {
    "worker": "Jo Bell, midwife, Dorking",
    "worker_phone": "07700900111",
    "person_is": "Sam Lee, 34, Redhill",
    "worry": "He broke her phone and says he will find her. Two children, 4 and 7.",
    "person_phone": "07700900222",
}
# How far down the list: where she works, what happens, do they agree, how soon.
_CHOSEN: Final = {"works_at": 2, "happening": 0, "agrees": 0, "how_soon": 1}
_MOST_TABS: Final = 40

# What a person at a keyboard would see: which control has the focus.
_HERE: Final = "() => document.activeElement.name || document.activeElement.tagName"


@dataclass
class Keyboard:
    """A keyboard that counts."""

    visit: Visit
    keys: int = 0
    met: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """What it types into."""
        return self.visit.page

    def press(self, key: str, times: int = 1) -> None:
        """Press one key, so many times."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def write(self, words: str) -> None:
        """Type."""
        self.page.keyboard.type(words)
        self.keys += len(words)

    def go_to(self, name: str) -> None:
        """Tab on to the control of this name."""
        for _ in range(_MOST_TABS):
            if self.here.removeprefix("answer.") == name:
                self.met.append(name)
                return
            self.press("Tab")
        pytest.fail(f"no tab leads to {name}")

    def on(self) -> None:
        """Send the page by the Enter key, and wait for the next."""
        self.visit.onward(lambda: self.press("Enter"))

    @property
    def here(self) -> str:
        """The control that has the focus."""
        return str(self.page.evaluate(_HERE))

    @property
    def seconds(self) -> float:
        """What so many keys take."""
        return self.keys * SECONDS_A_KEY


def code_of(library: Library) -> str:
    """A code that opens the page and fills in nothing: the slowest way in."""
    return next(code for code, entry in library.codes.items() if not entry.fills)


def fields_of(visit: Visit) -> list[str]:
    """The controls of the page, in their order."""
    names: list[str] = visit.page.eval_on_selector_all(
        "#answer input:not([type=hidden]), #answer textarea", "all => all.map(one => one.name)"
    )
    return list(dict.fromkeys(name.removeprefix("answer.") for name in names))


@pytest.fixture
def keyboard(opens: Opens, library: Library) -> Keyboard:
    """The page itself, past the question whether it is about oneself, by the keys that led there."""
    keyboard = Keyboard(opens())
    keyboard.page.goto(f"{keyboard.visit.door.base}/?c={code_of(library)}")
    assert keyboard.visit.step == "about_you"
    keyboard.go_to("answer")
    keyboard.press("Space")
    keyboard.on()
    assert keyboard.visit.step == "work"
    keyboard.met.clear()
    return keyboard


def fill(keyboard: Keyboard, names: list[str], told: dict[str, str]) -> None:
    """Fill in every control, in the order of the page."""
    for name in names:
        keyboard.go_to(name)
        if name in told:
            keyboard.write(told[name])
        else:
            keyboard.press("Space")
            keyboard.press("ArrowDown", _CHOSEN[name])


def test_sixty_seconds_of_keys_fill_in_the_page_and_send_it(keyboard: Keyboard, seen: Seen) -> None:
    """Nine controls and the sending, by keys alone, take no more than a minute of typing; and the hub has it."""
    names = fields_of(keyboard.visit)
    fill(keyboard, names, _TOLD)
    keyboard.on()
    # The page of more is passed by as it is; the emergency words, with a number in them, may stand before it.
    keyboard.go_to(fields_of(keyboard.visit)[0])
    keyboard.met.pop()
    keyboard.on()
    keyboard.go_to("answer")
    keyboard.press("Space")
    keyboard.on()
    assert "arrived" in keyboard.page.inner_text("main")
    assert any(_TOLD["worry"] in json.dumps(referral) for referral in keyboard.visit.at_the_hub())
    seen(f"{len(names)} controls, {keyboard.keys} keys, {keyboard.seconds:.0f} s at {WORDS_A_MINUTE} words a minute")
    assert keyboard.met[:-1] == names
    assert len(names) == NINE
    assert keyboard.seconds <= MOST_SECONDS


def test_what_is_wrong_is_said_beside_each_field_at_once_and_nothing_typed_is_lost(keyboard: Keyboard) -> None:
    """Two wrong numbers and what is missing are told together, each by its control; every letter still stands."""
    wrong = _TOLD | {"worker_phone": "0770", "person_phone": "no idea"}
    fill(keyboard, ["worker", "worker_phone", "person_is", "person_phone"], wrong)
    keyboard.press("Enter")
    page = keyboard.page
    page.wait_for_selector(".wrongs")
    told = {name: page.input_value(f"[name='answer.{name}']") for name in wrong if name != "worry"}
    assert told == {name: words for name, words in wrong.items() if name != "worry"}
    assert beside(keyboard.visit) == ["worker_phone", "happening", "worry", "person_phone", "agrees"]
    assert "wrongs" in str(page.evaluate("() => document.activeElement.className"))


def beside(visit: Visit) -> list[str]:
    """The controls that have an error beside them, in the order of the page."""
    names: list[str] = visit.page.eval_on_selector_all(
        "#answer .wrong", "all => all.map(one => one.querySelector('[name]').name)"
    )
    return [name.removeprefix("answer.") for name in names]
