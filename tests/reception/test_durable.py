from __future__ import annotations

from pathlib import Path

import pytest

from reception import durable
from reception import valkey as embedded
from reception.lines import Lines
from reception.valkey import Valkey

pytestmark = pytest.mark.anyio


async def faults_of(url: str, *, vouched: bool = False) -> str:
    """What is said against the store at `url`."""
    lines = Lines(url)
    found = await durable.faults(lines, vouched=vouched)
    await lines.close()
    return " ".join(map(str, found))


async def test_the_embedded_store_is_fit(valkey: Valkey) -> None:
    """What we start ourselves passes what we ask of others."""
    assert await faults_of(valkey.url("keeper")) == ""


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ("appendfsync always", "appendfsync everysec", "Set `appendfsync always`"),
        ("appendonly yes", "appendonly no", "Set `appendonly yes`"),
        ("no-appendfsync-on-rewrite no", "no-appendfsync-on-rewrite yes", "Set `no-appendfsync-on-rewrite no`"),
        ("maxmemory-policy noeviction", "maxmemory-policy allkeys-lru", "Set `maxmemory-policy noeviction`"),
        ("maxmemory {megabytes}mb", "maxmemory 0", "Set `maxmemory`"),
    ],
    ids=["fsync", "appendonly", "rewrite", "eviction", "limit"],
)
async def test_a_store_that_could_lose_a_referral_is_unfit(
    roof: Path, monkeypatch: pytest.MonkeyPatch, good: str, bad: str, says: str
) -> None:
    """Each setting that could lose what was called sent is found, and named with what it should be."""
    monkeypatch.setattr(embedded, "_SETTINGS", embedded._SETTINGS.replace(good, bad))
    with Valkey(roof) as running:
        assert says in await faults_of(running.url("keeper"))


async def test_a_store_that_is_not_there_is_unfit(tmp_path: Path) -> None:
    """Without an answer there is no trust."""
    assert "does not answer" in await faults_of(f"unix://keeper:x@{tmp_path}/none")


async def test_a_user_who_may_not_ask_is_told_what_to_give(valkey: Valkey) -> None:
    """The door's own user cannot see the settings; whoever set it up learns what to add."""
    assert "+info" in await faults_of(valkey.url("door"))
