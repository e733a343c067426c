"""What a door has still to do at its provider: a list in the store that outlives a restart.

Rule: an errand is on disk before it counts as taken on, and stays there until it
is done or given up. The store holds each as ciphertext: what it is about cannot
be read there, but the same errand twice is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reception.keyring import Keyring
from reception.lines import Lines

FIRST_WAIT_S: Final = 60
LONGEST_WAIT_S: Final = 12 * 3600
GIVEN_UP_S: Final = 14 * 24 * 3600
AT_ONCE: Final = 32
"""Errands that are taken in one round."""
# A score is when the errand is due and, in its fraction, how often it was tried: an exact binary fraction.
_TRIES: Final = 64


def wait(tries: int) -> int:
    """Seconds after try number `tries` (the first is 0) before the next."""
    return int(min(FIRST_WAIT_S * 2 ** min(tries, 20), LONGEST_WAIT_S))


def _most() -> int:
    tries, lasted = 0, 0
    while lasted < GIVEN_UP_S:
        lasted += wait(tries)
        tries += 1
    return tries


MOST_TRIES: Final = _most()
"""Tries until `GIVEN_UP_S` seconds have gone by."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do. `last` when it is not to be tried again."""

    name: str = field(repr=False)
    sealed: bytes = field(repr=False)
    last: bool = False


class Errands:
    """The errands of one door. Raises StoreRefused and StoreSilent where the store does not do its part."""

    def __init__(self, lines: Lines, keyring: Keyring, door: str) -> None:
        """Take the connections. The key follows from the one for names, since it must outlive a rotation."""
        self._lines = lines
        self._key = f"door:{{0}}:{door}:errands"
        self._about = [f"frontdoor/errands/{door}".encode()]
        self._cipher = AESSIV(HKDF(SHA256(), 64, salt=None, info=b"frontdoor/errands/v1").derive(keyring.names))
        self._waiting: dict[bytes, int] = {}
        self._written: asyncio.Task[None] | None = None

    async def add(self, name: str, due: float) -> None:
        """Take on an errand for the unix second `due`, or sooner if it is there for sooner. On disk when this returns.

        Those of the same instant are written together, since each write waits for the disk.
        """
        sealed = self._cipher.encrypt(name.encode(), self._about)
        self._waiting[sealed] = min(int(due), self._waiting.get(sealed, int(due)))
        if self._written is None:
            self._written = asyncio.create_task(self._write())
        await asyncio.shield(self._written)

    async def take(self, now: float) -> tuple[Errand, ...]:
        """Errands that are due. Each is put off to its next try first: one that fails is not lost, nor hurried."""
        found = await self._lines.ask(
            "ZRANGE", self._key, "-inf", f"({int(now) + 1}", "BYSCORE", "LIMIT", 0, AT_ONCE, "WITHSCORES"
        )
        tries = {
            sealed: round(float(score) % 1 * _TRIES) for sealed, score in zip(found[::2], found[1::2], strict=True)
        }
        await self._put("XX", {s: (int(now) + wait(n), min(n + 1, _TRIES - 1)) for s, n in tries.items()})
        return tuple(self._errand(sealed, n) for sealed, n in tries.items())

    async def done(self, errands: Sequence[Errand]) -> None:
        """Strike them off."""
        if errands:
            await self._lines.ask("ZREM", self._key, *(errand.sealed for errand in errands))

    async def drop(self, name: str) -> None:
        """Strike off the errand of this name, whether or not it is due."""
        await self._lines.ask("ZREM", self._key, self._cipher.encrypt(name.encode(), self._about))

    async def _write(self) -> None:
        await asyncio.sleep(0)  # whoever comes in the same instant comes along
        self._written, waiting = None, self._waiting
        self._waiting = {}
        await self._put("LT", {sealed: (due, 0) for sealed, due in waiting.items()})

    async def _put(self, how: str, scores: Mapping[bytes, tuple[int, int]]) -> None:
        pairs = (part for sealed, (due, tries) in scores.items() for part in (repr(due + tries / _TRIES), sealed))
        if scores:
            await self._lines.ask("ZADD", self._key, how, *pairs)

    def _errand(self, sealed: bytes, tries: int) -> Errand:
        try:
            name = self._cipher.decrypt(sealed, self._about).decode()
        except (InvalidTag, ValueError):
            return Errand("", sealed, last=True)  # of another keyring: nobody can do it any more
        return Errand(name, sealed, last=tries + 1 >= MOST_TRIES)
