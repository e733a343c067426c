"""The store: that it can be reached, and that what it says yes to is on disk.

Rule: never memory by silence. A store that cannot show that it keeps what it is
given is not used.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date

from frontdoor.checks import address
from frontdoor.checks.verdict import Verdict, fail, ok
from frontdoor.settings import Settings
from reception.durable import about, faults
from reception.lines import Lines, StoreRefused, StoreSilent


async def verdicts(settings: Settings, keeper_url: str, today: date) -> AsyncIterator[Verdict]:
    """How the store at `keeper_url` stands, and whether its clock is ours."""
    try:
        keeper = Lines(keeper_url)
    except ValueError:
        yield fail("store", "Its address cannot be read.", "Write redis://, rediss:// or unix:// and the rest.")
        return
    try:
        found = await faults(keeper, vouched=settings.store_is_durable)
        for fault in found:
            yield fail("store", fault.says, fault.mend)
        if not found:
            yield ok("store", "It answers, and writes to disk before it does.")
            for verdict in address.clock(settings, today, await _its_time(keeper)):
                yield verdict
    finally:
        await keeper.close()


async def _its_time(keeper: Lines) -> float | None:
    try:
        said = await about(keeper, "server")
    except (StoreRefused, StoreSilent):
        return None
    return int(said["server_time_usec"]) / 1e6 if "server_time_usec" in said else None


def in_use() -> Iterator[Verdict]:
    """The verdict on our own store while another process of ours runs it."""
    yield ok("store", "A front door is running on it; that one checked it when it started, and /readyz says how it is.")
