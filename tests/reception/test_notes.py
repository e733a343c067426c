"""Notes of an address: kept apart from its conversation, sealed, and gone when they are struck."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeVar

import pytest
import redis

from reception.errands import Errands
from reception.keyring import Keyring
from reception.lines import Lines
from reception.notes import KEPT_S, Notes
from reception.valkey import Valkey

T = TypeVar("T")
ADDRESS = "7700900123"


@pytest.fixture
def keyring() -> Keyring:
    """Keys that no other test has."""
    return Keyring.new(date(2026, 11, 22))


def done(valkey: Valkey, keyring: Keyring, work: Callable[[Notes], Awaitable[T]]) -> T:
    """Do this with the notes of a door."""

    async def run() -> T:
        lines = Lines(valkey.url("door"))
        try:
            return await work(Notes(lines, keyring, "telegram"))
        finally:
            await lines.close()

    return asyncio.run(run())


def test_notes_come_back_the_last_first(valkey: Valkey, keyring: Keyring) -> None:
    """In their order, as many as are asked for; two that say the same are two."""

    async def work(notes: Notes) -> None:
        await notes.add(ADDRESS, [(1, "same"), (3, "last"), (2, "same")])
        assert [(3, "last"), (2, "same"), (1, "same")] == [(n.order, n.text) for n in await notes.read(ADDRESS)]
        assert [3] == [n.order for n in await notes.read(ADDRESS, 1)]
        assert () == await notes.read("another")

    done(valkey, keyring, work)


def test_the_same_note_twice_is_one(valkey: Valkey, keyring: Keyring) -> None:
    """A message that is heard twice is noted once."""

    async def work(notes: Notes) -> None:
        for _ in range(2):
            await notes.add(ADDRESS, [(1, "x")])
        assert 1 == len(await notes.read(ADDRESS))

    done(valkey, keyring, work)


def test_with_the_last_note_the_place_goes(valkey: Valkey, keyring: Keyring) -> None:
    """Nothing says that there was one; and what is left to itself goes in two days."""

    async def work(notes: Notes) -> str:
        await notes.add(ADDRESS, [(1, "x"), (2, "y")])
        return notes._key(ADDRESS)

    async def strike(notes: Notes) -> None:
        await notes.strike(ADDRESS, await notes.read(ADDRESS))

    key = done(valkey, keyring, work)
    with redis.Redis.from_url(valkey.url("door"), protocol=2) as client:
        assert ADDRESS not in key
        assert 48 * 3600 < KEPT_S <= 50 * 3600
        # This is done only where it would end anyhow, and sooner.
        assert client.expire(key, KEPT_S + 60, gt=True)
        done(valkey, keyring, strike)
        assert not client.expire(key, KEPT_S)


def test_notes_of_another_keyring_cannot_be_read(valkey: Valkey, keyring: Keyring) -> None:
    """Without our key neither the place nor what stands there tells anything."""

    async def work(notes: Notes) -> None:
        await notes.add(ADDRESS, [(1, "secret words")])
        (note,) = await notes.read(ADDRESS)
        assert b"secret" not in note.sealed
        assert "secret" not in repr(note)
        assert "" == notes._open("another", note.sealed)

    done(valkey, keyring, work)


def test_an_errand_is_struck_by_its_name(valkey: Valkey, keyring: Keyring) -> None:
    """Who has done it need not wait until it is due."""

    async def run() -> None:
        lines = Lines(valkey.url("door"))
        errands = Errands(lines, keyring, "testing")
        await errands.add("one", 10)
        await errands.add("two", 10)
        await errands.drop("one")
        assert ["two"] == [errand.name for errand in await errands.take(20)]
        await errands.done(await errands.take(10**9))
        await lines.close()

    asyncio.run(run())
