from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import redis

from reception import names
from reception.lines import Lines
from reception.names import Place
from reception.store import ONCE_S, Found, Outcome, Sealed, Store, Write
from reception.valkey import Valkey
from reception.vault import HEADER
from tests.reception.house import entries, restarted
from tests.reception.thief import Thief

pytestmark = pytest.mark.anyio

NOTHING = Found()
REFERRAL = Sealed("a-referral-of-one", '{"specversion":"1.0"}')


def blob(size: int = 400) -> bytes:
    """Closed bytes: they begin with what tells them apart."""
    return os.urandom(HEADER + size)


@pytest.fixture
def place() -> Place:
    """A place where nothing stands yet."""
    return Place(0, f"talk:{{0}}:{os.urandom(6).hex()}", f"talk:{{0}}:{os.urandom(6).hex()}")


@pytest.fixture
async def store(valkey: Valkey, hub: redis.Redis) -> AsyncIterator[Store]:
    """The shared store, which has not seen the referral of these tests."""
    made = Store(Lines(valkey.url("door")))
    await made._lines.ask("SET", names.once(0, REFERRAL.id), "", "PX", 1)
    await asyncio.sleep(0.005)
    yield made
    await made.close()


async def test_what_is_written_is_found(store: Store, place: Place) -> None:
    """A conversation comes back byte for byte, and no mark of an end with it."""
    talk = blob()
    assert await store.write(place, NOTHING, Write(60, talk=talk)) is Outcome.DONE
    assert await store.find(place) == Found(talk, None)


async def test_nobody_writes_over_what_they_have_not_read(store: Store, place: Place) -> None:
    """Of two who read the same, the second is told, and has changed nothing."""
    first, second = blob(), blob()
    assert await store.write(place, NOTHING, Write(60, talk=first)) is Outcome.DONE
    assert await store.write(place, NOTHING, Write(60, talk=second, referral=REFERRAL)) is Outcome.CONFLICT
    assert await store.find(place) == Found(first, None)


async def test_a_conversation_begun_again_is_not_the_old_one(store: Store, place: Place) -> None:
    """Left and opened anew in between: what was read of the old one is no right to write."""
    old = blob()
    await store.write(place, NOTHING, Write(60, talk=old))
    gone = blob()
    await store.write(place, Found(old), Write(60, gone=gone))
    await store.write(place, Found(None, gone), Write(60, talk=blob()))
    assert await store.write(place, Found(old), Write(60, talk=blob())) is Outcome.CONFLICT


async def test_the_end_takes_the_conversation_away(store: Store, place: Place) -> None:
    """After it only the mark stands, under the other name."""
    talk, gone = blob(), blob()
    await store.write(place, NOTHING, Write(60, talk=talk))
    assert await store.write(place, Found(talk), Write(60, gone=gone)) is Outcome.DONE
    assert await store.find(place) == Found(None, gone)


async def test_a_referral_goes_in_with_the_end(store: Store, place: Place, hub: redis.Redis) -> None:
    """One entry with one field, under an id that tells no time."""
    assert await store.write(place, NOTHING, Write(60, gone=blob(), referral=REFERRAL)) is Outcome.DONE
    ((at, fields),) = entries(hub)
    assert at.startswith(b"0-")
    assert fields == {b"event": REFERRAL.event.encode()}


async def test_one_referral_goes_in_once(store: Store, place: Place, hub: redis.Redis) -> None:
    """Whoever brings the same id again is told that it is done, and it is not there twice."""
    other = Place(0, place.talk + "x", place.gone + "x")
    for at in (place, other):
        assert await store.write(at, NOTHING, Write(60, gone=blob(), referral=REFERRAL)) is Outcome.DONE
    assert hub.xlen(names.referrals(0)) == 1


async def test_sixteen_who_send_at_once_send_once_each(store: Store, hub: redis.Redis) -> None:
    """At one place only one of them is taken; the others hear that they came second."""
    place = Place(0, "talk:{0}:crowd", "talk:{0}:crowd-gone")
    await store._lines.ask("DEL", place.talk, place.gone)
    sent = [Write(60, gone=blob(), referral=Sealed(f"crowd-{os.urandom(6).hex()}", "{}")) for _ in range(16)]
    outcomes = await asyncio.gather(*(store.write(place, NOTHING, write) for write in sent))
    assert sorted(outcome.name for outcome in outcomes) == ["CONFLICT"] * 15 + ["DONE"]
    assert hub.xlen(names.referrals(0)) == 1


async def test_a_lost_answer_is_unknown_and_the_next_try_sends_nothing_twice(
    valkey: Valkey, place: Place, hub: redis.Redis, store: Store, tmp_path: Path
) -> None:
    """The write was done and nobody heard of it; trying again finds that someone wrote first."""
    await store.find(place)
    await store.write(Place(0, "talk:{0}:warm", "talk:{0}:warm-gone"), NOTHING, Write(1, gone=blob()))
    write = Write(60, gone=blob(), referral=REFERRAL)
    async with Thief(tmp_path / "s", valkey.run / "s") as thief:
        behind = Store(Lines(thief.url(valkey.url("door"))))
        thief.steals = 1
        assert await behind.write(place, NOTHING, write) is Outcome.UNKNOWN
        assert await behind.write(place, NOTHING, write) is Outcome.CONFLICT
        await behind.close()
    assert hub.xlen(names.referrals(0)) == 1


async def test_a_store_that_is_not_there_has_refused(place: Place, tmp_path: Path) -> None:
    """No connection, so nothing was tried: this is never 'unknown'."""
    store = Store(Lines(f"unix://door:x@{tmp_path}/none"))
    assert await store.write(place, NOTHING, Write(60, gone=blob(), referral=REFERRAL)) is Outcome.REFUSED


async def test_a_server_that_was_started_again_learns_the_script(roof: Path, place: Place) -> None:
    """It forgets scripts when it ends; the first turn after that still works."""
    with Valkey(roof) as running:
        store, talk = Store(Lines(running.url("door"))), blob()
        assert await store.write(place, NOTHING, Write(60, talk=talk)) is Outcome.DONE
        await restarted(running)
        assert await store.write(place, Found(talk), Write(60, gone=blob(), referral=REFERRAL)) is Outcome.DONE
        await store.close()


async def test_when_memory_is_full_no_conversation_opens_and_those_under_way_send(roof: Path, place: Place) -> None:
    """At the very limit: opening is refused as full; going on, sending and leaving are not."""
    with Valkey(roof, megabytes=4) as running:
        store, talk, more, gone = Store(Lines(running.url("door"))), blob(), blob(), blob()
        await store.write(place, NOTHING, Write(60, talk=talk))
        await fill(store)
        other = Place(0, place.talk + "x", place.gone + "x")
        assert await store.write(other, NOTHING, Write(60, talk=blob())) is Outcome.FULL
        assert await store.write(place, Found(talk), Write(60, talk=more)) is Outcome.DONE
        assert await store.write(place, Found(more), Write(60, gone=gone, referral=REFERRAL)) is Outcome.DONE
        with redis.Redis.from_url(running.url("hub"), protocol=2) as hub:
            assert hub.xlen(names.referrals(0)) == 1
        await store.close()


async def fill(store: Store) -> None:
    """Open conversations until the store takes no more."""
    for size in (30_000, 3_000, 300):
        outcome = Outcome.DONE
        while outcome is Outcome.DONE:
            at = f"talk:{{0}}:{os.urandom(8).hex()}"
            outcome = await store.write(Place(0, at, at + "gone"), NOTHING, Write(60, talk=blob(size)))
        assert outcome is Outcome.FULL


async def test_what_is_kept_expires(roof: Path, place: Place) -> None:
    """Every key that a turn writes has an end; the id of a referral is known for two days."""
    with Valkey(roof) as running:
        store = Store(Lines(running.url("door")))
        talk = blob()
        await store.write(place, NOTHING, Write(1, talk=talk))
        assert (await store.find(place)).talk == talk
        await asyncio.sleep(1.1)
        assert await store.find(place) == NOTHING
        await store.close()
    assert ONCE_S >= 48 * 3600
