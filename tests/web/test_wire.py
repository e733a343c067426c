from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception.front import Asked, Reply, Shown
from web import wire

QUESTION = (("id", "abcdefgh"), ("step", "who"), ("digest", "d1"), ("field", "who_is_it"))


def read(*pairs: tuple[str, str]) -> wire.Form:
    """The form that sends these pairs, as the door reads it."""
    return wire.read(urlencode(pairs).encode())


def test_an_answer_goes_to_the_one_field_of_its_page() -> None:
    """`answer` alone is the field that the page named, and the form says which question it saw."""
    form = read(*QUESTION, ("answer", "ex"), ("do", "answer"))
    assert (form.id, form.asked) == ("abcdefgh", Asked("who", "d1"))
    assert form.fields == {"who_is_it": ("ex",)}
    assert form.command is None


def test_without_a_name_the_one_field_is_called_like_its_step() -> None:
    """A form that lost its hidden field is still read."""
    assert read(("step", "who"), ("digest", "d"), ("answer", "ex")).fields == {"who": ("ex",)}


def test_several_fields_and_several_values_are_kept_apart() -> None:
    """`answer.FIELD` goes to FIELD, and ticked boxes stay together."""
    form = read(("answer.name", "Sam"), ("answer.needs", "talk"), ("answer.needs", "home"), ("answer.area", " "))
    assert form.fields == {"name": ("Sam",), "needs": ("talk", "home")}


@pytest.mark.parametrize(
    ("do", "command", "target"),
    [
        ("answer", None, None),
        ("skip", "skip", None),
        ("back", "back", None),
        ("change:who", "change", "who"),
        ("language:ur", "language", "ur"),
        ("explode", None, None),
        ("", None, None),
    ],
)
def test_the_pressed_button_is_the_command(do: str, command: str | None, target: str | None) -> None:
    """A button's value is a command and its target, or no command at all."""
    form = read(("do", do))
    assert (form.command, form.target) == (command, target)


def test_a_command_leaves_the_answers_aside() -> None:
    """Pressing back with words in the field is no answer."""
    message = wire.message(read(*QUESTION, ("answer", "ex"), ("do", "back")), "fresh-id", 7)
    assert (message.fields, message.command) == (None, "back")


def test_the_message_keeps_the_id_of_its_form() -> None:
    """A form's id is the message's; a form without one gets the fresh one."""
    assert wire.message(read(*QUESTION), "fresh-id", 7).id == "abcdefgh"
    assert wire.message(read(("answer", "x")), "fresh-id", 7).id == "fresh-id"


def test_the_same_words_again_are_one_message_and_others_another() -> None:
    """Posted again as it was, a form is the same message; with a mended answer or another button it is a new one."""

    def own(form_id: str, *pairs: tuple[str, str]) -> str:
        return wire.own_id(read(("id", form_id), *QUESTION[1:], *pairs), "fresh-id")

    once = own("abcdefgh", ("answer", "ex"))
    assert once == own("abcdefgh", ("answer", "ex"))
    assert once == own(once, ("answer", "ex"))
    assert once != own("abcdefgh", ("answer", "partner"))
    assert once != own("abcdefgh", ("answer", "ex"), ("do", "back"))
    assert wire.own_id(read(("answer", "ex")), "fresh-id").startswith("fresh-id.")


def test_an_answer_carries_the_language_of_its_page() -> None:
    """What is not a command names the language that the conversation is to open in."""
    assert wire.message(read(("language", "ur"), ("answer", "yes")), "fresh-id", 7).target == "ur"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  a\r\nb\rc ", "a\nb\nc"),
        ("a\x00\x07b", "ab"),
        ("x" * 6_000, "x" * 5_000),
        ("\U0001f642" * 6_000, "\U0001f642" * 5_000),
    ],
)
def test_answers_are_cleaned_and_cut(raw: str, kept: str) -> None:
    """Control characters go, line breaks stay, and 5,000 characters are enough."""
    assert wire.clean(raw) == kept


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_form(body: bytes) -> None:
    """No body whatever makes reading raise, but for one with too many parts."""
    try:
        form = wire.read(body)
    except wire.Unreadable:
        assert body.count(b"&") > 100
    else:
        wire.message(form, "fresh-id", 0)


@given(st.text(max_size=100), st.text(max_size=100))
def test_nothing_that_was_written_is_in_a_repr(words: str, name: str) -> None:
    """A form shown by accident shows no answer."""
    marked = f"canary{words}"
    assert "canary" not in repr(read(("answer", marked), (name, "x")))


@pytest.mark.parametrize("body", [b"a&" * 1_000, b"&".join([b"a=b"] * 1_000)])
def test_too_many_parts_are_no_form(body: bytes) -> None:
    """A thousand parts are refused, and the refusal holds none of them."""
    with pytest.raises(wire.Unreadable) as caught:
        wire.read(body)
    assert str(caught.value) == ""


def test_a_field_that_stands_alone_is_named_answer() -> None:
    """One field is `answer`; of several each has its own name."""
    alone = Reply("who", "say", fields=(Shown("who", "choice", choices=(("ex", "Ex"),)),))
    two = Reply("you", "say", fields=(Shown("name", "name"), Shown("needs", "several", choices=(("a", "A"),))))
    assert [(c.name, c.kind) for c in wire.controls(alone)] == [("answer", "radios")]
    assert [(c.name, c.kind) for c in wire.controls(two)] == [("answer.name", "line"), ("answer.needs", "boxes")]


def test_help_brings_back_what_was_typed_and_an_answer_does_not() -> None:
    """Only a command that shows the same question again refills its fields."""
    reply = Reply("who", "say", fields=(Shown("who_is_it", "text"),))
    typed = (*QUESTION, ("answer", "words"))
    assert wire.refilled(reply, read(*typed, ("do", "help"))).fields[0].given == ("words",)
    assert wire.refilled(reply, read(*typed, ("do", "answer"))).fields[0].given == ()
    other = Reply("else", "say", fields=reply.fields)
    assert wire.refilled(other, read(*typed, ("do", "help"))).fields[0].given == ()


def test_a_form_that_is_posted_again_says_the_same() -> None:
    """What `again` and `said` give is read back as the same message."""
    form = read(*QUESTION, ("answer", "a b"), ("do", "answer"), ("c", "ABCD"), ("language", "en"), ("new", "1"))
    assert read(*wire.again(form, "abcdefgh"), *wire.said(form)) == form


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ur-PK,en;q=0.8", "ur"), ("fr, en", "en"), ("", "en"), ("*", "en"), ("PL", "pl"), ("x" * 9_999, "en")],
)
def test_the_first_language_that_we_speak_is_taken(accepted: str, language: str) -> None:
    """Accept-Language is read from the left; what we do not speak is passed over."""
    assert wire.language(accepted, ("en", "pl", "ur")) == language


@pytest.mark.parametrize(
    ("code", "taken"), [("ABCD", "ABCD"), ("abcdef", "abcdef"), ("abc", None), ("abcdefg", None), ("AB1D", None)]
)
def test_an_entry_code_is_four_to_six_letters(code: str, taken: str | None) -> None:
    """Anything else is no code."""
    assert wire.entry(code) == taken
