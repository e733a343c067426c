"""What came of one entry: a referral, opened, or what is wrong with it.

Rule: it is in the archive before it is opened, and whatever is wrong with one
entry stays with that entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.archive import Acknowledged, Archive
from hub.entry import Entry
from reception import envelope
from reception.faults import SealFault
from reception.followup import referral_of
from reception.unseal import Opener


@dataclass(frozen=True, slots=True)
class Opened:
    """`held` is the id it is kept under. Either `referral` is there, or `fault` says what is wrong."""

    entry: Entry
    held: str
    referral: Mapping[str, Any] | None = field(default=None, repr=False)
    fault: SealFault | None = None
    acknowledged: Acknowledged | None = None

    @property
    def follows(self) -> str:
        """The id of the referral that it is a follow-up of; '' for a referral."""
        return str(self.referral.get("referral", "")) if self.referral and "kind" in self.referral else ""

    def to_line(self) -> str:
        """The referral as one line of JSON, in its canonical order."""
        return json.dumps(self.referral, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def open_entry(entry: Entry, opener: Opener, archive: Archive) -> Opened:
    """Keep the entry, then open it. Raises HubFault only when it cannot be kept."""
    held = archive.keep(entry)
    acknowledged = archive.acknowledged(held)
    try:
        read = _open(entry, opener)
    except SealFault as fault:
        return Opened(entry, held, fault=fault, acknowledged=acknowledged)
    if read.get("kind") == "withdrawn" and read.get("told") == "nobody_had_looked":
        archive.withdraw(str(read["referral"]), held)
    return Opened(entry, held, read, acknowledged=acknowledged)


def _open(entry: Entry, opener: Opener) -> Mapping[str, Any]:
    sealed = entry.sealed()
    try:
        referral = json.loads(opener.open(sealed).decode())
    except (ValueError, RecursionError):
        raise SealFault(*_NOT_A_REFERRAL) from None
    if not isinstance(referral, dict) or referral.get("id") != sealed.id:
        raise SealFault(*_NOT_A_REFERRAL)
    if sealed.typ == envelope.FOLLOWUP and referral.get("referral") != referral_of(sealed.id):
        raise SealFault(*_NOT_A_REFERRAL)
    return referral


_NOT_A_REFERRAL = (
    "content",
    "It opened, and is no referral, or one of another id. It is kept. Tell whoever looks after the door.",
)
