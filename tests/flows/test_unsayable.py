"""What no message that nobody asked for may hold, and what it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hub_rules import hub_rules
from flows.library import load
from flows.provider_words import KEPT
from flows.unsayable import lead_in, name_in, phrase_in, provider_word, quotes, telling_word

RULES = hub_rules(load())
TELLING = ("hit", "beat", "shelter", "abuse", "police", "violence", "womens aid", "przemoc", "تشدد")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He hit me", "hit"),
        ("white hitch", ""),  # a short word is heard whole
        ("ABUSED?", "abuse"),
        ("Abus\u00e9.", "abuse"),
        ("a policeman", "police"),
        ("polite", ""),
        ("violently", "violence"),
        ("viola violet", ""),
        ("beatles", ""),
        ("shelts", "shelter"),
        ("Women's Aid", "womens aid"),
        ("women aid", ""),
        ("przemocy", "przemoc"),
        ("yeh تشدد hai", "تشدد"),
        ("", ""),
    ],
)
def test_telling_word(text: str, word: str) -> None:
    """A telling word is heard with other endings, in capitals, with accents, in any script."""
    assert telling_word(text, TELLING) == word


def test_an_empty_word_is_no_word() -> None:
    """A word with nothing in it, by mistake, does not shut out everything."""
    assert not telling_word("hello", ("",))


@pytest.mark.parametrize("word", RULES.telling)
def test_every_telling_word_is_heard(word: str) -> None:
    """Each telling word that the library has is found in the middle of a sentence."""
    assert telling_word(f"Hello, {word.upper()}! Please call.", RULES.telling)


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Is Khan in?", ("Al Khan",), True),
        ("al is in", ("Al Khan",), False),  # 'al' is half of many words
        ("Al is in", ("Al",), True),
        ("Lee?", ("Khan Lee",), True),
        ("khans", ("Khan",), False),
        ("Hello", ("", "Khan"), False),
    ],
)
def test_name_in(text: str, names: tuple[str, ...], found: bool) -> None:  # noqa: FBT001
    """A name is heard by any part of three letters, or whole when it has none."""
    assert name_in(text, names) is found


def test_phrase_in() -> None:
    """The hub's name is heard as it stands, and no name is not heard in everything."""
    assert phrase_in("It's the Example, family hub!", ("Example family hub",))
    assert phrase_in("Ask at the Advice Line", ("Example family hub", "advice line"))
    assert not phrase_in("the family", ("Example family hub", ""))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see http://x", "a link"),
        ("www.here", "a link"),
        ("sam@home", "a link"),
        ("ours.org.uk/x", "a link"),
        ("go to help.net.", "a link"),
        ("GU1 3AB", "an address"),
        ("in kt12", "an address"),
        ("12 High Street", "an address"),
        ("Flat 4", "an address"),
        ("07700 900 123", "a number"),
        ("12-345", "a number"),
        ("\u0660\u0661\u0662\u0663\u0664", "a number"),
        ("your ref", "a reference"),
        ("#ABC", "a reference"),
        ("AB12CD34", "a reference"),
        ("case number", "a reference"),
        ("Hello. Please call at 12:30 when you can.", ""),
        ("At 10 or 4? I am in.", ""),
        ("just in case", ""),
        ("1234", ""),
    ],
)
def test_lead_in(text: str, what: str) -> None:
    """What leads to a place, a person or a file is found; a plain time is not."""
    assert lead_in(text) == what


@pytest.mark.parametrize(
    ("text", "told", "found"),
    [
        ("so he took my phone away", ("Yesterday he took my phone.",), True),
        ("he took my car", ("he took my phone",), False),
        ("At the LIBRARY", ("the library",), True),
        ("library", ("the library",), False),
        ("Bluebell!", ("bluebell",), True),
        ("hello", ("",), False),
        ("", ("hello",), False),
    ],
)
def test_quotes(text: str, told: tuple[str, ...], found: bool) -> None:  # noqa: FBT001
    """Four of their words in a row, or a shorter answer whole, is telling it back."""
    assert quotes(text, told) is found


@pytest.mark.parametrize("word", sorted(KEPT))
def test_provider_word(word: str) -> None:
    """A word that a provider keeps is found alone, and in capitals within a sentence."""
    assert provider_word(f" {word.title()}. ") == word
    assert provider_word(f"Please reply {word.upper()} now") == word.upper()
    assert not provider_word(f"Please {word} it there")


@given(st.text())
def test_any_text(text: str) -> None:
    """No text raises."""
    assert isinstance(telling_word(text, TELLING) + lead_in(text) + provider_word(text), str)
    assert quotes(text, (text,)) == bool(text and quotes(text, (text,)))
    assert name_in(text, (text,)) in {True, False}
