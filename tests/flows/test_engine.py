"""What the engine does with a message, on the small library."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.danger import GAP
from flows.engine import advance, greet
from flows.library import Library
from flows.message import Message, Now
from flows.play import EnginePlayer
from flows.state import Asked


def tell(player: EnginePlayer, *words: str, after: int = 1) -> str:
    """All of `words` in turn, a second apart; the last reply's step."""
    step = ""
    for number, said in enumerate(words):
        step = player.tell(said, after + number).step
    return step


def test_first_is_safe_to_talk(texter: EnginePlayer) -> None:
    """Whatever comes first, safe-to-talk is what it is answered with."""
    assert "safe" == tell(texter, "my husband hit me")


def test_first_words_are_not_kept(texter: EnginePlayer) -> None:
    """Words said before it is safe to talk are not kept."""
    tell(texter, "my husband hit me")
    assert "husband" not in (texter.state.to_json() if texter.state else "husband")


@pytest.mark.parametrize("words", [["bye"], ["hello", "bye"], ["hello", "1", "bye"], ["hello", "1", "1", "x", "BYE"]])
def test_leaving_forgets(texter: EnginePlayer, words: list[str]) -> None:
    """Leaving is silent and leaves no state, wherever it is said."""
    seen = [texter.tell(said, n) for n, said in enumerate(words)][-1]
    assert (None, True, False) == (seen.text, seen.forgotten, seen.sent)


def test_not_now_ends(texter: EnginePlayer) -> None:
    """'Not now' closes, and nothing is kept."""
    tell(texter, "hello", "3")
    assert texter.state is None


def test_whole_journey_hands_over(texter: EnginePlayer) -> None:
    """The answers of a whole journey make one referral."""
    tell(texter, "hi", "1", "1", "He shouts.", "2", "1", "1 3", "Sam, Guildford", "2", "SEND")
    assert (1, None) == (len(texter.referrals), texter.state)


def test_consent_is_not_a_number(texter: EnginePlayer) -> None:
    """On a typed door neither a number nor a yes sends anything."""
    tell(texter, "hi", "1", "1", "skip", "skip", "skip", "skip", "2", "1", "yes", "ok")
    assert [] == texter.referrals


def test_consent_refused(texter: EnginePlayer) -> None:
    """'Not now' at the end sends nothing and forgets."""
    tell(texter, "hi", "1", "1", "skip", "skip", "skip", "skip", "2", "not now")
    assert ([], None) == (texter.referrals, texter.state)


def test_back_then_same_answer(texter: EnginePlayer) -> None:
    """Back, then the same answer, is where it was."""
    tell(texter, "hi", "1", "1", "story", "2")
    before = texter.state
    tell(texter, "back", "2", after=20)
    assert before is not None
    assert texter.state is not None
    assert replace(before, heard_at=0, told=None) == replace(texter.state, heard_at=0, told=None)


def test_change_replaces_one(texter: EnginePlayer) -> None:
    """A change puts one answer in the place of another and goes on where it stood."""
    tell(texter, "hi", "1", "1", "story", "1")
    assert "change" == tell(texter, "change", after=10)
    assert "who" == tell(texter, "who", after=12)
    assert "ex_since" == tell(texter, "2", after=14)


def test_dormant_answer_is_not_in_the_record(texter: EnginePlayer) -> None:
    """An answer whose step is no longer live is neither asked about nor told."""
    tell(texter, "hi", "1", "1", "skip", "2", "1", "change", "who", "1", "skip", "skip", "2", "send")
    outcomes = {q.id: q.outcome for q in texter.referrals[0].questions}
    assert "not_asked" == outcomes["ex_since"]


def test_gap_asks_safe_again(texter: EnginePlayer) -> None:
    """After the gap safe-to-talk comes first, and tells nothing of before."""
    tell(texter, "hi", "1", "1")
    seen = texter.tell("He shouts", 10 + GAP)
    assert "safe" == seen.step
    assert "own words" not in (seen.text or "")


def test_gap_holds_the_message(texter: EnginePlayer) -> None:
    """What met the gap answers the question it was shown, once it is safe."""
    tell(texter, "hi", "1", "1")
    tell(texter, "He shouts", "1", after=10 + GAP)
    assert texter.state is not None
    assert {"story": "He shouts"} == texter.state.answers["story"]


def test_gap_unsafe_forgets_all(texter: EnginePlayer) -> None:
    """'Not now' after the gap forgets everything, what was held as well."""
    tell(texter, "hi", "1", "1", "He shouts")
    tell(texter, "2", "3", after=10 + GAP)
    assert texter.state is None


def test_held_send_does_not_send(texter: EnginePlayer) -> None:
    """SEND that met the gap sends nothing: consent is asked again, limits and all."""
    tell(texter, "hi", "1", "1", "skip", "skip", "skip", "skip", "2")
    seen = [texter.tell(w, 20 + GAP + n) for n, w in enumerate(["SEND", "1"])][-1]
    assert ([], "consent") == (texter.referrals, seen.step)


def test_danger_in_a_story_keeps_the_story(texter: EnginePlayer) -> None:
    """Danger is answered at once and does not cost the person their answer."""
    tell(texter, "hi", "1", "1")
    seen = texter.tell("he says he is going to kill me", 9)
    assert (True, "who") == (seen.danger, seen.step)


def test_danger_is_no_misunderstanding(texter: EnginePlayer) -> None:
    """Danger words where a choice was asked are answered, and never count as a wrong answer."""
    tell(texter, "hi", "1", "1", "skip")
    for n in range(4):
        texter.tell(f"he has a knife {n}", 9 + n)
    assert texter.state is not None
    assert (0, "who") == (texter.state.misses, (texter.state.asked or ("",))[0])


def test_danger_raises_urgency(texter: EnginePlayer) -> None:
    """What set off the emergency words is in the record as a reason for haste."""
    tell(texter, "hi", "1", "1", "he has a knife", "skip", "skip", "skip", "2", "send")
    assert "now" == texter.referrals[0].urgency.level


def test_danger_said_once_in_full(texter: EnginePlayer) -> None:
    """The emergency words come whole once, then as one line."""
    first = texter.tell("he has a knife", 1)
    second = texter.tell("he has a knife", 2)
    assert "press 55" in (first.text or "")
    assert "press 55" not in (second.text or "")
    assert "999" in (second.text or "")


def test_silence(texter: EnginePlayer) -> None:
    """When the other comes in: the emergency words, and no question under them."""
    tell(texter, "hi", "1", "1")
    seen = texter.tell("he has just come in", 5)
    assert (True, "danger") == (seen.danger, seen.step)


def test_after_silence_safe_comes_first(texter: EnginePlayer) -> None:
    """After that, safe-to-talk is asked before anything more, and nothing told was lost."""
    tell(texter, "hi", "1", "1", "Story.", "he has just come in")
    assert "safe" == texter.tell("I am back", 60).step
    assert texter.state is not None
    assert {"story": "Story."} == texter.state.answers["story"]


def test_a_story_is_not_cut_off(texter: EnginePlayer) -> None:
    """The same words inside a story are danger, but the story is taken and the next question comes."""
    tell(texter, "hi", "1", "1")
    seen = texter.tell(
        "On Friday he had just come in from work, and he shouted. He has just come in like that often.", 5
    )
    assert (True, "who") == (seen.danger, seen.step)


def test_disowned(texter: EnginePlayer) -> None:
    """'Who is this' is answered with words that name nothing, and closes."""
    tell(texter, "hi", "1", "1")
    seen = texter.tell("who is this?", 5)
    assert ("Sorry, wrong number.", True) == (seen.text, seen.forgotten)


def test_quick_second_text_joins(texter: EnginePlayer) -> None:
    """A text within half a minute of a story belongs to the story."""
    tell(texter, "hi", "1", "1", "He shouts.", "Every night.")
    assert texter.state is not None
    assert {"story": "He shouts.\nEvery night."} == texter.state.answers["story"]


def test_third_miss_skips_optional(texter: EnginePlayer) -> None:
    """The third reply that does not fit lets an optional question go, and keeps the words."""
    tell(texter, "hi", "1", "1", "skip", "purple")
    tell(texter, "green", "blue", after=60)
    assert texter.state is not None
    assert {"who": "skipped"} == texter.state.answers["who"]
    assert ["purple", "green", "blue"] == [kept.text for kept in texter.state.words]


def test_third_miss_on_required(texter: EnginePlayer) -> None:
    """The third time on a question we need, a number and a way out are offered."""
    tell(texter, "hi", "1", "purple", "green")
    assert "PERSON" in (texter.tell("blue", 60).text or "")


def test_fields_in_turn(texter: EnginePlayer) -> None:
    """One text may answer two fields; what lacks is asked alone."""
    tell(texter, "hi", "1", "1", "skip", "skip", "skip", "Sam, GU1")
    assert texter.state is not None
    assert {"name": "Sam", "area": "GU1"} == texter.state.answers["you"]


def test_number_may_lead(texter: EnginePlayer) -> None:
    """Only a number may lead a longer reply; the rest is kept as their own words."""
    tell(texter, "hi", "1", "1", "skip", "1 we are married")
    assert texter.state is not None
    assert {"who": "partner"} == texter.state.answers["who"]
    assert "we are married" == texter.state.words[0].text


def test_finish_goes_to_safe_contact(texter: EnginePlayer) -> None:
    """FINISH passes over the story but never over safe contact."""
    assert "way" == tell(texter, "hi", "1", "1", "finish")


def test_person(texter: EnginePlayer) -> None:
    """PERSON says that no person is here and gives a number."""
    tell(texter, "hi", "1")
    assert "01632 960001" in (texter.tell("person", 5).text or "")


def test_nobody_reads(small: Library) -> None:
    """When nobody reads the queue nothing is asked, and that is said first."""
    assert "nobody" == greet(small, "web", "en", Now(0, "absent")).step


def test_nobody_reads_midway(small: Library, texter: EnginePlayer) -> None:
    """A conversation under way is not handed over to nobody."""
    tell(texter, "hi", "1", "1", "skip", "skip", "skip", "skip", "2")
    turn = advance(small, texter.state, Message("9", 0, "sms", words="SEND"), Now(texter.began + 20, "absent"))
    assert (None, None) == (turn.referral, turn.state)


def test_overdue_promises_no_time(small: Library, texter: EnginePlayer) -> None:
    """While nobody looks in time, no reply says when somebody will."""
    tell(texter, "hi", "1", "1", "skip", "skip", "skip", "skip", "2")
    turn = advance(small, texter.state, Message("9", 0, "sms", words="SEND"), Now(texter.began + 20, "overdue"))
    assert turn.reply is not None
    assert "when they can" in turn.reply.lines[0]


def test_stale_question_is_shown_again(small: Library, surfer: EnginePlayer) -> None:
    """A form whose wording has changed since is not read; its question comes again."""
    tell(surfer, "hi", "1")
    stale = Message("9", 0, "web", fields={"brings": ("hurt",)}, asked=Asked("brings", "000000000000"))
    turn = advance(small, surfer.state, stale, Now(surfer.began + 9))
    assert turn.state is not None
    assert "brings" not in turn.state.answers


def test_answer_keeps_its_own_id(small: Library, surfer: EnginePlayer) -> None:
    """A form sent late answers the question it was for, not the one now due."""
    tell(surfer, "hi", "1")
    old = surfer.reply
    tell(surfer, "1", "Story.", after=5)
    assert old is not None
    late = Message("9", 0, "web", fields={"brings": ("worry",)}, asked=old.asked)
    turn = advance(small, surfer.state, late, Now(surfer.began + 9))
    assert turn.reply is not None
    assert "noticed" == turn.reply.step


def test_page_shows_what_did_not_fit(surfer: EnginePlayer) -> None:
    """A value that does not fit is shown again from the same request, and not stored."""
    tell(surfer, "hi", "1", "1", "skip", "skip", "skip", "skip", "1", "not a number")
    assert surfer.reply is not None
    assert surfer.state is not None
    assert (("not a number",), True) == (surfer.reply.fields[0].given, bool(surfer.reply.fields[0].error))
    assert "not a number" not in surfer.state.to_json()


def test_gate_again_from_the_first_page(small: Library, surfer: EnginePlayer) -> None:
    """The first page, opened again, goes on where it stood when it is still safe."""
    tell(surfer, "hi", "1", "1", "Story.")
    first = greet(small, "web", "en", Now(surfer.began))
    again = Message("9", 0, "web", fields={"safe": ("yes",)}, asked=first.asked)
    turn = advance(small, surfer.state, again, Now(surfer.began + 60))
    assert turn.reply is not None
    assert "who" == turn.reply.step


def test_what_hushed_is_not_lost(texter: EnginePlayer) -> None:
    """The message that hushed the conversation is kept as the person's own words, and answers nothing."""
    tell(texter, "hi", "1", "1", "he has just come in")
    assert texter.state is not None
    assert ("story", "he has just come in") == texter.state.words[0]
    assert "story" not in texter.state.answers
