from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.library import load
from flows.said import everything
from web.told import Told, set_out


def test_a_helpline_is_a_number_to_call() -> None:
    """The name, the number and the hours are kept apart, so that the number can stand out."""
    told = set_out("At any hour: National helpline: 0808 2000 247 (24 hours)")
    assert told == Told("At any hour: National helpline:", number="0808 2000 247", hours="(24 hours)")


@pytest.mark.parametrize(
    "line", ["In danger now? Call 999.", "Call 999 or Samaritans: 116 123.", "Text SHOUT to 85258", ""]
)
def test_other_numbers_stay_in_their_sentence(line: str) -> None:
    """A sentence that happens to hold a number is a sentence."""
    assert set_out(line) == Told(line)


def test_sentences_that_begin_alike_are_a_list() -> None:
    """Three of them after a first one; two, or three that differ, are a paragraph."""
    assert set_out("There are limits. When a. When b. When c.") == Told(
        "There are limits.", ("When a.", "When b.", "When c.")
    )
    assert not set_out("There are limits. When a. When b.").points
    assert not set_out("You can leave. That is fast. It may show. Go on.").points


def test_the_limits_of_privacy_are_a_list() -> None:
    """The sentence beside consent that nobody may overlook is set as one."""
    assert any(set_out(said.text).points for said in everything(load()) if said.step == "ready")


@given(st.lists(st.sampled_from(["When", "a", "b.", "c?", "0808 2000 247", "(9am)", "Help:", " "])).map(" ".join))
def test_no_word_is_added_dropped_or_moved(line: str) -> None:
    """However it is set out, the same words stand there in the same order."""
    told = set_out(line)
    words = (told.first, *told.points, told.number, told.hours)
    assert "".join("".join(words).split()) == re.sub(r"\s|(?<=[\d)])\.$", "", line) or told.first == line
