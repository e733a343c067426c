"""The public half of a hub's or a door's keys, as one line of text that fits an environment variable.

Rule: a bundle is signed by its own key, so that one wrong letter is found when
it is read, and not when a referral turns out to open for nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from reception import base64url, hpke
from reception.envelope import MOST_RECIPIENTS
from reception.faults import SealFault

Side = Literal["hub", "door"]
PRIVATE_MARK = "frontdoor-hub-private-1"
_VERIFYING = 32


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Whose it is, the days it holds (both included, UTC), a key that verifies and one that seals."""

    side: Side
    not_before: date
    not_after: date
    verifying: bytes = field(repr=False)
    sealing: bytes = field(repr=False)
    signature: bytes = field(default=b"", repr=False)

    @property
    def kid(self) -> str:
        """The id of the sealing key: the first 16 hex digits of its SHA-256."""
        return hpke.key_id(self.sealing)

    @property
    def sigkid(self) -> str:
        """The id of the verifying key, made the same way."""
        return hpke.key_id(self.verifying)

    def holds_on(self, day: date) -> bool:
        """Whether the bundle holds on that day."""
        return self.not_before <= day <= self.not_after

    def signed(self, sign: Callable[[bytes], bytes]) -> Self:
        """This bundle with the signature that `sign` makes over it."""
        return replace(self, signature=sign(self._body().encode()))

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the holder of these keys signed `message`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.verifying).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def to_text(self) -> str:
        """The bundle as one word without spaces, about 1,770 letters."""
        return f"{self._body()}.{base64url.encode(self.signature)}"

    @classmethod
    def from_text(cls, side: Side, word: str) -> Self:
        """The bundle in `word`. Raises SealFault ('key') when it is another thing or a letter is wrong."""
        try:
            kind, start, end, keys, signature = word.strip().split(".")
            days = date.fromisoformat(start), date.fromisoformat(end)
            raw = base64url.decode(keys)
            made = cls(side, *days, raw[:_VERIFYING], raw[_VERIFYING:], base64url.decode(signature))
            # A trial, because some numbers are keys in form and seal nothing.
            hpke.suite().encrypt(b"", hpke.public_key(made.sealing))
        except ValueError:
            raise SealFault("key", _WRONG[side]) from None
        if kind != _kind(side) or made.to_text() != word.strip() or not made._signed_itself():
            raise SealFault("key", _WRONG[side])
        return made

    def _body(self) -> str:
        days = f"{self.not_before.isoformat()}.{self.not_after.isoformat()}"
        return f"{_kind(self.side)}.{days}.{base64url.encode(self.verifying + self.sealing)}"

    def _signed_itself(self) -> bool:
        return self.verifies(self.signature, self._body().encode())


def read_all(side: Side, text: str) -> tuple[PublicKeys, ...]:
    """Every bundle in `text`, divided by spaces, line ends or commas; lines that begin with '#' are notes.

    Raises SealFault ('key') when one cannot be read, one stands twice, or there is none.
    """
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    words = " ".join(lines).replace(",", " ").split()
    found = tuple(PublicKeys.from_text(side, word) for word in words)
    if not found or len({keys.kid for keys in found}) != len(found):
        raise SealFault("key", _NONE[side])
    return found


def hub_keys(text: str) -> tuple[PublicKeys, ...]:
    """The one to three hub keys in the text of FRONTDOOR_HUB_PUBLIC_KEY. Raises SealFault ('key')."""
    found = read_all("hub", text)
    if len(found) > MOST_RECIPIENTS:
        raise SealFault("key", "FRONTDOOR_HUB_PUBLIC_KEY holds more than three hub keys. Take the oldest out.")
    return found


def holding(keys: tuple[PublicKeys, ...], day: date) -> tuple[PublicKeys, ...]:
    """Those hub keys that hold on `day`. Raises SealFault ('expired' or 'early') when none does."""
    now = tuple(one for one in keys if one.holds_on(day))
    if now:
        return now
    if any(one.not_before > day for one in keys):
        first = min(one.not_before for one in keys if one.not_before > day)
        raise SealFault("early", f"No hub key holds yet; the first begins on {first}. Check this machine's date.")
    last = max(one.not_after for one in keys)
    raise SealFault(
        "expired", f"The hub key expired on {last}. Ask the hub for a new one: it runs `frontdoor hub keys`."
    )


def is_private(path: Path) -> bool:
    """Whether `path` is a file that this process may read and that holds a private hub key."""
    try:
        with path.open("rb") as file:
            return PRIVATE_MARK.encode() in file.read(4096)
    except OSError:
        return False


def _kind(side: Side) -> str:
    return f"frontdoor-{side}-1"


_WRONG: dict[Side, str] = {
    "hub": "The hub's public key cannot be read: a letter is wrong or part of it is missing. "
    "Copy the whole line of hub.pub again into FRONTDOOR_HUB_PUBLIC_KEY.",
    "door": "The door's public key cannot be read: a letter is wrong or part of it is missing. "
    "Copy the whole line that the door's `frontdoor doctor` shows into doors.pub again.",
}
_NONE: dict[Side, str] = {
    "hub": "There is no hub key, or one stands twice. Put the line of the hub's hub.pub into FRONTDOOR_HUB_PUBLIC_KEY.",
    "door": "No door is trusted yet, or one stands twice. Run `frontdoor hub keys --trust LINE` with its public line.",
}
