"""Leaving by the keyboard, and not leaving by it."""

from __future__ import annotations

import pytest

from tests.leaving.conftest import Seen
from tests.leaving.visit import WAYS, Visit

pytestmark = pytest.mark.prove


def stays(visit: Visit) -> bool:
    """Whether the page still stands, a moment later."""
    visit.page.wait_for_timeout(100)
    return visit.page.url == visit.door.base + "/" and visit.step != ""


def presses(visit: Visit) -> str:
    """What is said of the presses."""
    said: str = visit.page.inner_text("#presses")
    return said


def test_c14_shift_three_times_leaves_and_is_told(visit: Visit) -> None:
    """Three presses within five seconds leave; the first two are counted aloud."""
    visit.answers(3)
    visit.page.keyboard.press("Shift")
    assert "2 more times" in presses(visit)
    visit.page.keyboard.press("Shift")
    assert "1 more time" in presses(visit)
    visit.page.keyboard.press("Shift")
    visit.left()


def test_c14_typing_never_leaves(visit: Visit, seen: Seen) -> None:
    """Five hundred characters with capitals, some after others, keep the page."""
    visit.write("")
    words = "Then HE said NO. Ask Ms Bee, Mr T, Dr J! " * 13
    visit.page.focus("#answer textarea")
    for character in words[:500]:
        if character.isupper():
            visit.page.keyboard.down("Shift")
            visit.page.keyboard.press(character)
            visit.page.keyboard.up("Shift")
        else:
            visit.page.keyboard.press(character)
    assert stays(visit)
    written = visit.page.input_value("#answer textarea")
    seen(f"{len(written)} characters, {sum(c.isupper() for c in written)} capitals, still there")
    assert written == words[:500]


@pytest.mark.parametrize(
    "keys", [("Shift+Tab",) * 10, ("Shift+ArrowLeft",) * 10, ("Shift+A", "Shift+b", "Shift+C") * 3]
)
def test_c14_shift_with_another_key_never_leaves(visit: Visit, keys: tuple[str, ...]) -> None:
    """Going back with Shift and Tab, marking text and writing capitals keep the page."""
    visit.write()
    visit.page.focus("#answer textarea")
    for key in keys:
        visit.page.keyboard.press(key)
    assert stays(visit)


def test_c14_a_held_shift_never_leaves(visit: Visit) -> None:
    """Shift held down, which a keyboard repeats, is one press."""
    visit.write()
    for _ in range(20):
        visit.page.keyboard.down("Shift")
    visit.page.keyboard.up("Shift")
    assert stays(visit)


def test_c14_a_shift_that_stays_down_after_a_capital_never_leaves(visit: Visit) -> None:
    """Shift that a keyboard repeats after the capital it was pressed for is no press of its own."""
    visit.write()
    visit.page.focus("#answer textarea")
    for _ in range(3):
        visit.page.keyboard.down("Shift")
        visit.page.keyboard.press("A")
        visit.page.keyboard.down("Shift")
        visit.page.keyboard.up("Shift")
    assert stays(visit)


def test_c14_shift_held_to_mark_with_the_mouse_never_leaves(visit: Visit) -> None:
    """Shift and a click, three times over, keep the page."""
    visit.write()
    for _ in range(3):
        visit.page.click("#answer textarea", modifiers=["Shift"])
    assert stays(visit)


def test_c14_two_presses_and_a_pause_begin_anew(visit: Visit) -> None:
    """After two presses and five seconds, a third is the first of three again, and that is said."""
    visit.answers(3)
    visit.page.keyboard.press("Shift")
    visit.page.keyboard.press("Shift")
    visit.page.wait_for_timeout(5200)
    assert presses(visit) == "You stay on this page."
    visit.page.keyboard.press("Shift")
    assert stays(visit)
    assert "2 more times" in presses(visit)


@pytest.mark.parametrize("how", WAYS)
def test_c17_every_way_leaves_from_every_mood(visit: Visit, how: str) -> None:
    """From the first page, before any answer, each way leads out."""
    visit.leave(how)


def test_c17_tab_reaches_the_button_and_enter_leaves(visit: Visit, seen: Seen) -> None:
    """With the keyboard alone, from the top of the page, two stops lead to the button."""
    visit.page.evaluate("document.activeElement.blur()")
    stops = 0
    while visit.page.evaluate("document.activeElement.id") != "leave":
        visit.page.keyboard.press("Tab")
        stops += 1
        assert stops <= 2
    seen(f"Tab stop {stops}")
    visit.page.keyboard.press("Enter")
    visit.left()


def test_c17_it_is_a_button_whose_name_and_effect_are_told(visit: Visit, seen: Seen) -> None:
    """The tree for assistive technology has it as a button 'Leave now', with what it does."""
    nodes = visit.devtools().send("Accessibility.getFullAXTree")["nodes"]
    buttons = [node for node in nodes if node.get("role", {}).get("value") == "button" and not node["ignored"]]
    told = [(node["name"]["value"], node.get("description", {}).get("value", "")) for node in buttons]
    seen(f"button {told[0]}")
    assert told[0] == ("Leave now", "Closes this page and opens another one.")
