"""What return words open: the id of one referral, closed so that nothing opens it without them.

Rule: its name is an HMAC and its key is derived from the words and from a key that the
store does not have. Neither the words nor anything that says whether they are right is kept.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reception import base64url
from reception.names import Names

_INFO: Final = b"frontdoor/return/v1"
_SEED: Final = b"frontdoor/left-seed/v1"
_NONCE: Final = 12
_SIZE: Final = 192


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which referral, in which partition of the queue, and since when (unix seconds).

    `seed` opens what the hub has left for its writer (reception/left.py); '' where nothing can be left.
    """

    referral: str = field(repr=False)
    partition: int
    at: int
    seed: str = field(default="", repr=False)

    def to_bytes(self) -> bytes:
        """As it is closed: always of one length."""
        return json.dumps([self.referral, self.partition, self.at, self.seed]).encode().ljust(_SIZE)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """What `to_bytes` wrote."""
        return cls(*json.loads(raw))


@dataclass(frozen=True, slots=True)
class ReturnLock:
    """Opens and closes tickets. `pepper` follows from the key for names, which never rotates."""

    names: Names = field(repr=False)
    pepper: bytes = field(repr=False)

    @classmethod
    def of(cls, names: Names) -> Self:
        """The lock of whoever has these names."""
        return cls(names, HKDF(SHA256(), 32, salt=None, info=_INFO).derive(names.key))

    def close(self, words: str, ticket: Ticket) -> bytes:
        """The ticket, closed with these words."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._key(words).encrypt(nonce, ticket.to_bytes(), _INFO)

    def open(self, words: str, blob: bytes | None) -> Ticket | None:
        """The ticket. None when these words do not open it; that takes as long, also where nothing stands."""
        found = blob or bytes(_NONCE + _SIZE + 16)
        try:
            return Ticket.from_bytes(self._key(words).decrypt(found[:_NONCE], found[_NONCE:], _INFO))
        except (InvalidTag, ValueError, TypeError):
            return None

    def seed(self, secret: bytes, referral: str) -> str:
        """What opens all that is left for who sent this from this browser: the same however often words are given."""
        info = _SEED + b"\0" + referral.encode()
        return base64url.encode(HKDF(SHA256(), 32, salt=self.pepper, info=info).derive(secret))

    def _key(self, words: str) -> AESGCM:
        info = _INFO + b"\0" + self.names.back(words).encode()
        return AESGCM(HKDF(SHA256(), 32, salt=self.pepper, info=info).derive(words.encode()))
