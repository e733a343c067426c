from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.typed import digits, line, visible


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("Sam", "Sam"),
        ("S\x00am\x07", "Sam"),
        ("\u200bSam\ufeff\u00ad", "Sam"),
        ("\u202eSam\u2066", "Sam"),
        ("Sam\ud800", "Sam"),
        ("cafe\u0301", "café"),
        ("one\n\ttwo", "one\n\ttwo"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_cannot_be_seen_goes(raw: str, seen: str) -> None:
    """Controls and zero-width marks go; letters, lines and the joiners of a script stay."""
    assert visible(raw) == seen


def test_a_line_is_one_line() -> None:
    """Any room is one space, and none at the ends."""
    assert line(" Sam\n\u00a0 Lee\u200d ") == "Sam Lee"


@pytest.mark.parametrize("raw", ["07", "０７", "٠٧", "०७", "0\ufe0f\u20e37\ufe0f\u20e3"])
def test_digits_of_any_script(raw: str) -> None:
    """Full-width, Arabic, Hindi and keycap digits are 0 to 9."""
    assert digits(raw) == "07"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    """Clean text stays as it is, and can be written as UTF-8."""
    for clean in (visible, line, digits):
        once = clean(raw)
        assert clean(once) == once
    visible(raw).encode()
