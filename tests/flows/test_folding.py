"""Text is parted into bare words and ends of sentences, whatever it is written with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.folding import END, Fold, words

FOLD = Fold({"🆘": "sos"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He IS here", ["he", "is", "here"]),
        ("he is here. he shouts", ["he", "is", "here", END, "he", "shouts"]),
        ("really?! yes", ["really", END, END, "yes"]),
        ("he.is.here", ["he", "is", "here"]),
        ("he\nis", ["he", "is"]),
        ("h e l p", ["help"]),
        ("h.e.l.p", ["help"]),
        ("k!ll m€", ["kill", "m"]),
        ("$cared p@nic", ["scared", "panic"]),
        ("k*ll", ["k*ll"]),
        ("he’ll 'go'", ["he'll", "go"]),
        ("he\u200b i\u202es", ["he", "is"]),
        ("не", ["he"]),
        ("𝐡𝐞", ["he"]),
        ("żółw", ["zolw"]),
        ("ﻣﺪﺩ", ["مدد"]),
        ("٩٩٩", ["999"]),
        ("🆘🆘", ["sos", "sos"]),
        ("\ud800", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Case, accents, look-alikes, invisible marks and signs are read as the words they stand for."""
    assert expected == words(text, FOLD)


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text(text: str) -> None:
    """Any text is read, and every word of it is whole."""
    assert all(word == END or (word and " " not in word) for word in words(text, FOLD))
