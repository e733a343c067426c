"""A look taken again and again, for as long as a door is open.

Rule: whatever one look comes to, the next is taken. Of what failed only its kind is told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from reception.lines import StoreRefused, StoreSilent

log = logging.getLogger("frontdoor.reception")


async def rounds(look: Callable[[], Awaitable[object]], every_s: float, what: str, door: str = "") -> None:
    """Look every so many seconds, until cancelled. `what` is looked at; a store that does not answer is asked again."""
    extra = {"door": door} if door else {}
    while True:
        await asyncio.sleep(every_s)
        try:
            await look()
        except (StoreRefused, StoreSilent):
            log.warning("%s could not be read to the end", what, extra=extra)
        except Exception as fault:  # noqa: BLE001 - whatever happens, the next look is taken
            log.error("%s failed: %s", what, type(fault).__name__, extra=extra)  # noqa: TRY400 - a trace could show words
