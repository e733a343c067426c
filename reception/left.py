"""What the hub has left for somebody who may come back: sealed so that nothing but their words opens it.

Rule: the key that opens it is in what the words open, and nowhere else. It goes when the words
go, it is read on the page alone, and never more of it is shown than the hub has written.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidTag

from flows.on_the_page import on_the_page
from flows.plan import ContactPlan
from reception import base64url, envelope, fate, hpke
from reception.fate import WROTE, Fate
from reception.faults import SealFault
from reception.lines import Lines, StoreRefused

_INFO: Final = b"frontdoor/left/v1\0"
_RANDOM: Final = 16


async def with_page(lines: Lines, referral: str, plan: ContactPlan, at: datetime) -> ContactPlan:
    """The plan, with the page in it when its writer has words. Raises StoreRefused or StoreSilent."""
    return on_the_page(plan, at) if (await _fate(lines, referral)).public else plan


async def leave(lines: Lines, referral: str, text: str) -> bool:
    """Leave it for them, for as long as their words last. False when nobody has words any more. Raises StoreSilent."""
    try:
        known = await _fate(lines, referral)
        until = int(await lines.ask("PEXPIRETIME", fate.key(0, referral)))
        if not known.public or known.withdrawn or until <= 0:
            return False
        name = f"back:{{0}}:{secrets.token_urlsafe(_RANDOM)}"
        await lines.ask("SET", name, sealed(known.public, referral, text), "PXAT", until)
        return bool(await lines.ask("RPUSHX", fate.key(0, referral), WROTE + name))
    except StoreRefused:
        return False


async def read(lines: Lines, referral: str, seed: str, wrote: Iterable[str]) -> tuple[str, ...]:
    """What was left under these names, the oldest first. Raises StoreRefused or StoreSilent."""
    blobs = [await lines.ask("GET", name) for name in wrote]
    return tuple(text for text in (opened(seed, referral, blob or b"") for blob in blobs) if text)


def sealed(public: str, referral: str, text: str) -> bytes:
    """The words, sealed to who has the return words of this referral."""
    key = hpke.public_key(base64url.decode(public))
    return hpke.suite().encrypt(envelope.pad(text.encode()), key, info=_INFO + referral.encode())


def opened(seed: str, referral: str, blob: bytes) -> str:
    """What `sealed` was given; '' when it does not open."""
    try:
        key = hpke.private_key(base64url.decode(seed))
        return envelope.unpad(hpke.suite().decrypt(blob, key, info=_INFO + referral.encode())).decode()
    except (InvalidTag, ValueError, SealFault):
        return ""


def public(seed: str) -> str:
    """The public half of the key that grows from the seed."""
    return base64url.encode(hpke.public_bytes(base64url.decode(seed)))


async def _fate(lines: Lines, referral: str) -> Fate:
    return Fate.of(await lines.ask("LRANGE", fate.key(0, referral), 0, -1))
