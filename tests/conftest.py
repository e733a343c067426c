"""A real store for every test that needs one: ours, started once for each worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
import redis
from hypothesis import settings

from reception import names
from reception.valkey import Valkey

# No test asserts a time: what a busy machine takes for one example says nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def anyio_backend() -> str:
    """Tests that wait do so on asyncio, as the doors do."""
    return "asyncio"


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """The embedded store, running. It is shared: never stop it, start one of your own for that."""
    with Valkey(tmp_path_factory.mktemp("store") / "data") as running:
        yield running


@pytest.fixture
def hub(valkey: Valkey) -> Iterator[redis.Redis]:
    """The hub's user of that store, with an empty queue."""
    with redis.Redis.from_url(valkey.url("hub"), protocol=2) as client:
        clear(client)
        yield client


def clear(hub: redis.Redis) -> None:
    """Take everything off the queue."""
    for at, _ in cast(list[tuple[bytes, Any]], hub.xrange(names.referrals(0))):
        hub.xdel(names.referrals(0), at)
