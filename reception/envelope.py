"""The shape of a sealed referral on its way to the hub: what stands in clear, and nothing else.

Rule: the standard library is all it needs, and reading is strict. One spelling
of a thing is right; every other is a SealFault. In clear stand an id, key ids,
the suite and the hour: nothing of door, language or urgency, and padding hides
the length.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from reception import base64url
from reception.faults import SealFault

VERSION = 1
SUITE = "647a-0001-0002"
SIGNED_WITH = "Ed25519"
REFERRAL = "referral"
FOLLOWUP = "followup"
EVENT_TYPES = {REFERRAL: "frontdoor.referral.sealed.v1", FOLLOWUP: "frontdoor.followup.sealed.v1"}
SCHEMA = "urn:frontdoor:schema:sealed-referral:1"
BUCKETS = tuple(size * 1024 for size in (4, 8, 16, 32, 64))
MOST_RECIPIENTS = 3
MOST_EVENT = 512 * 1024
_SEALED_FOR = b"frontdoor/sealed-referral/v1\0"
_SIGNED_FOR = b"frontdoor/sealed-referral/v1/signature\0"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
KEY_ID = re.compile(r"[0-9a-f]{16}")
HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:00:00Z")
_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Header:
    """What one container says in clear. Bound into the seal, and signed.

    `kid` names the hub's key, `sigkid` the door's; `time` is UTC, to the hour.
    `typ` is 'referral', or 'followup' for what its writer says of one later.
    """

    id: str
    kid: str
    sigkid: str
    time: str
    typ: str = REFERRAL

    def to_bytes(self) -> bytes:
        """The header as it travels."""
        fixed = {"v": VERSION, "suite": SUITE, "alg": SIGNED_WITH, "typ": self.typ}
        mine = {"id": self.id, "kid": self.kid, "sigkid": self.sigkid, "time": self.time}
        return compact(fixed | mine).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Header:
        """The header in `raw`. Raises SealFault: 'version' when it is of another version, else 'shape'."""
        bare = read_object(raw, "v", "suite", "alg", "typ", "id", "kid", "sigkid", "time")
        if type(bare["v"]) is not int or (bare["v"], bare["suite"], bare["alg"]) != (VERSION, SUITE, SIGNED_WITH):
            raise SealFault(*_NEWER)
        good = bare["typ"] in (REFERRAL, FOLLOWUP) and fits(_ID, bare["id"]) and fits(HOUR, bare["time"])
        if not (good and fits(KEY_ID, bare["kid"]) and fits(KEY_ID, bare["sigkid"])):
            raise SealFault(*_SHAPE)
        return cls(bare["id"], bare["kid"], bare["sigkid"], bare["time"], bare["typ"])


@dataclass(frozen=True, slots=True)
class Container:
    """One referral, sealed to one hub key. `header_bytes` are kept as they came, for they are what was signed."""

    header: Header
    header_bytes: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def sealed_for(self) -> bytes:
        """What the seal is bound to: HPKE's `info`."""
        return sealed_for(self.header_bytes)

    def signed_for(self) -> bytes:
        """What the door signed."""
        return signed_for(self.header_bytes, self.sealed)

    def bare(self) -> dict[str, str]:
        """The container as JSON holds it."""
        parts = {"protected": self.header_bytes, "ct": self.sealed, "sig": self.signature}
        return {name: base64url.encode(part) for name, part in parts.items()}

    @classmethod
    def of(cls, bare: Any) -> Container:
        """The container in `bare`. Raises SealFault ('shape' or 'version') on anything else."""
        parts = {name: read_bytes(text) for name, text in exactly(bare, "protected", "ct", "sig").items()}
        raw = parts["protected"]
        return cls(Header.from_bytes(raw), raw, parts["ct"], parts["sig"])


@dataclass(frozen=True, slots=True)
class Sealed:
    """A referral on the queue: one to three containers under one id and one hour, and the text they came in."""

    id: str
    time: str
    containers: tuple[Container, ...]
    text: str = field(repr=False)

    @property
    def typ(self) -> str:
        """'referral' or 'followup'."""
        return self.containers[0].header.typ

    @property
    def digest(self) -> str:
        """SHA-256 of the text as it stood on the queue, in hex."""
        return digest(self.text)

    @classmethod
    def of(cls, containers: tuple[Container, ...]) -> Sealed:
        """These containers in a CloudEvents 1.0 envelope. They must agree on id and hour."""
        first = containers[0].header
        event = {
            "specversion": "1.0",
            "id": first.id,
            "source": f"urn:frontdoor:door:{first.sigkid}",
            "type": EVENT_TYPES[first.typ],
            "time": first.time,
            "datacontenttype": "application/json",
            "dataschema": SCHEMA,
            "data": {"sealed": [container.bare() for container in containers]},
        }
        return cls(first.id, first.time, containers, compact(event))

    @classmethod
    def from_text(cls, text: str) -> Sealed:
        """The sealed referral in `text`. Raises SealFault: 'version' or 'shape'. It opens and verifies nothing."""
        if len(text) > MOST_EVENT:
            raise SealFault(*_SHAPE)
        event = read_object(text.encode(errors="replace"), *_EVENT)
        if event["type"] not in EVENT_TYPES.values() or event["dataschema"] != SCHEMA or event["specversion"] != "1.0":
            raise SealFault(*_NEWER)
        listed = exactly(event["data"], "sealed")["sealed"]
        if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_RECIPIENTS:
            raise SealFault(*_SHAPE)
        containers = tuple(Container.of(one) for one in listed)
        _agree(event, containers)
        return cls(event["id"], event["time"], containers, text)


_EVENT = ("specversion", "id", "source", "type", "time", "datacontenttype", "dataschema", "data")


def sealed_for(header_bytes: bytes) -> bytes:
    """HPKE's `info` for a container with this header."""
    return _SEALED_FOR + header_bytes


def signed_for(header_bytes: bytes, sealed: bytes) -> bytes:
    """What a door signs: both parts in the letters they travel in, held apart by a NUL."""
    return _SIGNED_FOR + base64url.encode(header_bytes).encode() + b"\0" + base64url.encode(sealed).encode()


def digest(text: str) -> str:
    """The digest by which an entry is acknowledged: SHA-256 of its text as UTF-8, in hex."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def hour(at: float) -> str:
    """The hour that unix time `at` falls in, as UTC text."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:00:00Z")


def unix(hour_text: str) -> int:
    """The unix time at which that hour began."""
    return int(datetime.fromisoformat(hour_text).timestamp())


def is_id(text: str) -> bool:
    """Whether `text` may be a referral's id: 8 to 64 letters, digits, '-' and '_', safe as a file name."""
    return fits(_ID, text)


def pad(plaintext: bytes) -> bytes:
    """`plaintext` behind its length, filled with zeros to the next of 4, 8, 16, 32 and 64 KiB. SealFault beyond."""
    size = next((size for size in BUCKETS if size >= len(plaintext) + _LENGTH), None)
    if size is None:
        raise SealFault("size", "The referral is longer than 64 KiB and cannot be sealed. Shorten the answers.")
    return (len(plaintext).to_bytes(_LENGTH, "big") + plaintext).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """What `pad` was given. Raises SealFault ('padding') when it was not `pad` that made it."""
    plaintext = padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]
    if len(plaintext) > BUCKETS[-1] - _LENGTH or pad(plaintext) != padded:
        raise SealFault("padding", "The seal opened but what is inside is malformed. Keep the entry and tell its door.")
    return plaintext


def _agree(event: dict[str, Any], containers: tuple[Container, ...]) -> None:
    first = containers[0].header
    said = (event["id"], event["time"], event["source"], event["datacontenttype"])
    if said != (first.id, first.time, f"urn:frontdoor:door:{first.sigkid}", "application/json"):
        raise SealFault(*_SHAPE)
    same = {(c.header.id, c.header.time, c.header.sigkid, c.header.typ) for c in containers}
    if same != {(first.id, first.time, first.sigkid, first.typ)} or event["type"] != EVENT_TYPES[first.typ]:
        raise SealFault(*_SHAPE)


def compact(bare: dict[str, Any]) -> str:
    """`bare` as JSON without a space."""
    return json.dumps(bare, separators=(",", ":"))


def read_object(raw: bytes, *names: str) -> dict[str, Any]:
    """The JSON object in `raw`, with just these members, each once. Raises SealFault ('shape')."""
    try:
        bare = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise SealFault(*_SHAPE) from None
    return exactly(bare, *names)


def exactly(bare: Any, *names: str) -> dict[str, Any]:
    """`bare` when it is an object of just these members. Raises SealFault ('shape')."""
    if not isinstance(bare, dict) or bare.keys() != set(names):
        raise SealFault(*_SHAPE)
    return bare


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    bare = dict(pairs)
    if len(bare) != len(pairs):
        raise ValueError("a name stands twice")
    return bare


def _refuse(name: str) -> None:
    raise ValueError(name)


def read_bytes(text: Any) -> bytes:
    """The bytes that base64url `text` stands for. Raises SealFault ('shape')."""
    try:
        return base64url.decode(text)
    except (ValueError, AttributeError):
        raise SealFault(*_SHAPE) from None


def fits(pattern: re.Pattern[str], text: Any) -> bool:
    """Whether `text` is text, and all of it is as the pattern says."""
    return isinstance(text, str) and pattern.fullmatch(text) is not None


_SHAPE = (
    "shape",
    "This is not a sealed referral, or part of it is missing. Keep it as it is, and ask who put it on the queue.",
)
_NEWER = (
    "version",
    "This is sealed in a way that this program does not know. Update the hub's program, then read again.",
)
