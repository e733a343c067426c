"""Numbers that have told their provider to send nothing more.

Rule: what is kept is an HMAC of the number, and only the person's own START takes
it away. Where the store cannot be asked, nobody counts as stopped.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from time import monotonic
from typing import Final

from reception.keyring import Keyring
from reception.lines import Lines, StoreRefused, StoreSilent

KEPT_S: Final = 400 * 24 * 3600
"""Longer than that the mark says nothing: numbers go to other people."""
_FRESH_S: Final = 30.0
_LENGTH: Final = 16


class Stopped:
    """The marks of one door, held here as well, so that to look costs no round trip."""

    def __init__(
        self,
        lines: Lines,
        keyring: Keyring,
        door: str,
        clock: Callable[[], float],
        steady: Callable[[], float] = monotonic,
    ) -> None:
        """Take the connections; nothing is read before `refresh`."""
        self._lines, self._clock, self._steady = lines, clock, steady
        self._key, self._secret = f"door:{{0}}:{door}:stopped", keyring.names
        self._marks: set[bytes] = set()
        self._changes = 0
        self._until = float("-inf")

    def knows(self, number: str) -> bool:
        """Whether the number is marked, as far as is known here: at most half a minute old."""
        return self._mark(number) in self._marks

    async def stop(self, number: str) -> None:
        """Mark the number. Known here at once; raises StoreRefused or StoreSilent when it will not outlive us."""
        mark = self._mark(number)
        self._change(mark, stopped=True)
        await self._lines.ask("ZADD", self._key, int(self._clock()), mark)
        self._change(mark, stopped=True)

    async def start(self, number: str) -> None:
        """Take the mark away. Raises as `stop` does."""
        mark = self._mark(number)
        self._change(mark, stopped=False)
        await self._lines.ask("ZREM", self._key, mark)
        self._change(mark, stopped=False)

    async def refresh(self) -> None:
        """Read the marks again when they are old; what cannot be read stays as it is."""
        if self._steady() < self._until:
            return
        changes, since = self._changes, int(self._clock()) - KEPT_S
        try:
            read = set(await self._lines.ask("ZRANGE", self._key, since, "+inf", "BYSCORE"))
        except (StoreRefused, StoreSilent):
            return
        # What changed here while it was read is newer: then it is read once more.
        if changes == self._changes:
            self._marks, self._until = read, self._steady() + _FRESH_S

    def _change(self, mark: bytes, *, stopped: bool) -> None:
        self._changes += 1
        (self._marks.add if stopped else self._marks.discard)(mark)

    def _mark(self, number: str) -> bytes:
        return hmac.digest(self._secret, b"frontdoor/stopped/v1\0" + number.encode(errors="replace"), "sha256")[
            :_LENGTH
        ]
