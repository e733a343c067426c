"""The door's own keys: one pair signs what it hands over, one opens what the hub writes back.

Rule: both rotate together. The newest pair signs; older ones may still open.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reception import base64url, hpke
from reception.faults import SealFault
from reception.publickeys import PublicKeys

_KIND = "frontdoor-door-private-1"
_SEED = 32


@dataclass(frozen=True, slots=True)
class DoorKey:
    """One signing seed and one opening seed, 32 bytes each, made on the same day."""

    created_on: date
    signing_seed: bytes = field(repr=False)
    opening_seed: bytes = field(repr=False)
    verifying: bytes = field(init=False, repr=False, compare=False)
    """The public half of the signing seed, 32 bytes."""
    sigkid: str = field(init=False, compare=False)
    """The id that a header names the signing key by."""
    _signing: Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Grow the signing key once: each referral signs several times."""
        signing = Ed25519PrivateKey.from_private_bytes(self.signing_seed)
        verifying = signing.public_key().public_bytes_raw()
        for name, value in (("_signing", signing), ("verifying", verifying), ("sigkid", hpke.key_id(verifying))):
            object.__setattr__(self, name, value)

    @classmethod
    def new(cls, today: date) -> Self:
        """A fresh pair."""
        return cls(today, secrets.token_bytes(_SEED), secrets.token_bytes(_SEED))

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over `message`."""
        return self._signing.sign(message)

    def public(self) -> PublicKeys:
        """The line that the hub must trust. It does not expire: the hub ends it by striking it out."""
        sealing = hpke.public_bytes(self.opening_seed)
        return PublicKeys("door", self.created_on, date.max, self.verifying, sealing).signed(self.sign)

    def to_text(self) -> str:
        """The pair as one word without spaces. It is the secret itself."""
        return f"{_KIND}.{self.created_on.isoformat()}.{base64url.encode(self.signing_seed + self.opening_seed)}"

    @classmethod
    def from_text(cls, word: str) -> Self:
        """The pair that `to_text` wrote. Raises SealFault ('doorkey')."""
        try:
            kind, day, seeds = word.split(".")
            created_on, raw = date.fromisoformat(day), base64url.decode(seeds)
        except ValueError:
            raise SealFault(*_BROKEN) from None
        if kind != _KIND or len(raw) != 2 * _SEED:
            raise SealFault(*_BROKEN)
        return cls(created_on, raw[:_SEED], raw[_SEED:])


@dataclass(frozen=True, slots=True)
class DoorKeys:
    """The door's pairs, the signing one first. Holds at least one."""

    keys: tuple[DoorKey, ...]

    @classmethod
    def new(cls, today: date) -> Self:
        """One fresh pair."""
        return cls((DoorKey.new(today),))

    @property
    def newest(self) -> DoorKey:
        """The pair that signs."""
        return self.keys[0]

    def public(self) -> dict[str, PublicKeys]:
        """The public lines of all pairs, by the id of the signing key."""
        return {key.sigkid: key.public() for key in self.keys}

    def open(self, kid: str, sealed: bytes, info: bytes) -> bytes:
        """What was sealed to this door, under any of its pairs. Nothing else: no hub's key is ever here.

        Raises SealFault: 'key' when it is sealed to another, 'closed' when it does not open.
        """
        seeds = (key.opening_seed for key in self.keys)
        seed = next((seed for seed in seeds if hpke.key_id(hpke.public_bytes(seed)) == kid), None)
        if seed is None:
            raise SealFault("key", "This is sealed to a key that this door does not have, or has no longer.")
        try:
            return hpke.suite().decrypt(sealed, hpke.private_key(seed), info=info)
        except (InvalidTag, ValueError):
            raise SealFault("closed", "This was changed after it was sealed, or is damaged.") from None

    def to_text(self) -> str:
        """All pairs, divided by spaces."""
        return " ".join(key.to_text() for key in self.keys)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The pairs in the text of FRONTDOOR_DOOR_KEYS, in any order. Raises SealFault ('doorkey')."""
        keys = [DoorKey.from_text(word) for word in text.replace(",", " ").split()]
        if not keys:
            raise SealFault(*_BROKEN)
        return cls(tuple(sorted(keys, key=lambda key: key.created_on, reverse=True)))


_BROKEN = (
    "doorkey",
    "The door's own keys cannot be read. Give FRONTDOOR_DOOR_KEYS the whole text that `frontdoor setup` wrote.",
)
