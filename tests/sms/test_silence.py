"""No number and no word in logs at DEBUG, in what the door says of itself, in the store's keys, or in faults."""

from __future__ import annotations

import logging

import pytest
import redis

from reception.valkey import Valkey
from tests.sms.conftest import Town

WORDS = "heliotropezanzibar"


def test_a_whole_conversation_leaves_no_trace_in_the_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Written, sent, stopped, refused, deleted, forged: at DEBUG nothing holds the number or a word."""
    caplog.set_level(logging.DEBUG)
    sender = town.number()
    town.says(sender, "hello", "1", "1", "34", f"He {WORDS}.", "done", "text me", "ME, Monday 10-12", "send")
    town.says(sender, "hello", "1", "stop", WORDS)
    town.twilio.call_back()
    town.twilio.faults.refuses = [21211]
    town.house.clock.at += 7200
    town.delete()
    town.post(body=f"From={sender}&Body={WORDS}".encode(), headers={"X-Twilio-Signature": WORDS})
    told = "".join(f"{record.getMessage()} {record.exc_text} {record.__dict__}" for record in caplog.records)
    ours = [r for r in caplog.records if r.name.split(".")[0] in {"sms", "reception", "frontdoor", "flows", "twilio"}]

    assert ours
    assert [] == [private for private in (sender, sender[1:], sender[3:], WORDS) if private in told]


def test_no_key_in_the_store_is_made_of_a_number(town: Town, valkey: Valkey) -> None:
    """Marks, counts and conversations stand under names that tell nothing, and hold nothing that can be read."""
    sender = town.number()
    town.says(sender, "hello", "1", f"{WORDS}")
    town.room.tally.most = 1
    stopped = town.number()
    town.says(stopped, "hello", "he is attacking me", "stop")
    files = b"".join(path.read_bytes() for path in valkey.data.rglob("*") if path.is_file())

    assert [] == [private for private in (sender[3:], stopped[3:], WORDS) if private.encode() in files]
    assert b"door:{0}:sms:errands" in files


def test_readyz_tells_nothing_of_anybody(town: Town) -> None:
    """What an operator may see is about the house."""
    sender = town.number()
    town.says(sender, "hello", "stop")
    said = town.server.client.get("/readyz").text + town.server.client.get("/healthz").text

    assert sender[3:] not in said


def test_the_door_may_read_no_list_of_keys(valkey: Valkey) -> None:
    """Its user of the store works through what it knows by name, and can neither list nor read back more."""
    with redis.Redis.from_url(valkey.url("door"), protocol=2) as client:
        for command in (("KEYS", "door:*"), ("GET", "door:{0}:sms:spent:x"), ("DEL", "door:{0}:sms:stopped")):
            with pytest.raises(redis.exceptions.NoPermissionError):
                client.execute_command(*command)
