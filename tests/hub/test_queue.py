from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.fault import HubFault
from hub.queue import Queue
from reception.seen import Seen
from reception.valkey import Valkey

if TYPE_CHECKING:
    from tests.hub.conftest import Sides, Stream


def test_reading_takes_nothing_off(stream: Stream, sides: Sides) -> None:
    """Two readings in a row give the same entries, in the order they came."""
    for referral_id in ("referral-1", "referral-2"):
        stream.add(sides.event(referral_id))
    assert [entry.id for entry in stream.queue.entries()] == ["referral-1", "referral-2"]
    assert len(list(stream.queue.entries())) == 2


def test_more_than_one_page_is_read_whole(stream: Stream) -> None:
    """A queue longer than one page of the store's answer comes whole and in order."""
    for number in range(230):
        stream.add(f"entry {number}")
    assert [entry.text for entry in stream.queue.entries()] == [f"entry {number}" for number in range(230)]


def test_only_the_named_digest_is_removed(stream: Stream, sides: Sides) -> None:
    """Removing one entry leaves its neighbours, and removing it again finds nothing."""
    events = [sides.event(f"referral-{number}") for number in range(3)]
    for event in events:
        stream.add(event)
    digest = next(entry.digest for entry in stream.queue.entries() if entry.id == "referral-1")
    assert (stream.queue.remove(digest), stream.queue.remove(digest)) == (1, 0)
    assert [entry.id for entry in stream.queue.entries()] == ["referral-0", "referral-2"]


def test_a_look_is_told_to_the_hour(stream: Stream, sides: Sides) -> None:
    """The door can read when the hub looked and how long the oldest entry waited, and no minute of either."""
    stream.queue.tell([sides.entry("referral-1")])
    seen = Seen.from_text(stream.read_seen())
    assert seen is not None
    assert seen.at % 3600 == 0
    assert seen.oldest_h == 0


def test_entries_that_are_no_referral_have_an_id_and_a_digest(stream: Stream) -> None:
    """Fields of another name, bytes that are no text: each is one entry, told apart from the next."""
    stream.add_foreign(other=b"\xff\xfe", event=b"x")
    stream.add_foreign(event=b"\xff\xfe")
    first, second = stream.queue.entries()
    assert first.id.startswith("odd-")
    assert second.id.startswith("odd-")
    assert first.digest != second.digest


def test_a_queue_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """Without a server the fault says what to do and holds no address."""
    queue = Queue.at(f"unix://hub:secret-word@{tmp_path}/none")
    with pytest.raises(HubFault) as caught:
        list(queue.entries())
    assert "cannot be reached" in str(caught.value)
    assert "secret-word" not in repr(caught.value) + repr(queue)


def test_another_user_is_told_to_use_the_hubs(stream: Stream, valkey: Valkey) -> None:
    """The door's own address reads nothing, and the fault says which address to use."""
    with pytest.raises(HubFault, match="the hub's own user"):
        list(Queue.at(valkey.url("door")).entries())
