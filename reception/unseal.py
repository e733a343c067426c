"""Opens what was sealed to the hub. Only the hub's side may import this.

Rule: a referral is opened after its door's signature held, and not before. A
private hub key is read here and nowhere else.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reception import base64url, envelope, hpke
from reception.envelope import Container, Sealed
from reception.faults import SealFault
from reception.publickeys import PRIVATE_MARK, PublicKeys

_SEED = 32
_YEAR = 365


@dataclass(frozen=True, slots=True)
class HubPrivate:
    """The hub's private keys: a seed that opens referrals and a seed that signs what it writes back."""

    created_on: date
    expires_on: date
    sealing_seed: bytes = field(repr=False)
    signing_seed: bytes = field(repr=False)

    @classmethod
    def new(cls, today: date, days: int = _YEAR) -> Self:
        """Fresh keys that a door may seal to from today on, for `days` days."""
        until = today + timedelta(days=days)
        return cls(today, until, secrets.token_bytes(_SEED), secrets.token_bytes(_SEED))

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over `message`."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_seed).sign(message)

    def public(self) -> PublicKeys:
        """The bundle that doors are given."""
        verifying = Ed25519PrivateKey.from_private_bytes(self.signing_seed).public_key().public_bytes_raw()
        sealing = hpke.public_bytes(self.sealing_seed)
        return PublicKeys("hub", self.created_on, self.expires_on, verifying, sealing).signed(self.sign)

    def to_text(self) -> str:
        """The file's text. It is the secret itself: mode 0600, and never on the door's machine."""
        bare = {
            "format": PRIVATE_MARK,
            "created_on": self.created_on.isoformat(),
            "expires_on": self.expires_on.isoformat(),
            "sealing_seed": base64url.encode(self.sealing_seed),
            "signing_seed": base64url.encode(self.signing_seed),
        }
        return json.dumps(bare, indent=1) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The keys that `to_text` wrote. Raises SealFault ('private')."""
        try:
            bare = json.loads(text)
            days = date.fromisoformat(bare["created_on"]), date.fromisoformat(bare["expires_on"])
            seeds = base64url.decode(bare["sealing_seed"]), base64url.decode(bare["signing_seed"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise SealFault(*_BROKEN) from None
        if bare.get("format") != PRIVATE_MARK or {len(seed) for seed in seeds} != {_SEED}:
            raise SealFault(*_BROKEN)
        return cls(*days, *seeds)


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens with any of the hub's keys what any trusted door has signed."""

    seeds: Mapping[str, bytes] = field(repr=False)
    doors: Mapping[str, PublicKeys]

    @classmethod
    def of(cls, keys: Iterable[HubPrivate], doors: Iterable[PublicKeys]) -> Self:
        """An opener for these keys; an expired key still opens what was sealed to it."""
        seeds = {hpke.key_id(hpke.public_bytes(key.sealing_seed)): key.sealing_seed for key in keys}
        return cls(seeds, {door.sigkid: door for door in doors})

    def open(self, sealed: Sealed) -> bytes:
        """The referral's bytes as the door sealed them.

        Raises SealFault: 'key' when none of our keys is named, 'door' when the door
        is not trusted, 'signature', 'closed' when it does not open, 'padding'.
        """
        container = next((one for one in sealed.containers if one.header.kid in self.seeds), None)
        if container is None:
            kids = " or ".join(one.header.kid for one in sealed.containers)
            raise SealFault("key", f"This was sealed to key {kids}, which is not here. Name its file with --key.")
        self._verify(container)
        return envelope.unpad(self._unseal(container))

    def _verify(self, container: Container) -> None:
        door = self.doors.get(container.header.sigkid)
        if door is None:
            raise SealFault("door", f"The door {container.header.sigkid} is not trusted here. {_TRUST}")
        if not door.verifies(container.signature, container.signed_for()):
            raise SealFault("signature", _CHANGED)

    def _unseal(self, container: Container) -> bytes:
        key = hpke.private_key(self.seeds[container.header.kid])
        try:
            return hpke.suite().decrypt(container.sealed, key, info=container.sealed_for())
        except InvalidTag:
            raise SealFault("closed", _CHANGED) from None


_TRUST = "If it is yours, run `frontdoor hub keys --trust LINE` with its public line; else keep the entry and ask."
_CHANGED = "The entry was changed after it was sealed, or is damaged. It is kept. Tell whoever looks after the queue."
_BROKEN = (
    "private",
    "This is not a hub's private key file, or part of it is missing. Use the hub.key that was kept safe.",
)
