"""Danger is heard in whole words, whatever the spelling around them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.library import Library
from flows.message import Message
from flows.safety import BRIEF, raised_by
from flows.state import Asked
from flows.steps import Field, Step, Wording


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


def told(small: Library, count: int) -> list[tuple[str, str]]:
    """What a message of so many words sets off, of which the last three hush."""
    return heard(small, " ".join(["then"] * (count - 3) + ["just come in"]))


def test_brief_is_twelve_words(small: Library) -> None:
    """Twelve words still hush a conversation; with the thirteenth it is a story."""
    assert [("beside_me", "silence")] == told(small, 12)
    assert [("beside_me", "carry on")] == told(small, 13)
    assert BRIEF == 12


def test_brief_closes(small: Library) -> None:
    """A brief disowning closes, and a brief danger carries on."""
    assert [("disowned", "close")] == heard(small, "Who is this?")
    assert [("danger_now", "carry on")] == heard(small, "he has a knife")


def test_danger_in_a_story_is_danger(small: Library) -> None:
    """However much is told around it, danger is heard."""
    long = "I went to the shop and when I came back at four he said that he is going to kill me and then he left"
    assert [("danger_now", "carry on")] == heard(small, long)


def test_fields_do_not_run_together(small: Library) -> None:
    """Words of one field end where the next begins."""
    message = Message("1", 0, "web", fields={"story": ("he has a knife",), "name": ("Sam",)})
    assert ["danger_now"] == [t.id for t in raised_by(small, message)]


def test_a_story_keeps_all_of_a_trigger(small: Library) -> None:
    """What would hush, heard as danger, keeps what it sets and says."""
    hush = next(t for t in small.triggers if t.id == "beside_me")
    message = Message("1", 0, "sms", words="then " * 12 + "just come in")
    assert (replace(hush, then="carry on"),) == raised_by(small, message)


def asking(small: Library, urgent: str = "") -> Library:
    """The same library, whose question 'weapon' has a choice that sounds like danger; it may be about urgency, too."""
    sets = {"knife": {"markers.weapon": "other", urgent: "weapon"}} if urgent else {}
    choices = {"none": "Nothing", "knife": "He has a knife"}
    step = Step("weapon", "ask", Wording("What?"), fields=(Field("weapon", "choice", choices=choices, sets=sets),))
    return replace(small, steps={**small.steps, "weapon": step})


def picks(library: Library, words: str, asked: str | None = "weapon") -> tuple[str, ...]:
    """What these words set off, in reply to that question."""
    message = Message("1", 0, "sms", words=words)
    return tuple(t.id for t in raised_by(library, message, Asked(asked, "") if asked else None))


def test_the_label_of_a_choice_is_our_word(small: Library) -> None:
    """Who types a choice out, however they write it, has not told of danger; in reply to nothing, they have."""
    library = asking(small)
    assert picks(library, "he has a KNIFE.") == ()
    message = Message("1", 0, "sms", words="He has a knife")
    assert raised_by(library, message, Asked("weapon", "")) == ()
    assert picks(library, "he has a knife", asked=None) == ("danger_now",)
    assert picks(library, "he has a knife", asked="nowhere") == ("danger_now",)


def test_a_label_with_more_words_is_theirs(small: Library) -> None:
    """Only the label itself is ours."""
    assert picks(asking(small), "he has a knife now") == ("danger_now",)


def test_a_label_about_urgency_is_heard(small: Library) -> None:
    """'Someone is in danger now' is danger, picked or not, whatever else it sets."""
    assert picks(asking(small, "urgency.now"), "he has a knife") == ("danger_now",)
    assert picks(asking(small, "markers.danger"), "he has a knife") == ()


def test_a_form_is_read_field_by_field(small: Library) -> None:
    """A choice whose label is no word, such as '...', hides nothing of what is typed beside it."""
    library = asking(small)
    step = library.steps["weapon"]
    unsaid = replace(step, fields=(replace(step.fields[0], choices={"none": "...", "knife": "He has a knife"}),))
    message = Message("1", 0, "web", fields={"story": ("he has a knife",)})
    heard_now = raised_by(replace(small, steps={**library.steps, "weapon": unsaid}), message, Asked("weapon", ""))
    assert [t.id for t in heard_now] == ["danger_now"]
