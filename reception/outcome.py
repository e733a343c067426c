"""What came of an order, told to the hub: by its id alone, signed by the door.

Rule: nothing in it says who was written to, by what way, or a word of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self, get_args

from reception import base64url, envelope
from reception.doorkeys import DoorKey
from reception.faults import SealFault
from reception.publickeys import PublicKeys

What = Literal["sent", "held", "refused", "expired", "maybe sent", "noted", "frozen"]
FINAL: Final = frozenset(("sent", "refused", "expired", "maybe sent", "noted"))
"""Each order has one of these, once. 'held' may come before; 'frozen' may come long after."""
_SIGNED_FOR: Final = b"frontdoor/outcome/v1\0"
_NAMES: Final = ("v", "typ", "id", "outcome", "rule", "sigkid", "time")
_MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class Outcome:
    """`rule` says which rule held or refused it, or what was wrong with it; '' for none. `time` is the hour, UTC."""

    id: str
    what: What
    rule: str = ""
    time: str = ""

    def to_text(self, key: DoorKey, now: float) -> str:
        """As it stands on the stream, said now."""
        fixed = {"v": 1, "typ": "outcome", "id": self.id, "outcome": self.what, "rule": self.rule}
        raw = envelope.compact(fixed | {"sigkid": key.sigkid, "time": envelope.hour(now)}).encode()
        parts = {"protected": raw, "sig": key.sign(_SIGNED_FOR + raw)}
        return envelope.compact({name: base64url.encode(part) for name, part in parts.items()})

    @classmethod
    def from_text(cls, text: str, doors: Mapping[str, PublicKeys]) -> Self:
        """The outcome in `text`, signed by one of these doors. Raises SealFault: 'shape', 'door' or 'signature'."""
        if len(text) > _MOST:
            raise SealFault(*_SHAPE)
        bare = envelope.read_object(text.encode(errors="replace"), "protected", "sig")
        raw, signature = envelope.read_bytes(bare["protected"]), envelope.read_bytes(bare["sig"])
        said = envelope.read_object(raw, *_NAMES)
        if not _well_formed(said):
            raise SealFault(*_SHAPE)
        door = doors.get(said["sigkid"])
        if door is None:
            raise SealFault("door", "A door that is not trusted here says this.")
        if not door.verifies(signature, _SIGNED_FOR + raw):
            raise SealFault("signature", "This was changed after the door said it.")
        return cls(said["id"], said["outcome"], said["rule"], said["time"])


def _well_formed(said: dict[str, Any]) -> bool:
    texts = all(isinstance(said[name], str) for name in _NAMES[1:])
    return texts and (said["v"], said["typ"]) == (1, "outcome") and said["outcome"] in get_args(What)


_SHAPE: Final = ("shape", "This is no outcome, or part of it is missing.")
