"""What a door has spent today, in pieces, over all processes; and who was told something lately.

Rule: it never holds up an answer. What is spent is written behind, a second later
at the latest, and a store that does not answer counts as nothing spent.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from reception import base64url
from reception.keyring import Keyring
from reception.lines import Lines, StoreRefused, StoreSilent

_DAY_S: Final = 24 * 3600
_LENGTH: Final = 16
_SELDOM: Final = 30


class Tally:
    """The count of one door and day (UTC). `most` is what it may come to; 0 is no limit."""

    def __init__(self, lines: Lines, keyring: Keyring, door: str, most: int, clock: Callable[[], float]) -> None:
        """Take the connections; nothing is asked before `settle` or `first`."""
        self._lines, self._secret, self._door, self._clock = lines, keyring.names, door, clock
        self.most = most
        self._day, self._known, self._new = self._today(), 0, 0
        self._idle = -1

    @property
    def full(self) -> bool:
        """Whether the day's limit is reached, as far as is known here."""
        return 0 < self.most <= (self._known + self._new if self._day == self._today() else 0)

    @property
    def spent(self) -> int:
        """What is known to be spent today."""
        return self._known + self._new

    def spend(self, pieces: int) -> None:
        """Count these."""
        if self._day != self._today():
            self._day, self._known, self._new = self._today(), 0, 0
        self._new += pieces

    async def settle(self, *, at_once: bool = False) -> None:
        """Tell the store what was spent here, and hear what was spent in all.

        Where nothing was, it is asked now and then alone, or `at_once`: each question costs a write to disk.
        """
        new, day = self._new, self._day
        self._idle = 0 if new or at_once else self._idle + 1
        if self._idle % _SELDOM:
            return
        try:
            key = f"door:{{0}}:{self._door}:spent:{datetime.fromtimestamp(day * _DAY_S, UTC):%Y-%m-%d}"
            known = int(await self._lines.ask("INCRBY", key, new))
            await self._lines.ask("EXPIRE", key, 2 * _DAY_S)
        except (StoreRefused, StoreSilent):
            return
        if day == self._day:
            self._known, self._new = known, self._new - new

    async def first(self, what: str, who: str, seconds: int) -> bool:
        """Whether this is the first time in so many seconds for them. True when nobody can tell."""
        name = hmac.digest(self._secret, f"first\0{self._door}\0{what}\0{who}".encode(errors="replace"), "sha256")
        key = f"talk:{{0}}:{base64url.encode(name[:_LENGTH])}"
        try:
            return await self._lines.ask("SET", key, "1", "NX", "EX", seconds) is not None
        except (StoreRefused, StoreSilent):
            return True

    def _today(self) -> int:
        return int(self._clock() // _DAY_S)
