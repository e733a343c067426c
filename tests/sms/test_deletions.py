"""Nothing stays at the provider that can go: bodies are deleted when final, through restarts and refusals."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any, cast

import pytest
import redis

from reception.errands import FIRST_WAIT_S, GIVEN_UP_S, LONGEST_WAIT_S, MOST_TRIES, wait
from reception.valkey import Valkey
from sms.apart import _environment, asking
from tests.sms.conftest import Town, here

MINUTE, HOUR = 60, 3600


@pytest.fixture(autouse=True)
def alone(town: Town) -> None:
    """The list of deletions, empty: what earlier tests left on the shared store is struck off."""
    assert town.server.client.portal is not None
    town.house.clock.at += GIVEN_UP_S * 2
    while errands := town.server.client.portal.call(town.room.errands.take, town.house.clock.at + GIVEN_UP_S):
        town.server.client.portal.call(town.room.errands.done, errands)
    town.house.look()


def test_what_was_written_and_answered_is_gone_in_minutes(town: Town) -> None:
    """Inbound and outbound, each by its own id, once callbacks say that they are final."""
    town.says(town.number(), "hello", "1")
    assert 4 == len(town.twilio.messages)
    town.twilio.call_back()
    town.house.clock.at += 2 * MINUTE
    town.delete()

    assert {} == town.twilio.messages


def test_nothing_is_asked_before_a_minute_has_gone(town: Town) -> None:
    """Twilio says to wait so long."""
    town.says(town.number(), "hello")
    town.twilio.call_back()
    town.house.clock.at += FIRST_WAIT_S - 5
    town.delete()

    assert [] == town.twilio.asked


def test_callbacks_twice_and_backwards_change_nothing(town: Town) -> None:
    """Each message is deleted once, however often and in whatever order it is called final."""
    town.says(town.number(), "hello")
    town.twilio.call_back(twice=True, backwards=True)
    town.house.clock.at += 2 * HOUR

    assert 2 == town.delete()
    assert 2 == len(town.twilio.asked)
    assert 0 == town.delete()


def test_a_message_whose_last_callback_is_lost_goes_an_hour_later(town: Town) -> None:
    """That it was sent is enough to try."""
    town.says(town.number(), "hello")
    town.twilio.callbacks = [one for one in town.twilio.callbacks if one[1]["MessageStatus"] == "sent"]
    town.twilio.call_back()
    town.house.clock.at += 2 * HOUR
    town.delete()

    assert {} == town.twilio.messages


@pytest.mark.parametrize("code", [20009, 20429, 20500, 20003, 30001])
def test_a_refusal_is_tried_again_later(town: Town, code: int) -> None:
    """Not final yet, too busy, broken, a wrong token: it stays on the list, and goes when it may."""
    town.says(town.number(), "hello")
    town.twilio.callbacks.clear()
    town.house.clock.at += 2 * MINUTE
    town.twilio.faults.refuses = [code]

    assert 0 == town.delete()
    assert 0 == town.delete()
    town.house.clock.at += FIRST_WAIT_S
    assert 1 == town.delete()


def test_a_message_that_is_gone_already_is_done(town: Town) -> None:
    """Twilio's 'not found' is what was wanted."""
    town.says(town.number(), "hello")
    town.twilio.messages.clear()
    town.house.clock.at += 2 * MINUTE

    assert 1 == town.delete()


@pytest.mark.parametrize("loses", [True, False])
def test_a_lost_or_late_answer_is_asked_for_again(town: Town, *, loses: bool) -> None:
    """No answer in time is no answer: the next try finds it gone."""
    town.says(town.number(), "hello")
    town.twilio.callbacks.clear()
    town.house.clock.at += 2 * MINUTE
    town.deletions.ask = here(town.room.account, 0.3)
    town.twilio.faults.loses, town.twilio.faults.slow_s = (1, 0.0) if loses else (0, 0.6)

    assert 0 == town.delete()
    town.twilio.faults.slow_s = 0.0
    time.sleep(0.7 if not loses else 0)
    town.house.clock.at += FIRST_WAIT_S
    assert 1 == town.delete()


def test_the_list_survives_a_restart(town: Town) -> None:
    """What one process took on, another does."""
    town.says(town.number(), "hello")
    another = town.house.server().client
    app: Any = another.app
    town.house.clock.at += 2 * MINUTE
    assert another.portal is not None

    assert 1 == another.portal.call(app.state.deletions.once)


def test_it_is_done_in_a_process_of_its_own(town: Town) -> None:
    """As served: the whole list goes, and the library that asks is not loaded where people are heard."""
    town.says(town.number(), "hello", "1")
    town.twilio.call_back()
    town.house.clock.at += 2 * MINUTE
    town.deletions.ask = asking(town.room.account)

    assert 4 == town.delete()
    assert {} == town.twilio.messages
    code = "import sys, frontdoor.texts; print('twilio.rest' in sys.modules)"
    assert (
        "False"
        == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    )


def test_a_process_that_fails_is_tried_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that dies as it starts, and so says nothing, leaves the list as it is."""
    town.says(town.number(), "hello")
    town.twilio.callbacks.clear()
    town.house.clock.at += 2 * MINUTE
    town.deletions.ask = asking(town.room.account)
    monkeypatch.setattr("sms.apart._environment", lambda: {"PYTHONHOME": "/nowhere"})

    assert 0 == town.delete()
    assert 1 == len([kept for kept in town.twilio.messages.values() if kept.direction == "inbound"])


def test_no_key_of_the_door_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process gets the account on its standard input, and none of the door's settings."""
    monkeypatch.setenv("FRONTDOOR_MASTER_KEYS", "secret")

    assert [] == [name for name in _environment() if name.startswith("FRONTDOOR")]


def test_it_is_given_up_in_the_end_and_somebody_is_told(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """After two weeks of refusals it leaves the list, and the log says what to do."""
    town.says(town.number(), "hello")
    town.twilio.callbacks.clear()
    for _ in range(MOST_TRIES + 1):
        town.twilio.faults.refuses = [20009]
        town.house.clock.at += LONGEST_WAIT_S
        town.delete()

    assert 1 == town.deletions.given_up
    assert "sms sweep" in caplog.text
    assert "sms sweep" in town.server.client.get("/readyz").text
    town.twilio.faults.refuses = []
    town.house.clock.at += LONGEST_WAIT_S
    assert 0 == town.delete()


def test_waits_grow_and_end_after_two_weeks() -> None:
    """A minute, two, four ... half a day; all of them together are the documented time."""
    waits = [wait(tries) for tries in range(MOST_TRIES)]

    assert waits == sorted(waits)
    assert (FIRST_WAIT_S, LONGEST_WAIT_S) == (waits[0], waits[-1])
    assert sum(waits[:-1]) < GIVEN_UP_S <= sum(waits)


def test_the_store_cannot_read_the_list(town: Town, valkey: Valkey) -> None:
    """What lies there is ciphertext: no id of a message, no number."""
    sender = town.number()
    town.says(sender, "hello")
    with redis.Redis.from_url(valkey.url("door"), protocol=2) as client:
        held = cast(list[bytes], client.zrange("door:{0}:sms:errands", 0, -1))

    assert held
    for kept in town.twilio.messages.values():
        assert not [one for one in held if kept.sid.encode() in one or sender.encode() in one]
