from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import redis

from flows.library import Library
from reception import names
from reception.lines import Lines
from reception.presence import KEPT_S, Presence
from reception.store import Store
from reception.valkey import Valkey
from tests.reception.house import MORNING, Clock, look

pytestmark = pytest.mark.anyio


async def test_the_door_learns_of_a_look_within_seconds(library: Library, valkey: Valkey, hub: redis.Redis) -> None:
    """The hub looks for the first time in days; a few seconds later people are told so."""
    store, clock = Store(Lines(valkey.url("door"))), Clock()
    presence = Presence(store, library.hub, clock, steady=clock)
    look(hub, MORNING - 7 * 24 * 3600)
    assert await presence.desk() == "absent"
    look(hub, MORNING)
    assert await presence.desk() == "absent"
    clock.at += KEPT_S
    assert await presence.desk() == "open"
    await store.close()


async def test_many_at_once_ask_the_store_once(library: Library, valkey: Valkey, hub: redis.Redis) -> None:
    """A rush at the door is not a rush at the store."""
    look(hub, MORNING)
    store, asked = Store(Lines(valkey.url("door"))), []
    seen = store.seen

    async def note(partition: int) -> bytes | None:
        asked.append(partition)
        return await seen(partition)

    store.seen = note  # type: ignore[method-assign]
    presence = Presence(store, library.hub, Clock(), steady=Clock())
    await asyncio.gather(*(presence.desk() for _ in range(50)))
    assert asked == [0]
    assert await presence.desk() == "open"
    await store.close()


async def test_who_comes_while_it_is_first_asked_waits_for_the_answer(
    library: Library, valkey: Valkey, hub: redis.Redis
) -> None:
    """Of many at once in a process that has just started, nobody is told that we are slow when we are not."""
    look(hub, MORNING)
    store = Store(Lines(valkey.url("door")))
    presence = Presence(store, library.hub, Clock(), steady=Clock())
    assert {"open"} == set(await asyncio.gather(*(presence.desk() for _ in range(50))))
    await store.close()


async def test_without_the_store_nothing_is_promised(library: Library, tmp_path: Path) -> None:
    """Who cannot ask does not guess."""
    store = Store(Lines(f"unix://door:x@{tmp_path}/none"))
    assert await Presence(store, library.hub, Clock()).desk() == "overdue"


async def test_a_hub_that_was_absent_stays_so_until_it_looks(
    library: Library, valkey: Valkey, hub: redis.Redis, tmp_path: Path
) -> None:
    """A store that fails for a moment does not make anyone seem to be there."""
    look(hub, MORNING - 7 * 24 * 3600)
    lines, clock = Lines(valkey.url("door")), Clock()
    store = Store(lines)
    presence = Presence(store, library.hub, clock, steady=clock)
    assert await presence.desk() == "absent"
    store._lines = Lines(f"unix://door:x@{tmp_path}/none")
    clock.at += KEPT_S
    assert await presence.desk() == "absent"
    await lines.close()


async def test_what_the_hub_wrote_is_where_the_door_reads(hub: redis.Redis, valkey: Valkey) -> None:
    """Both sides mean the same key."""
    look(hub, MORNING)
    store = Store(Lines(valkey.url("door")))
    assert await store.seen(0) == hub.get(names.seen(0))
    await store.close()
