"""A whole reception over the shared store, and someone at each kind of door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import redis

from flows.library import Library, load
from reception.valkey import Valkey
from tests.reception.house import MORNING, SECRET, SMALL, House, Person, house_at, look


@pytest.fixture(scope="session")
def library() -> Library:
    """The small library, whose words no real wording moves."""
    return load(SMALL)


@pytest.fixture
async def house(library: Library, valkey: Valkey, hub: redis.Redis) -> AsyncIterator[House]:
    """A reception over the shared store; the hub has just looked."""
    look(hub, MORNING)
    async with house_at(library, valkey.url("door"), valkey.url("keeper")) as made:
        yield made


@pytest.fixture
def texter(house: House) -> Person:
    """Someone who texts."""
    return Person(house)


@pytest.fixture
def surfer(house: House) -> Person:
    """Someone at a page, with a cookie."""
    return Person(house, "web", "cookie-1", SECRET, ends_for_good=True)


@pytest.fixture
def roof(tmp_path: Path) -> Path:
    """A folder of its own for a store that a test starts, kills and fills."""
    return tmp_path / "data"
