"""The list of everything that is said."""

from __future__ import annotations

from flows.library import Library
from flows.said import everything


def test_each_place_is_listed(small: Library) -> None:
    """Questions, hints, lines, labels, choices, the engine's own words, triggers and the hub's are all on the list."""
    said = {(s.part, s.text) for s in everything(small)}
    assert {
        ("ask", "What is happening, in your own words?"),
        ("lines", "Thank you for telling us."),
        ("label", "Town or first half of your postcode"),
        ("choice", "Ex-partner"),
        ("short", "touch"),
        ("says", "Sorry, that did not fit."),
        ("emergency", "In danger now? Call 999."),
        ("trigger", "Sorry, wrong number."),
        ("who", "We are a hub."),
    } <= said


def test_a_section_used_twice_is_said_once(small: Library) -> None:
    """What two journeys share stands on the list once."""
    assert 1 == [s.text for s in everything(small)].count("What number is safe?")
