"""An order from the hub to the door: to send one message, or to hold by a changed plan.

Rule: it is sealed to the door alone and signed by the hub, and is opened only after the
hub's signature held. Reading is as strict as for a referral.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, Self

from pydantic import Field, ValidationError

from flows.part import Code, Part
from flows.plan import ContactPlan, Content
from reception import base64url, envelope, hpke
from reception.doorkeys import DoorKeys
from reception.envelope import SIGNED_WITH, SUITE, VERSION
from reception.faults import SealFault
from reception.publickeys import PublicKeys

TYPE: Final = "order"
MOST: Final = 128 * 1024
LONGEST_S: Final = 72 * 3600
"""No order holds for longer than this after it was given."""
_SEALED_FOR: Final = b"frontdoor/sealed-order/v1\0"
_SIGNED_FOR: Final = b"frontdoor/sealed-order/v1/signature\0"

Sign = Callable[[bytes], bytes]


class Checked(Part):
    """A worker has made sure that it is them."""

    at: int
    method: Literal["worker_question", "code_word"] = "worker_question"
    by: str


class Edited(Part):
    """A plan that workers changed: what it says now, why, and who answers for it."""

    version: int = Field(ge=2)
    plan: ContactPlan
    reason: str = Field(min_length=1, max_length=500)
    by: tuple[str, ...] = Field(min_length=1, max_length=4)
    asked: Literal["staff", "voice", "message"] = "message"


class Thawed(Part):
    """A frozen way that workers open again: why, how they made sure, and who answers for it."""

    reason: str = Field(min_length=1, max_length=500)
    by: tuple[str, ...] = Field(min_length=2, max_length=4)
    asked: Literal["staff", "voice"]


class Says(Part):
    """What is to be said, and the worker who wants it said."""

    by: str
    template: str = ""
    text: str = Field(default="", max_length=2000)
    cover_line: str = ""
    level: Content = "full_after_verify"
    language: str = "en"


class Order(Part):
    """One order. `at` and `until` are unix seconds: past the second it is never carried out.

    Without `says` it sends nothing: from then on only the plan in it, or a newer one, holds;
    or, with `thaw`, the way that it names is open again.
    """

    id: str
    at: int
    until: int
    plan: str
    edit: Edited | None = None
    route: Code | None = None
    says: Says | None = None
    thaw: Thawed | None = None
    verified: Checked | None = None
    since: tuple[Code, ...] = ()

    def to_bytes(self) -> bytes:
        """As it stands inside the seal."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """What `to_bytes` wrote. Raises SealFault ('content')."""
        try:
            made = cls.model_validate_json(raw)
        except ValidationError:
            raise SealFault(*_CONTENT) from None
        if not envelope.is_id(made.id) or not 0 < made.until - made.at <= LONGEST_S or not _one_thing(made):
            raise SealFault(*_CONTENT)
        return made


@dataclass(frozen=True, slots=True)
class SealedOrder:
    """An order on its way: what is said in clear of it, and the rest, which only its door opens."""

    id: str
    kid: str
    sigkid: str
    header: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @classmethod
    def of(cls, order: Order, door: PublicKeys, hub: PublicKeys, sign: Sign) -> Self:
        """The order, sealed to this door and signed by this hub. Raises SealFault ('size')."""
        fixed = {"v": VERSION, "suite": SUITE, "alg": SIGNED_WITH, "typ": TYPE}
        mine = {"id": order.id, "kid": door.kid, "sigkid": hub.sigkid, "time": envelope.hour(order.at)}
        raw = envelope.compact(fixed | mine).encode()
        padded = envelope.pad(order.to_bytes())
        sealed = hpke.suite().encrypt(padded, hpke.public_key(door.sealing), info=_SEALED_FOR + raw)
        return cls(order.id, door.kid, hub.sigkid, raw, sealed, sign(_signed(raw, sealed)))

    @property
    def text(self) -> str:
        """As it stands on the outbox."""
        parts = {"protected": self.header, "ct": self.sealed, "sig": self.signature}
        return envelope.compact({name: base64url.encode(part) for name, part in parts.items()})

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The sealed order in `text`. Raises SealFault: 'version' or 'shape'. It opens and verifies nothing."""
        if len(text) > MOST:
            raise SealFault(*_SHAPE)
        bare = envelope.read_object(text.encode(errors="replace"), "protected", "ct", "sig")
        raw, sealed, signature = (envelope.read_bytes(bare[name]) for name in ("protected", "ct", "sig"))
        said = envelope.read_object(raw, "v", "suite", "alg", "typ", "id", "kid", "sigkid", "time")
        if (said["v"], said["suite"], said["alg"], said["typ"]) != (VERSION, SUITE, SIGNED_WITH, TYPE):
            raise SealFault("version", "This is no order, or one of a kind that this door does not know.")
        if not _well_formed(said):
            raise SealFault(*_SHAPE)
        return cls(said["id"], said["kid"], said["sigkid"], raw, sealed, signature)

    def opened(self, keys: DoorKeys, hubs: tuple[PublicKeys, ...], now: float) -> Order:
        """The order itself, opened after the hub's signature held.

        Raises SealFault: 'hub' when no hub that is known today signed it, 'signature', 'key' when it is
        sealed to another or an old key, 'closed', 'padding', 'content'.
        """
        day = datetime.fromtimestamp(now, UTC).date()
        hub = next((one for one in hubs if one.sigkid == self.sigkid and one.holds_on(day)), None)
        if hub is None:
            raise SealFault("hub", "No hub that is known here, with a key that holds today, has signed this.")
        if not hub.verifies(self.signature, _signed(self.header, self.sealed)):
            raise SealFault("signature", "This was changed after it was signed.")
        order = Order.from_bytes(envelope.unpad(keys.open(self.kid, self.sealed, _SEALED_FOR + self.header)))
        if order.id != self.id:
            raise SealFault(*_CONTENT)
        return order


def fresh_id() -> str:
    """An id that was never used."""
    return secrets.token_hex(12)


def _one_thing(order: Order) -> bool:
    """It says something, or opens a way, or changes a plan; the first two name the way."""
    both = order.thaw and (order.says or order.edit)
    return not both and not ((order.says or order.thaw) and not order.route)


def _signed(header: bytes, sealed: bytes) -> bytes:
    return _SIGNED_FOR + base64url.encode(header).encode() + b"\0" + base64url.encode(sealed).encode()


def _well_formed(said: dict[str, Any]) -> bool:
    keys = all(envelope.fits(envelope.KEY_ID, said[name]) for name in ("kid", "sigkid"))
    return (
        keys
        and isinstance(said["id"], str)
        and envelope.is_id(said["id"])
        and envelope.fits(envelope.HOUR, said["time"])
    )


_SHAPE: Final = ("shape", "This is no order, or part of it is missing.")
_CONTENT: Final = ("content", "It opened, and is not the order that it says.")
