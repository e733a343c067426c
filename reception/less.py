"""What is left of a plan once its owner has come back and asked for less: it counts at once, at the door itself.

Rule: what they chose stands in the store as marks that only a door can read, and can only
take away. A referral that was taken back leaves no plan at all.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Final

from flows.narrower import NARROWS, narrowed
from flows.plan import ContactPlan
from reception import base64url, fate
from reception.fate import LESS, Fate
from reception.keyring import Keyring
from reception.lines import Lines

_LENGTH: Final = 9


def key(keyring: Keyring) -> bytes:
    """The key of the marks. It follows from the one for names, since they outlive a rotation."""
    return hmac.digest(keyring.names, b"frontdoor/less/v1", "sha256")


def marks(less_key: bytes, referral: str, chosen: Iterable[str]) -> tuple[str, ...]:
    """A mark for each choice, of this referral alone."""
    return tuple(_mark(less_key, referral, one) for one in NARROWS if one in set(chosen))


async def left(lines: Lines, less_key: bytes, referral: str, plan: ContactPlan) -> ContactPlan | None:
    """The plan without what they took out of it; None when it was taken back. Raises StoreRefused or StoreSilent."""
    found = Fate.of(await lines.ask("LRANGE", fate.key(0, referral), 0, -1))
    if found.withdrawn:
        return None
    return narrowed(plan, [one for one in NARROWS if _mark(less_key, referral, one) in found.facts])


def _mark(less_key: bytes, referral: str, chosen: str) -> str:
    return LESS + base64url.encode(hmac.digest(less_key, f"{referral} {chosen}".encode(), "sha256")[:_LENGTH])
