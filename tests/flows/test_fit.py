"""What is said fits into two messages, and what is cut is not lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.check.texts import NOON
from flows.engine import advance
from flows.fit import fits, fitted
from flows.library import Library, load
from flows.message import Message, Now, Reply, Turn
from flows.play import EnginePlayer
from flows.state import State
from flows.written import as_text

STORY = ("hello", "1", "1", "34")


@pytest.fixture(scope="module")
def library() -> Library:
    """The library as it ships."""
    return load()


def told(library: Library, *words: str, door: str = "sms") -> EnginePlayer:
    """Someone who has said these."""
    player = EnginePlayer(library, door)
    for after, said in enumerate(words):
        player.tell(said, after)
    return player


@pytest.mark.parametrize(
    ("text", "whether"), [("a" * 306, True), ("a" * 307, False), ("\u0627" * 201, True), ("\u0627" * 202, False)]
)
def test_two_messages_or_three_in_other_scripts(text: str, *, whether: bool) -> None:
    """2 x 153 characters of GSM-7, 3 x 67 of UCS-2."""
    assert whether is fits(text)


def test_a_question_that_was_not_seen_takes_no_answer(library: Library) -> None:
    """After emergency words in its place, a number is not taken for a choice; it shows the question."""
    player = told(library, *STORY, "He says he is going to kill me")
    assert player.state is not None
    assert player.state.asked is None
    player.tell("2", 10)

    assert "who" not in player.state.answers
    assert player.reply is not None
    assert 10 == len(player.reply.fields[0].choices)


def test_words_sent_before_it_is_seen_are_kept(library: Library) -> None:
    """Somebody in danger who writes on loses none of it."""
    player = told(library, *STORY, "He says he is going to kill me", "He is downstairs with a knife", "He has my keys")
    assert player.state is not None
    kept = player.state.to_json()

    assert [] == [words for words in ("kill me", "downstairs", "my keys") if words not in kept]


def test_a_question_that_was_seen_still_takes_its_answer(library: Library) -> None:
    """Danger in the middle of a list costs nobody the list: they saw it."""
    player = told(library, *STORY, "We moved in May.", "please help me")
    assert player.reply is not None
    assert () == player.reply.fields
    player.tell("2", 10)

    assert player.state is not None
    assert "partner_apart" == player.state.answers["who"]["who"]


def test_sending_is_asked_again_after_it_was_cut(library: Library) -> None:
    """SEND counts only where the limits were the last thing shown."""
    player = told(library, "hello", "1", "1", "done", "4", "please help me")
    assert not player.tell("send", 10).sent
    assert player.reply is not None
    assert "ready" == player.reply.step
    assert player.tell("send", 11).sent


def test_safe_to_talk_keeps_how_to_leave(library: Library) -> None:
    """Whatever takes its room, the first reply says how to leave."""
    player = told(library, "please help me he is attacking me")
    assert player.reply is not None

    assert "Send BYE to leave" in as_text(player.reply)
    assert fits(as_text(player.reply))


def test_safe_to_talk_is_there_to_answer_beside_emergency_words(library: Library) -> None:
    """Somebody in danger need not send AGAIN first: the question fits, and takes its answer at once."""
    player = told(library, "please help me he is attacking me")
    assert player.reply is not None
    assert "1 Yes, only I can see this" in as_text(player.reply)
    player.tell("1", 10)

    assert player.reply.step != "safe_now"


@pytest.mark.parametrize("before", [(), STORY, (*STORY, "skip"), ("hello", "1", "1", "done", "4")])
def test_emergency_words_are_never_cut(library: Library, before: tuple[str, ...]) -> None:
    """Whatever is asked there, all of them stand first, and the whole fits."""
    player = told(library, *before, "He says he is going to kill me")
    assert player.reply is not None
    said = as_text(player.reply)

    assert said.startswith("\n".join(library.emergency_lines("en", "sms")))
    assert fits(said)


def test_an_end_keeps_its_first_line(library: Library) -> None:
    """Whether it has arrived is said, whatever else is cut."""
    lines = ("It has arrived. A person will look at it by 5pm.", *("Something more to say, and more again. " * 3,) * 3)
    urgent = library.emergency_lines("en", "sms")
    reply = Reply("sent", "goodbye", lines, (*urgent, "Words of a trigger, which are long. " * 4), own=4)
    turn = fitted(library, "sms", None, Turn(reply, None))

    assert turn.reply is not None
    said = as_text(turn.reply)
    assert fits(said)
    assert said.startswith(urgent[0])
    assert lines[0] in said


def test_more_gives_the_rest_once(library: Library) -> None:
    """Page by page to the end; then MORE is the question again, and any other word lets the rest go."""
    player = told(library, "hello", "1", "who are you")
    assert player.state is not None
    assert player.state.rest
    player.tell("more", 5)
    assert player.state.rest == ()
    assert "Please choose" in (player.tell("more", 6).text or "")
    player.tell("who are you", 7)
    player.tell("1", 8)

    assert player.state.rest == ()


def test_pages_have_room_for_everything(library: Library) -> None:
    """On the web nothing is cut."""
    state = State("web", "en", NOON, answers={"safe_now": {"safe_now": "yes"}})
    turn = advance(library, state, Message("1", NOON, "web", command="help"), Now(NOON))

    assert turn.reply is not None
    assert turn.reply.ask
    assert not fits(as_text(turn.reply))


def test_a_line_that_is_too_long_by_itself_is_parted(library: Library) -> None:
    """At a space, so that no word is cut and none is lost."""
    line = "word " * 100
    reply = Reply("brings", "say", (line.strip(),), ask="Which one?")
    state = State("sms", "en", NOON)
    parts, turn = list[str](), fitted(library, "sms", None, Turn(reply, state))
    for _ in range(5):
        assert turn.reply is not None
        assert turn.state is not None
        assert fits(as_text(turn.reply))
        parts += [one for one in turn.reply.lines if one.startswith("word")]
        if not turn.state.rest:
            break
        turn = fitted(library, "sms", None, Turn(replace(reply, lines=turn.state.rest), state))

    assert line.split() == " ".join(parts).split()
