"""Short notes that a door keeps of one address, beside its conversation: which messages lie there.

Rule: a note is never part of a conversation, and is not read with it. It is kept two days
after the last one, as ciphertext, under a name that tells nothing, and goes when somebody leaves.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reception import base64url
from reception.keyring import Keyring
from reception.lines import Lines
from reception.store import Script, run

KEPT_S: Final = 50 * 3600
"""Two days, and room for whatever finishes late."""
_LENGTH: Final = 16
_SCRIPT: Final = Path(__file__).with_name("note.lua")


@dataclass(frozen=True, slots=True)
class Note:
    """One note, and how it lies in the store."""

    order: int = field(repr=False)
    text: str = field(repr=False)
    sealed: bytes = field(repr=False)


class Notes:
    """The notes of one door. Raises StoreRefused and StoreSilent where the store does not do its part."""

    def __init__(self, lines: Lines, keyring: Keyring, door: str) -> None:
        """Take the connections. The key follows from the one for names, so it outlives a rotation."""
        self._add = Script.of(_SCRIPT.read_text())
        self._lines, self._door, self._names = lines, door, keyring.names
        self._cipher = AESSIV(HKDF(SHA256(), 64, salt=None, info=b"frontdoor/notes/v1").derive(keyring.names))

    async def add(self, address: str, notes: Iterable[tuple[int, str]], most: int = 1) -> tuple[Note, ...]:
        """Note these, each with its order, in one trip; what stood there last before, at most so many."""
        about = [address.encode()]
        # The order is sealed too: else two notes that say the same would be one.
        pairs = [p for order, text in notes for p in (order, self._cipher.encrypt(f"{order} {text}".encode(), about))]
        return self._opened(address, await run(self._lines, self._add, [self._key(address)], [most, KEPT_S, *pairs]))

    async def read(self, address: str, most: int = 0) -> tuple[Note, ...]:
        """The notes of this address, the last one first; at most so many, or all."""
        key = self._key(address)
        found: Sequence[bytes] = await self._lines.ask("ZRANGE", key, 0, most - 1, "REV", "WITHSCORES")
        return self._opened(address, found)

    async def strike(self, address: str, notes: Iterable[Note]) -> None:
        """Let these go. With the last one the place is gone too."""
        sealed = [note.sealed for note in notes]
        if sealed:
            await self._lines.ask("ZREM", self._key(address), *sealed)

    def _opened(self, address: str, found: Sequence[bytes]) -> tuple[Note, ...]:
        pairs = zip(found[1::2], found[::2], strict=True)
        return tuple(Note(int(order), self._open(address, sealed), sealed) for order, sealed in pairs)

    def _open(self, address: str, sealed: bytes) -> str:
        try:
            return self._cipher.decrypt(sealed, [address.encode()]).decode().partition(" ")[2]
        except (InvalidTag, ValueError):
            return ""  # of another keyring: nobody can read it any more

    def _key(self, address: str) -> str:
        name = hmac.digest(self._names, f"notes\0{self._door}\0{address}".encode(), "sha256")[:_LENGTH]
        return f"door:{{0}}:{self._door}:notes:{base64url.encode(name)}"
