"""How many text messages each journey takes."""

from __future__ import annotations

from pathlib import Path

from flows.lengths import lengths, page
from flows.library import Library, load

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_up_to_date() -> None:
    """docs/segments.md is what `frontdoor flows segments` prints now."""
    assert page(load()) == (DOCS / "segments.md").read_text("utf-8")


def test_counted_from_what_is_sent(small: Library) -> None:
    """The small library's one limited journey is counted whole."""
    (one,) = lengths(small)
    assert ("hurt", "sms", 11) == (one.journey, one.door, one.limit)
    assert (one.texts, one.asked + 1) == (one.ones, one.whole)


def test_no_journey_sends_more_than_two_for_a_question() -> None:
    """A whole conversation is at most two messages for each question, and the last word."""
    assert [] == [x for x in lengths(load()) if x.whole > 2 * (x.asked + 1)]
