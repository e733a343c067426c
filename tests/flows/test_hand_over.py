"""What leaves is what its writer chose to send, and no more."""

from __future__ import annotations

from dataclasses import replace

from flows import hand_over
from flows.library import Library
from flows.live import walk
from flows.message import Now
from flows.play import EnginePlayer
from flows.state import Kept, State

AT = 1_792_000_000


def at_consent(texter: EnginePlayer) -> State:
    """Someone who has been asked whether to send."""
    for n, words in enumerate(["hi", "1", "1", "Story.", "1", "1 3", "Sam", "2"]):
        texter.tell(words, n)
    assert texter.state is not None
    assert texter.state.asked is not None
    assert "consent" == texter.state.asked.step
    return texter.state


def test_unasked_does_not_leave(small: Library, texter: EnginePlayer) -> None:
    """Before the choice nothing may leave."""
    state = at_consent(texter)
    assert not hand_over.may_leave(small, state, walk(small, state.answers, "sms", "open"), Now(AT))


def test_chosen_under_other_words_does_not_leave(small: Library, texter: EnginePlayer) -> None:
    """A choice made under other words than are shown now is no consent."""
    state = at_consent(texter)
    said = {"consent": {"consent": "send"}}
    forged = replace(state, answers={**state.answers, **said}, consents={"consent": "000000000000"})
    assert not hand_over.may_leave(small, forged, walk(small, forged.answers, "sms", "open"), Now(AT))


def test_chosen_leaves_unless_nobody_reads(small: Library, texter: EnginePlayer) -> None:
    """The choice under the very words that were shown lets it leave, if someone reads it."""
    state = at_consent(texter)
    assert state.asked is not None
    said = {"consent": {"consent": "send"}}
    chosen = replace(state, answers={**state.answers, **said}, consents={"consent": state.asked.digest})
    found = walk(small, chosen.answers, "sms", "open")
    assert hand_over.may_leave(small, chosen, found, Now(AT))
    assert not hand_over.may_leave(small, chosen, found, Now(AT, "absent"))


def test_record_holds_what_was_said(texter: EnginePlayer) -> None:
    """Name, relationship, needs and story go to their places in the record."""
    at_consent(texter)
    texter.tell("SEND", 20)
    made = texter.referrals[0]
    me = next(p for p in made.people if p.id == "me")
    assert ("Sam", ("talk", "money"), "hurt") == (me.name_used, made.needs, made.journey)
    assert "Story." in [n.text for n in made.narrative]
    assert ("partner", "yes") == (made.relationships[0].kind, made.relationships[0].lives_together)


def test_answered_skipped_not_asked(texter: EnginePlayer) -> None:
    """For each question of the library the record says which it was."""
    at_consent(texter)
    texter.tell("SEND", 20)
    outcomes = {q.id: q.outcome for q in texter.referrals[0].questions}
    assert ("answered", "not_asked") == (outcomes["story"], outcomes["noticed"])
    assert set(outcomes) == {s.id for s in texter.library.steps.values() if s.kind == "ask"}


def test_kept_words_go_along(small: Library, texter: EnginePlayer) -> None:
    """Words that answered nothing are in the record, under the question they were said at."""
    state = at_consent(texter)
    texter.state = replace(state, words=(Kept("who", "We are married."),))
    texter.tell("SEND", 20)
    assert ("We are married.", "who") in [(n.text, n.step) for n in texter.referrals[0].narrative]
