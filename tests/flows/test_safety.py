"""Danger is heard in whole words, whatever the spelling around them."""

from __future__ import annotations

import pytest

from flows.library import Library, load
from flows.message import Message
from flows.safety import raised_by
from flows.state import Asked


def heard(small: Library, words: str) -> list[tuple[str, str]]:
    """What `words` set off, and what comes of it."""
    return [(t.id, t.then) for t in raised_by(small, Message("1", 0, "sms", words=words))]


@pytest.mark.parametrize(
    "words",
    ["He has a knife", "HE HAS A KNIFE!!", "he  has a\nknife", "omg he has a knife help", "he’s going to kill me"],
)
def test_heard(small: Library, words: str) -> None:
    """Capitals, marks and line breaks hide nothing."""
    assert [("danger_now", "carry on")] == heard(small, words)


@pytest.mark.parametrize("words", ["", "hello", "the has a knifes", "she has a knife"])
def test_not_heard(small: Library, words: str) -> None:
    """Only whole phrases are heard."""
    assert [] == heard(small, words)


def test_form_fields_are_heard(small: Library) -> None:
    """A form's words are listened to like typed ones."""
    message = Message("1", 0, "web", fields={"story": ("he has a knife",)})
    assert ["danger_now"] == [t.id for t in raised_by(small, message)]


def test_hush_in_a_story_is_danger(small: Library) -> None:
    """In a long message what would hush is danger, and cuts nobody off."""
    long = "I want to say that on the day when he had just come in from his work he shouted"
    assert [("beside_me", "carry on")] == heard(small, long)


def test_disowning_in_a_story_is_nothing(small: Library) -> None:
    """In a long message what would close is let be."""
    assert [] == heard(small, "he took my phone and he asked my mother who is this that you are texting")


def test_a_picked_choice_is_not_speech(small: Library) -> None:
    """The id of a choice picked on a page is our word, and sets nothing off."""
    picked = Message("1", 0, "web", fields={"who": ("he has a knife",)}, asked=Asked("who", ""))
    assert () == raised_by(small, picked)


def test_every_phrase_is_heard() -> None:
    """Whatever its first word, and wherever in a message it stands."""
    library = load()
    phrases = [(trigger.id, words) for trigger in library.triggers for words in trigger.words]
    deaf = [words for id_, words in phrases if id_ not in {i for i, _ in heard(library, f"well {words} now")}]
    assert phrases
    assert [] == deaf
