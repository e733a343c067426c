from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from reception.durable import about
from reception.keeper import REST_S, REWRITE_AFTER, Keeper
from reception.lines import Lines
from reception.names import Place
from reception.store import Found, Store, Write
from reception.valkey import Valkey
from reception.vault import HEADER

pytestmark = pytest.mark.anyio

PLACE = Place(0, "talk:{0}:where-they-wrote", "talk:{0}:where-they-left")


def holding(data: Path, *wanted: bytes) -> list[str]:
    """The files of the data folder in which any of these bytes stand."""
    files = [path for path in data.rglob("*") if path.is_file()]
    return [path.name for path in files if any(some in path.read_bytes() for some in wanted)]


async def rewritten(lines: Lines) -> None:
    """Wait until the store has rewritten its file."""
    while True:
        said = await about(lines, "persistence")
        if said["aof_rewrite_in_progress"] == said["aof_rewrite_scheduled"] == "0":
            return
        await asyncio.sleep(0.01)


async def test_what_was_left_is_in_no_file_after_the_rewrite(roof: Path) -> None:
    """Neither the sealed bytes nor the name they stood under; before the rewrite both were there."""
    with Valkey(roof) as running:
        lines, store = Lines(running.url("keeper")), Store(Lines(running.url("door")))
        blobs = [os.urandom(HEADER + 400) for _ in range(3)]
        found = Found()
        for blob in blobs:
            await store.write(PLACE, found, Write(60, talk=blob))
            found = Found(blob)
        await store.write(PLACE, found, Write(60, gone=os.urandom(HEADER + 40)))
        assert holding(roof, PLACE.talk.encode())
        await Keeper(lines).rewrite()
        await rewritten(lines)
        for _ in range(200):  # the old file is taken away by a thread of the store's own
            if not holding(roof, PLACE.talk.encode(), *blobs):
                break
            await asyncio.sleep(0.01)
        assert holding(roof, PLACE.talk.encode(), *blobs) == []
        assert holding(roof, PLACE.gone.encode())
        await store.close()
        await lines.close()


async def test_the_file_is_rewritten_once_enough_was_forgotten(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy day does not wait for the hour; and one rewrite is asked for, not one a second."""
    lines, asked = Lines(valkey.url("keeper")), []
    keeper = Keeper(lines)

    async def note(*command: bytes | str | int) -> object:
        asked.append(command)
        return await Lines.ask(lines, *command)

    monkeypatch.setattr(lines, "ask", note)
    for _ in range(REWRITE_AFTER):
        await keeper.look()
        assert ("BGREWRITEAOF",) not in asked
        keeper.forgot()
    await keeper.look()
    await keeper.look()
    assert asked.count(("BGREWRITEAOF",)) == 1
    await rewritten(lines)
    await lines.close()


async def test_between_two_rewrites_the_store_rests(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many leave, the next rewrite waits its turn; then it comes, though nobody else has left."""
    lines, asked = Lines(valkey.url("keeper")), []
    keeper = Keeper(lines)

    async def note(*command: bytes | str | int) -> object:
        asked.append(command)
        return b"" if command == ("BGREWRITEAOF",) else await Lines.ask(lines, *command)

    monkeypatch.setattr(lines, "ask", note)
    now = time.monotonic()
    for later, rewrites in ((0, 1), (REST_S - 1, 1), (REST_S, 2)):
        monkeypatch.setattr(time, "monotonic", lambda at=now + later: at)
        for _ in range(REWRITE_AFTER * (later < REST_S)):
            keeper.forgot()
        await keeper.look()
        assert asked.count(("BGREWRITEAOF",)) == rewrites
    await lines.close()


async def test_the_file_is_rewritten_every_hour(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """What expired by itself leaves the file too, without anyone having left."""
    keeper = Keeper(Lines(valkey.url("keeper")))
    rewrites: list[float] = []

    async def note() -> None:
        rewrites.append(1)

    monkeypatch.setattr(keeper, "rewrite", note)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 3601)
    await keeper.look()
    assert rewrites
    await keeper._lines.close()


async def test_the_store_counts_as_full_at_four_fifths(roof: Path) -> None:
    """The last fifth is for those under way and for the queue."""
    with Valkey(roof, megabytes=4) as running:
        lines, store = Lines(running.url("keeper")), Store(Lines(running.url("door")))
        keeper = Keeper(lines)
        while True:
            await keeper.look()
            memory = await about(lines, "memory")
            share = int(memory["used_memory"]) / int(memory["maxmemory"])
            assert keeper.full == (share >= 0.8) or abs(share - 0.8) < 0.02
            if share > 0.85:
                break
            at = f"talk:{{0}}:{os.urandom(8).hex()}"
            await store.write(Place(0, at, at + "gone"), Found(), Write(60, talk=os.urandom(40_000)))
        assert keeper.full
        await store.close()
        await lines.close()


async def test_a_store_that_is_away_does_not_end_the_keeping(tmp_path: Path) -> None:
    """The next look comes all the same."""
    keeper = Keeper(Lines(f"unix://keeper:x@{tmp_path}/none"))
    await keeper.look()
    assert not keeper.full
