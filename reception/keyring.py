"""The master keys that conversations are kept under, and the one that names their places.

Rule: the newest key writes and any key reads. The key for names never rotates
with them, because a new one would lose every conversation under way.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from reception import base64url
from reception.faults import SealFault

SIZE = 32
_MASTER = "frontdoor-master-1"
_NAMES = "frontdoor-names-1"


@dataclass(frozen=True, slots=True)
class Master:
    """One master key of 32 bytes. `id` is four bytes that follow from the key and give nothing of it away."""

    created_on: date
    key: bytes = field(repr=False)
    id: bytes = field(init=False, repr=False, compare=False)
    """The four bytes by which a stored blob says which key closed it."""

    def __post_init__(self) -> None:
        """Work the id out once, since every blob that is opened or closed asks for it."""
        digest = hashlib.sha256(b"frontdoor/master-id/v1\0" + self.key).digest()
        object.__setattr__(self, "id", digest[:4])

    def to_text(self) -> str:
        """The key as one word without spaces. It is the secret itself."""
        return f"{_MASTER}.{self.created_on.isoformat()}.{base64url.encode(self.key)}"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Master keys, the writing one first, and the key for names. Holds at least one master."""

    masters: tuple[Master, ...]
    names: bytes = field(repr=False)

    @classmethod
    def new(cls, today: date) -> Self:
        """A keyring with one fresh master key."""
        return cls((Master(today, secrets.token_bytes(SIZE)),), secrets.token_bytes(SIZE))

    def rotated(self, today: date, keep: int = 2) -> Self:
        """This keyring with a fresh master in front, and at most `keep` keys in all.

        A conversation lives for a day at most, so a key may go a day after it stopped writing.
        """
        fresh = Master(today, secrets.token_bytes(SIZE))
        return replace(self, masters=(fresh, *self.masters)[:keep])

    def to_text(self) -> str:
        """The keyring as words divided by spaces, for an environment variable or a 0600 file."""
        return " ".join((f"{_NAMES}.{base64url.encode(self.names)}", *(m.to_text() for m in self.masters)))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The keyring that `to_text` wrote, words in any order; the newest date writes.

        Raises SealFault when a word is not ours, or a master or the key for names is missing.
        """
        masters: list[Master] = []
        names: list[bytes] = []
        for word in text.replace(",", " ").split():
            _sort(word, masters, names)
        if not masters or len(names) != 1 or len({m.id for m in masters}) != len(masters):
            raise SealFault(*_BROKEN)
        return cls(tuple(sorted(masters, key=lambda m: m.created_on, reverse=True)), names[0])


def _sort(word: str, masters: list[Master], names: list[bytes]) -> None:
    kind, *parts = word.split(".")
    try:
        if kind == _MASTER and parts[1:]:
            masters.append(Master(date.fromisoformat(parts[0]), _key(".".join(parts[1:]))))
        elif kind == _NAMES:
            names.append(_key(".".join(parts)))
        else:
            raise SealFault(*_BROKEN)
    except ValueError:
        raise SealFault(*_BROKEN) from None


def _key(text: str) -> bytes:
    key = base64url.decode(text)
    if len(key) != SIZE:
        raise SealFault(*_BROKEN)
    return key


_BROKEN = (
    "keyring",
    "The master keys cannot be read. Give FRONTDOOR_MASTER_KEYS the whole text that `frontdoor setup` wrote.",
)
