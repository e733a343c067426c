from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.kinds import HINTS, LONGEST_TEXT, PROBLEM, problem, read

kinds = st.sampled_from(sorted(HINTS))


@given(kinds, st.text())
def test_reading_never_raises_and_is_settled(kind: str, raw: str) -> None:
    """Any text is read or not, and what was read reads as itself."""
    once = read(kind, raw)
    assert once is None or read(kind, once) == once


@given(kinds, st.text(alphabet="0123456789-+:., @abcAPMgu\u200b\x00\u0661"))
def test_near_misses_are_settled_too(kind: str, raw: str) -> None:
    """The same for text made of the signs that numbers, times and addresses are made of."""
    once = read(kind, raw)
    assert once is None or (once and read(kind, once) == once)


def test_every_kind_has_its_sentence() -> None:
    """Each kind says in one short sentence how to put it, without why, blame or shouting."""
    assert set(PROBLEM) == set(HINTS)
    for kind in [*PROBLEM, "choice"]:
        sentence = problem(kind)
        assert sentence.endswith(".")
        assert len(sentence.split()) <= 15
        assert not {"why", "wrong", "invalid", "error", "must"} & set(sentence.lower().split())


def test_examples_in_the_sentences_fit() -> None:
    """What a sentence gives as an example is an answer that fits."""
    examples = {
        "number": "2",
        "age_band": "34",
        "place": "GU1",
        "phone": "07700 900123",
        "email": "name@example.com",
        "window": "weekdays 10am to 12pm",
    }
    for kind, example in examples.items():
        assert example in PROBLEM[kind]
        assert read(kind, example) is not None


@pytest.mark.parametrize("raw", ["", " \n", "\x00", "\u200b\u200d"])
def test_nothing_seen_is_nothing_said(raw: str) -> None:
    """What nobody can see answers no kind of question."""
    assert [kind for kind in HINTS if read(kind, raw) is not None] == []


def test_own_words_keep_their_lines_and_their_length() -> None:
    """A person's own words stay as they are, up to 5,000 characters."""
    assert read("text", " One.\nTwo. ") == "One.\nTwo."
    assert len(read("text", "x" * 100_000) or "") == LONGEST_TEXT


def test_any_name_is_a_name() -> None:
    """A name is any one line that is not too long."""
    assert read("name", " Zoë\n J. ") == "Zoë J."
    assert read("name", "نور") == "نور"
    assert read("name", "x" * 81) is None


def test_the_number_i_write_from() -> None:
    """'Me' is a phone number only where the door knows it, and for no other kind."""
    assert read("phone", "ME", sender=True) == "@sender"
    assert read("phone", "07700 900123", sender=True) == "+447700900123"
    assert read("phone", "ME") is None
    assert read("email", "ME", sender=True) is None


def test_the_chat_i_write_in() -> None:
    """'Here' is somewhere to write only where a door can write there again, and for no other kind."""
    assert read("phone", "HERE", chat=True) == "@here"
    assert read("phone", "07700 900123", chat=True) == "+447700900123"
    assert read("phone", "HERE", sender=True) is None
    assert read("phone", "ME", chat=True) is None
    assert read("place", "here", chat=True) == read("place", "here")


def test_an_unknown_kind_reads_nothing() -> None:
    """A kind that is none reads nothing, and does not raise."""
    assert read("colour", "blue") is None


@pytest.mark.parametrize("raw", ["hi", "yes", "1", "10am monday", "thank you", "Hello", "who is this", "a b c d e f g"])
def test_what_anybody_might_say_is_no_word_to_agree_on(raw: str) -> None:
    """A danger word that comes by chance would cut off somebody who is safe."""
    assert read("secret", raw) is None


def test_a_word_to_agree_on_is_kept_as_it_was_written() -> None:
    """In any letters, one word or a few."""
    assert [read("secret", raw) for raw in (" Marmalade ", "Maple Street", "سنگترہ")] == [
        "Marmalade",
        "Maple Street",
        "سنگترہ",
    ]
