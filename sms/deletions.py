"""Deletes at the provider what was written and what was answered, as soon as it may be.

Rule: a message is struck off the list only when the provider says that it is gone.
What cannot be deleted in two weeks is given up, and an operator is told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from reception.errands import Errand, Errands
from reception.rounds import rounds
from sms.apart import Ask, Ended

_LOOK_EVERY_S: Final = 20.0

log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Deletions:
    """Works through the errands. `ask` has Twilio delete."""

    errands: Errands
    ask: Ask = field(repr=False)
    clock: Callable[[], float] = field(repr=False)
    given_up: int = 0

    async def run(self) -> None:
        """Look now and then, until cancelled."""
        await rounds(self.once, _LOOK_EVERY_S, "the list of deletions", "sms")

    async def once(self) -> int:
        """Do what is due; how many messages are gone. Raises StoreRefused or StoreSilent."""
        gone = 0
        while errands := await self.errands.take(self.clock()):
            ended = await self.ask([errand.name for errand in errands if errand.name])
            _tell(ended)
            done = [errand for errand in errands if ended.get(errand.name, ("", 0))[0] == "gone"]
            lost = [errand for errand in errands if errand.last and errand not in done]
            await self.errands.done([*done, *lost])
            self._give_up(lost)
            gone += len(done)
        return gone

    def _give_up(self, lost: list[Errand]) -> None:
        """Each was tried once more before this."""
        self.given_up += len(lost)
        if lost:
            told = {"door": "sms", "count": len(lost)}
            log.error("texts could not be deleted at the provider: run frontdoor sms sweep", extra=told)


def _tell(ended: Ended) -> None:
    for code in sorted({code for outcome, code in ended.values() if outcome == "refused"}):
        log.error("the provider refuses to delete", extra={"door": "sms", "status": code})
