"""Leaving by text, by our words and by those that the provider keeps, and what is sent after it: nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from flows.provider_words import STOPS
from reception.lines import Lines
from reception.store import Store
from sms.account import INBOUND
from tests.house import Address
from tests.sms.conftest import Town

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


def answered(town: Town, sender: str, words: str, **more: str) -> str:
    """The door's whole answer to a text."""
    form = town.twilio.received(sender, words) | more
    return town.twilio.post(INBOUND, form)[1]


def referral(town: Town) -> Mapping[str, Any]:
    """The last referral, as the hub opens it."""
    opened = town.house.read()[-1].referral
    assert opened is not None
    return opened


@pytest.mark.parametrize("words", ["bye", "BYE!", "Leave", "exit", "please stop", "Stop."])
def test_after_leaving_the_answer_is_empty(town: Town, words: str) -> None:
    """By one of our words or by one that did not stop at the provider, all is forgotten and nothing is said."""
    town.twilio.advanced = False
    sender = town.number()
    town.says(sender, "hello", "1")

    assert EMPTY == answered(town, sender, words)
    assert not town.holds(sender)


@pytest.mark.parametrize("advanced", [True, False])
@pytest.mark.parametrize("word", sorted(STOPS))
def test_each_word_that_the_provider_keeps_leaves_and_marks(town: Town, word: str, *, advanced: bool) -> None:
    """With OptOutType and without it: forgotten, marked, silent; later texts open nothing."""
    town.twilio.advanced = advanced
    sender = town.number()
    town.says(sender, "hello", "1")

    assert EMPTY == answered(town, sender, word.upper())
    assert town.room.stopped.knows(sender)
    assert EMPTY == answered(town, sender, "hello")
    assert not town.holds(sender)


@pytest.mark.parametrize("advanced", [True, False])
def test_only_start_takes_the_mark_away(town: Town, *, advanced: bool) -> None:
    """Any other word leaves a stopped number stopped; after START the next text is answered."""
    town.twilio.advanced = advanced
    sender = town.number()
    town.says(sender, "stop")
    for words in ("hello", "1", "no", "help", "I want to start"):
        assert [] == town.says(sender, words)
    assert town.room.stopped.knows(sender)

    assert EMPTY == answered(town, sender, "START")
    assert not town.room.stopped.knows(sender)
    assert "Is it OK to message here now?" in town.says(sender, "hello")[0]


def test_the_mark_outlives_the_process(town: Town) -> None:
    """Another process on the same store knows who has stopped."""
    sender = town.number()
    town.says(sender, "stop")
    another = town.house.server()
    assert another.client.portal is not None
    room = another.client.app.state.sms  # type: ignore[attr-defined]
    room.stopped._until = float("-inf")
    another.client.portal.call(room.stopped.refresh)

    assert room.stopped.knows(sender)


def test_yes_alone_lets_nobody_back(town: Town) -> None:
    """Without a Messaging Service a provider takes YES as well; here it is an answer, and only START counts."""
    town.twilio.advanced = False
    sender = town.number()
    town.says(sender, "stop")

    assert EMPTY == answered(town, sender, "Yes")
    assert town.room.stopped.knows(sender)


@pytest.mark.parametrize("word", ["START", "Unstop"])
def test_who_stopped_by_text_is_heard_on_whatsapp(town: Town, word: str) -> None:
    """The provider blocks one channel, so the other goes on; each has a mark and a START of its own."""
    number = town.number()
    whatsapp = f"whatsapp:{number}"
    town.says(number, "stop")
    assert "Is it OK to message here now?" in town.says(whatsapp, "hello")[0]
    assert EMPTY == answered(town, whatsapp, "bye", OptOutType="STOP")
    assert EMPTY == answered(town, whatsapp, "hello")
    town.says(number, word)

    assert "Is it OK to message here now?" in town.says(number, "hello")[0]
    assert EMPTY == answered(town, whatsapp, "hello")


def test_a_blocked_user_of_whatsapp_is_learnt_from_a_callback(town: Town) -> None:
    """The callback names the channel, and so does the mark."""
    sender = f"whatsapp:{town.number()}"
    town.twilio.stopped.add(sender)
    town.says(sender, "hello")
    town.twilio.call_back()

    assert EMPTY == answered(town, sender, "hello again")


def test_start_is_a_word_to_who_had_not_stopped(town: Town) -> None:
    """As a first word it opens a conversation like any other."""
    town.twilio.advanced = False

    assert "Is it OK to message here now?" in town.says(town.number(), "start")[0]


def test_help_with_opt_out_is_the_providers(town: Town) -> None:
    """Twilio has answered HELP itself; the conversation stands as it stood."""
    sender = town.number()
    town.says(sender, "hello", "1")
    before = town.house.state(Address("sms", sender))

    assert EMPTY == answered(town, sender, "HELP")
    assert before == town.house.state(Address("sms", sender))


def test_danger_is_answered_even_where_it_may_not_get_through(town: Town) -> None:
    """Someone who stopped and is in danger gets the emergency words as far as we can give them."""
    sender = town.number()
    town.says(sender, "stop")

    assert "In danger now? Call 999." in answered(town, sender, "please help me")
    assert not town.holds(sender)


@pytest.mark.parametrize("words", ["please stop", "go away", "bye"])
def test_leaving_once_more_is_silent_whatever_it_sounds_like(town: Town, words: str) -> None:
    """Someone who stopped and leaves again hears nothing, though 'please' may sound like a cry."""
    sender = town.number()
    town.says(sender, "stop")

    assert EMPTY == answered(town, sender, words)
    assert not town.holds(sender)


def test_a_blocked_number_is_learnt_from_a_callback(town: Town) -> None:
    """When the provider says 21610 to one of our texts, the number is marked though no STOP reached us."""
    sender = town.number()
    town.twilio.stopped.add(sender)
    town.says(sender, "hello")
    assert not town.room.stopped.knows(sender)
    town.twilio.call_back()

    assert town.room.stopped.knows(sender)


def test_the_referral_says_that_texts_are_blocked(town: Town) -> None:
    """A number that stopped and is named for texts, by any door, bears a sign that workers see."""
    stopped, sender = town.number(), town.number()
    town.says(stopped, "stop")
    town.says(sender, "hello", "1", "1", "done", "text me", f"{stopped}, Monday 10-12", "send")

    assert "texts_stopped" in {marker["code"] for marker in referral(town)["markers"]}


def test_a_number_that_did_not_stop_has_no_such_sign(town: Town) -> None:
    """The sign means something."""
    sender = town.number()
    town.says(sender, "hello", "1", "1", "done", "text me", "ME, Monday 10-12", "send")

    assert "texts_stopped" not in {marker["code"] for marker in referral(town).get("markers", ())}
    assert sender in str(referral(town)["contact_plans"])


def test_a_late_retry_opens_nothing(town: Town) -> None:
    """What came before BYE and comes again after it gets no answer, as often as it comes."""
    sender = town.number()
    forms = [town.twilio.received(sender, words) for words in ("hello", "1", "bye")]
    for form in forms:
        town.twilio.post(INBOUND, form)
    for form in forms * 2:
        assert EMPTY == town.twilio.post(INBOUND, form)[1]
    assert not town.holds(sender)


def test_a_retry_after_sending_gets_the_same_and_sends_nothing(town: Town) -> None:
    """The webhook that sent comes again: the same words, and one referral."""
    sender = town.number()
    town.says(sender, "hello", "1", "1", "done", "4")
    form = town.twilio.received(sender, "send")
    said = [town.twilio.post(INBOUND, form)[1] for _ in range(3)]

    assert [said[0]] * 3 == said
    assert "It has arrived." in said[0]
    assert 1 == town.house.waiting()


def test_leaving_while_the_store_is_away_is_done_when_it_is_back(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said, and the forgetting goes on until it is done."""
    sender = town.number()
    town.says(sender, "hello", "1")
    monkeypatch.setattr("sms.app._FORGET_AGAIN_S", (0.3, 0.3))
    store = town.room.reception.store
    object.__setattr__(town.room.reception, "store", Store(Lines("unix:///nowhere/at/all.sock", 0.1)))
    assert EMPTY == answered(town, sender, "bye")
    assert town.holds(sender)
    object.__setattr__(town.room.reception, "store", store)
    until = time.monotonic() + 5
    while town.holds(sender) and time.monotonic() < until:
        time.sleep(0.05)

    assert not town.holds(sender)


def test_the_first_reply_says_how_to_leave(town: Town) -> None:
    """Whoever writes for the first time learns that BYE leaves, and that nothing is sent then."""
    (said,) = town.says(town.number(), "hello")

    assert "Send BYE to leave at any time. Then we send nothing more." in said
