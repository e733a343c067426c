"""What somebody says of a referral after it was sent: more, a narrower plan, a wish, or that they take it back.

Rule: it proves only that its writer had the words. It may forbid at once; it never allows.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["addition", "narrower", "request", "withdrawn"]
Told = Literal["", "nobody_had_looked", "a_person_had_looked"]
SCHEMA: Final = 1
_ID: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]{7,52})-[0-9a-f]{10}")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One of them. `told` is what its writer is told when they take it back."""

    id: str
    referral: str = field(repr=False)
    kind: Kind
    created_at: str
    words: str = field(default="", repr=False)
    narrows: tuple[str, ...] = ()
    told: Told = ""

    def to_bytes(self) -> bytes:
        """As it stands inside the seal: JSON, with what it may and may not do."""
        bare = {
            "schema_version": SCHEMA,
            "id": self.id,
            "referral": self.referral,
            "kind": self.kind,
            "created_at": self.created_at,
            "assurance": "low",
            "permits": "nothing",
        }
        if self.words:
            bare["words"] = self.words
        more: dict[str, object] = {"narrows": list(self.narrows)} if self.narrows else {}
        more |= {"told": self.told} if self.told else {}
        return json.dumps(bare | more, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()


def id_of(referral: str, form: str) -> str:
    """The id of what this form says of this referral: the same however often it is posted."""
    return f"{referral}-{hashlib.sha256(f'{referral} {form}'.encode()).hexdigest()[:10]}"


def referral_of(held: str) -> str:
    """The id of the referral that the follow-up of this id is about; '' when it is no follow-up's."""
    found = _ID.fullmatch(held)
    return found[1] if found else ""
