"""Two spellings of the same words are made the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.plain import plain


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  BYE. ", "bye"),
        ("Don’t", "dont"),
        ("don't", "dont"),
        ("Zażółć", "zazołc"),
        ("2️⃣", "2"),
        ("٣", "3"),
        ("b\u200bye", "bye"),
        ("he's   here", "hes here"),
        ("1) Yes", "1 yes"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_spellings(typed: str, expected: str) -> None:
    """Case, accents, apostrophes, invisible marks and spacing do not make other words."""
    assert expected == plain(typed)


@given(st.text())
def test_settled(text: str) -> None:
    """What has been made plain once is not changed by doing it again."""
    assert plain(text) == plain(plain(text))
