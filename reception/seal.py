"""Hands a referral over so that only the hub can read it, this program included.

Rule: it holds public hub keys and no others. What is sealed here cannot be
opened here, and a short referral is as long as a full one of its size class.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reception import envelope, hpke
from reception.doorkeys import DoorKeys
from reception.envelope import Container, Header, Sealed
from reception.faults import SealFault
from reception.publickeys import PublicKeys, holding


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals to each hub key that holds today, and signs as the door. `clock` gives unix seconds."""

    hub: tuple[PublicKeys, ...]
    door: DoorKeys
    clock: Callable[[], float] = field(default=time.time, repr=False)

    def check(self) -> None:
        """Raises SealFault ('expired' or 'early') when a referral sealed now would have nobody to open it."""
        self._recipients(self.clock())

    def seal(self, referral_id: str, plaintext: bytes, typ: str = envelope.REFERRAL) -> str:
        """The queue entry's `event`: CloudEvents JSON around one container for each hub key.

        Raises SealFault: 'expired' or 'early' without a hub key that holds, 'size'
        past 64 KiB, 'id' for an id that cannot be a file name.
        """
        if not envelope.is_id(referral_id):
            raise SealFault("id", "A referral's id is 8 to 64 letters, digits, '-' and '_'.")
        now = self.clock()
        padded = envelope.pad(plaintext)
        made = (self._container(typ, referral_id, now, hub, padded) for hub in self._recipients(now))
        return Sealed.of(tuple(made)).text

    def _recipients(self, now: float) -> tuple[PublicKeys, ...]:
        return holding(self.hub, datetime.fromtimestamp(now, UTC).date())

    def _container(self, typ: str, referral_id: str, now: float, hub: PublicKeys, padded: bytes) -> Container:
        door = self.door.newest
        header = Header(referral_id, hub.kid, door.sigkid, envelope.hour(now), typ)
        raw = header.to_bytes()
        sealed = hpke.suite().encrypt(padded, hpke.public_key(hub.sealing), info=envelope.sealed_for(raw))
        return Container(header, raw, sealed, door.sign(envelope.signed_for(raw, sealed)))
