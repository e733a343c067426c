"""Typed words are read as answers to the fields that they fit, and to no others."""

from __future__ import annotations

import pytest

from flows.answers import from_form, from_words
from flows.library import Library, load
from flows.state import SKIPPED, State

AT = State("sms", "en", 0)


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The library as it ships."""
    return load()


@pytest.mark.parametrize(
    ("words", "values", "rest"),
    [
        ("Sam, GU1", {"name": "Sam", "area": "GU1"}, ""),
        ("Sam", {"name": "Sam"}, ""),
        ("Sam; Redhill", {"name": "Sam", "area": "Redhill"}, ""),
        ("Sam\nRedhill", {"name": "Sam", "area": "Redhill"}, ""),
    ],
)
def test_each_in_turn(small: Library, words: str, values: dict[str, str], rest: str) -> None:
    """Each part goes to the next field that it fits."""
    read = from_words(small, AT, small.steps["you"], words, None)
    assert (values, rest) == (read.values, read.rest)


def test_last_field_may_hold_commas(shipped: Library) -> None:
    """Two times in one answer are one window, not a window and a loose end."""
    read = from_words(shipped, AT, shipped.steps["call_number"], "07700 900123, Mon 9-11, Wed 2-4", None)
    assert "+447700900123" == read.values["call_me_on"]
    assert "wed" in read.values["call_me_when"]


def test_the_number_written_from(shipped: Library) -> None:
    """'ME' is a number where the door knows it, and nowhere else."""
    step = shipped.steps["call_number"]
    assert "@sender" == from_words(shipped, AT, step, "ME, weekdays 10-12", None).values["call_me_on"]
    assert "call_me_on" not in from_form(shipped, State("web", "en", 0), step, {"call_me_on": ("ME",)}).values


def test_asked_alone(small: Library) -> None:
    """What is asked alone is read for that field only."""
    read = from_words(small, AT, small.steps["you"], "Redhill", "area")
    assert {"area": "Redhill"} == read.values


def test_consent_takes_its_own_word_only(small: Library) -> None:
    """Neither a number, a label nor a beginning of it sends."""
    step = small.steps["consent"]
    for words in ("1", "yes", "Send it please", "sen", "s"):
        assert {} == from_words(small, AT, step, words, None).values
    assert {"consent": "send"} == from_words(small, AT, step, " Send. ", None).values


def test_blank_form_is_a_skip(small: Library) -> None:
    """A form of an optional step left blank skips the whole of it."""
    read = from_form(small, AT, small.steps["you"], {})
    assert {"name": SKIPPED, "area": SKIPPED} == read.values


def test_blank_where_one_is_needed(small: Library) -> None:
    """One field filled in and the other needed one blank: the first is kept, the second asked for."""
    read = from_form(small, AT, small.steps["you"], {"area": ("Redhill",)})
    assert ({"area": "Redhill"}, {"name"}) == (read.values, set(read.errors))


def test_foreign_choice_is_no_answer(small: Library) -> None:
    """A form that holds a choice we did not offer holds no answer."""
    assert {} == from_form(small, AT, small.steps["who"], {"who": ("nobody",)}).values


def test_several_ticks(small: Library) -> None:
    """Every box that was ticked counts, once."""
    read = from_form(small, AT, small.steps["help_with"], {"help_with": ("money", "talk", "money")})
    assert ("money", "talk") == read.values["help_with"]
