"""Syllables, sentences and grades."""

from __future__ import annotations

import pytest

from flows.reading_age import grade, sentences, syllables, words

COUNTED = {
    1: "a the scared closed safe phone phones times likes home loved asked passed moved used leave leaves please once "
    "since while whole change voice friend hear fear real judge file argue-less 999 A&E don't we'll can't me see eye",
    2: "someone people hurting worried children being going seeing doing message closely careful hopeless statement "
    "wanted needed table little safely contact number quiet diet sometimes something somewhere places houses boxes "
    "pages hated ended replies-less partner brother police question voicemail helpline changes service friend's-own "
    "buying crying worry player poem senior special social million union client centre people's ready hour-less",
    3: "family area idea everyone everything already violence dangerous another together possible simply-not "
    "telephone anything remember officer behaviour period various serious easier earlier museum companion continue",
    4: "emergency information experience actually situation",
    5: "confidential-ly organisation",
}
CASES = [(word, count) for count, said in COUNTED.items() for word in said.split() if "-" not in word]


@pytest.mark.parametrize(("word", "count"), CASES)
def test_syllables(word: str, count: int) -> None:
    """A common word has the syllables that are spoken."""
    assert count == syllables(word)


def test_sentences_end_where_a_reader_rests() -> None:
    """A full stop, a colon and a new line part sentences; a number alone is none."""
    assert ("Call now:", "Our line.", "It is free.") == sentences("Call now: Our line. 999.\nIt is free.")


def test_words_are_whole() -> None:
    """An apostrophe is part of its word."""
    assert ("Don't", "call", "07700") == words("Don't call: 07700")


def test_published_grade() -> None:
    """The grade of a sentence counted by hand: 6 words, 6 syllables, one sentence."""
    assert round(0.39 * 6 + 11.8 * 1 - 15.59, 1) == grade("The cat sat on the mat.")


def test_harder_is_higher() -> None:
    """Long words and sentences are a higher grade than short ones that say the same."""
    hard = "Individuals experiencing domestic difficulties may request confidential professional assistance."
    assert grade("You can ask us for help. We keep it private.") < 6 < grade(hard)


def test_nothing_is_easy() -> None:
    """No words, no grade."""
    assert 0.0 == grade("")
