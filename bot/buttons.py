"""What a button carries: the question it answers and the place of the choice, closed for everyone but us.

Rule: at most 64 bytes, and nothing in them can be read, changed or used in another chat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reception import base64url
from reception.front import Asked, Library
from reception.keyring import Keyring

LONGEST: Final = 64
"""Bytes that Telegram takes."""
_CHOOSING: Final = ("choose", "tick", "ticked", "alter")
_COMMANDS: Final = ("back", "skip", "help", "person", "change", "finish", "more", "repeat")
DOES: Final = ("leave", *_CHOOSING, *_COMMANDS)
"""What a button may do; what is not about a choice is a command of the engine."""
_HASH: Final = 6
_SIZE: Final = 2 + 2 * _HASH


@dataclass(frozen=True, slots=True)
class Press:
    """A button as it was shown: what it does, for which question, and the number of its choice."""

    does: str
    asked: Asked | None = None
    number: int = field(default=0, repr=False)


class Buttons:
    """Writes and reads what buttons carry. Its key follows from the one for names, so it outlives a rotation."""

    def __init__(self, library: Library, keyring: Keyring) -> None:
        """Learn the names of all questions."""
        made = HKDF(SHA256(), 64, salt=None, info=b"frontdoor/buttons/v1")
        self._cipher = AESSIV(made.derive(keyring.names))
        self._steps: Mapping[bytes, str] = {_hash(step): step for step in library.steps}

    def data(self, chat: int, press: Press) -> str:
        """The callback data of this button in this chat; the same each time."""
        step, digest = press.asked or ("", "")
        plain = bytes((DOES.index(press.does), press.number)) + _hash(step) + bytes.fromhex(digest.zfill(2 * _HASH))
        return base64url.encode(self._cipher.encrypt(plain, [str(chat).encode()]))

    def read(self, chat: int, data: str) -> Press | None:
        """The button that carries `data`; None where it is none of ours, or of another chat."""
        if not data.isascii() or not 0 < len(data) <= LONGEST:
            return None
        try:
            plain = self._cipher.decrypt(base64url.decode(data), [str(chat).encode()])
        except (InvalidTag, ValueError):
            return None
        if len(plain) != _SIZE or plain[0] >= len(DOES):
            return None
        step = self._steps.get(plain[2 : 2 + _HASH])
        return Press(DOES[plain[0]], Asked(step, plain[2 + _HASH :].hex()) if step else None, plain[1])


def _hash(step: str) -> bytes:
    return hashlib.blake2b(step.encode(), digest_size=_HASH).digest()
