"""Whatever one look comes to, the next is taken, and only the kind of a failure is told."""

from __future__ import annotations

import asyncio
import logging

import pytest

from reception.lines import StoreRefused, StoreSilent
from reception.rounds import rounds

SECRET = "07700 900123"


class Looks:
    """Looks of which some fail, until all have been taken."""

    def __init__(self, *ends: Exception | None) -> None:
        self.left = list(ends)
        self.all_taken = asyncio.Event()

    async def look(self) -> int:
        """The next one."""
        if not self.left:
            self.all_taken.set()
            await asyncio.Event().wait()
        if end := self.left.pop(0):
            raise end
        return 1


async def _until_all_are_taken(looks: Looks) -> None:
    going = asyncio.create_task(rounds(looks.look, 0.0, "the list", "sms"))
    await asyncio.wait_for(looks.all_taken.wait(), 5)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    assert going.cancelled()


def test_the_next_look_is_taken_after_any_failure(caplog: pytest.LogCaptureFixture) -> None:
    """A store that refuses, one that is silent, and a fault of our own: none ends the rounds but being cancelled."""
    ends = (StoreRefused("full"), StoreSilent(heard=True), None, ValueError(SECRET), None)
    with caplog.at_level(logging.WARNING, "frontdoor.reception"):
        asyncio.run(_until_all_are_taken(Looks(*ends)))

    assert ["WARNING", "WARNING", "ERROR"] == [record.levelname for record in caplog.records]
    assert {"sms"} == {record.__dict__["door"] for record in caplog.records}


def test_a_failure_is_told_by_its_kind_alone(caplog: pytest.LogCaptureFixture) -> None:
    """What a fault says could be somebody's number."""
    with caplog.at_level(logging.DEBUG, "frontdoor.reception"):
        asyncio.run(_until_all_are_taken(Looks(ValueError(SECRET), None)))

    (record,) = caplog.records
    assert "the list failed: ValueError" == record.getMessage()
    assert SECRET not in caplog.text
    assert record.exc_info is None
