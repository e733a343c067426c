from __future__ import annotations

import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.library import Library
from flows.message import Aside, Message, Reply, Shown
from flows.play import EnginePlayer
from flows.state import Asked, State
from reception.kept import REMEMBERED, Kept, reply_bytes, state_bytes

text = st.text(max_size=20)
name = st.text(min_size=1, max_size=20)
texts = st.lists(text, max_size=3).map(tuple)
pairs = st.lists(st.tuples(text, text), max_size=3).map(tuple)
shown = st.builds(Shown, name, name, text, text, pairs, st.booleans(), st.just(()), text)
replies = st.builds(
    Reply,
    step=name,
    mood=st.sampled_from(["say", "danger", "goodbye"]),
    lines=texts,
    urgent=texts,
    ask=text,
    hint=text,
    fields=st.lists(shown, max_size=3).map(tuple),
    asked=st.none() | st.builds(Asked, text, text),
    can=st.lists(st.sampled_from(["back", "skip", "help"]), max_size=3).map(tuple),
    changes=pairs,
    asides=st.lists(st.builds(Aside, text, text, texts), max_size=2).map(tuple),
    language=st.sampled_from(["en", "cy"]),
)


def message(name: str, **more: Any) -> Message:
    """A message with this id."""
    return Message(id=name, at=0, door="web", **more)


def kept(reply: Reply | None = None, state: State | None = None) -> Kept:
    """A conversation at rest with this reply and state."""
    return Kept("an-id", ("a", "b"), 7, "kept", state_bytes(state), reply_bytes(reply))


@given(replies)
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    """Whatever a reply may hold, a retry gets the same."""
    assert Kept.from_bytes(kept(reply).to_bytes()).last_reply(message("m")) == reply


def test_a_conversation_comes_back_as_it_was(library: Library) -> None:
    """At every turn of a talk, state and reply are the same after bytes."""
    player = EnginePlayer(library, "sms")
    for after, words in enumerate(("hello", "1", "1", "he took\nmy phone", "my ex", "1", "talk", "Sam, GU1")):
        player.tell(words, after)
        back = Kept.from_bytes(kept(player.reply, player.state).to_bytes())
        assert (back.last_state(), back.last_reply(message("m"))) == (player.state, player.reply)


def test_silence_and_an_end_come_back_as_themselves() -> None:
    """No reply is not an empty one, and no state is not a blank one."""
    back = Kept.from_bytes(kept().to_bytes())
    assert (back.last_reply(message("m")), back.last_state()) == (None, None)


def test_what_did_not_fit_is_not_kept() -> None:
    """A number that was mistyped is not in the bytes, and comes back from the retry alone."""
    reply = Reply("number", "say", fields=(Shown("phone", "phone", given=("0770",), error="Too short."),))
    again = message("m", fields={"phone": ("0770",)})
    made = kept(reply).to_bytes()
    assert b"0770" not in zlib.decompress(made, wbits=-15)
    assert Kept.from_bytes(made).last_reply(again) == reply


def test_the_last_eight_messages_are_known() -> None:
    """A retry of one of them is known as such; older ones are let go."""
    one = Kept("an-id", (), 0, "")
    for n in range(REMEMBERED + 1):
        one = Kept("an-id", one.heard_and(message(str(n))), 0, "kept")
    assert not one.knows(message("0"))
    assert all(one.knows(message(str(n))) for n in range(1, REMEMBERED + 1))


def test_ids_of_any_length_take_the_same_room() -> None:
    """What a provider calls its messages neither grows the conversation nor is in it."""
    long = Kept("i", (), 0, "").heard_and(message("+447700900001" * 100))
    assert len(long[0]) == 12


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"[]\n\n", b"{}\n\n", b'["a"]\n'])
def test_other_bytes_are_not_taken(raw: bytes) -> None:
    """What we did not write is a fault, and never half a conversation."""
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of its kinds
        Kept.from_bytes(zlib.compress(raw, wbits=-15))
    with pytest.raises(ValueError):  # noqa: PT011
        Kept.from_bytes(raw)
