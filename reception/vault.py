"""Keeps a conversation at rest so that the store cannot read it.

Rule: what cannot be opened whole and in its own place is not opened at all, and
the failure says nothing. No derived key outlives the call that made it: once a
conversation is left, nothing in this process still opens what stood there.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reception.keyring import Keyring, Master

_LAYOUT = struct.Struct(">B4sQ12s")
_TAG = 16
_VERSION = 1
_LEAST_SECRET = 16

HEADER = _LAYOUT.size
"""Bytes that tell two blobs apart: version 1, key id 4, turn 8, nonce 12.

The store's script compares these alone. The nonce is among them, so a
conversation that was left and begun again at the same turn is not taken for
the old one.
"""


class VaultFault(Exception):
    """It does not open. Which of the reasons it was is nobody's to know."""

    def __init__(self) -> None:
        """Say the one thing there is to say."""
        super().__init__("A stored conversation does not open.")


@dataclass(frozen=True, slots=True)
class Vault:
    """AES-256-GCM under a key of the conversation's own, bound to its place and turn.

    The key is HKDF-SHA256 of the master key and, on the web, the secret from the
    person's cookie; salt is the conversation's name, info the purpose.
    """

    keyring: Keyring = field(repr=False)
    purpose: bytes = b"frontdoor/conversation/v1"

    def close(self, conversation: str, secret: bytes | None, turn: int, plaintext: bytes) -> bytes:
        """Close `plaintext` for one place and turn (0 to 2**64-1). `secret` is None or 16 bytes and more."""
        master = self.keyring.masters[0]
        head = _LAYOUT.pack(_VERSION, master.id, turn, secrets.token_bytes(12))
        key = self._key(master, conversation, secret)
        return head + key.encrypt(head[-12:], plaintext, self._bound(head, conversation))

    def open(self, conversation: str, secret: bytes | None, blob: bytes) -> tuple[int, bytes]:
        """The turn and the plaintext that `close` was given. Raises VaultFault, with no detail, otherwise."""
        if len(blob) < HEADER + _TAG:
            raise VaultFault
        version, key_id, turn, nonce = _LAYOUT.unpack_from(blob)
        master = next((m for m in self.keyring.masters if m.id == key_id), None)
        if version != _VERSION or master is None:
            raise VaultFault
        key = self._key(master, conversation, secret)
        try:
            return turn, key.decrypt(nonce, blob[HEADER:], self._bound(blob[:HEADER], conversation))
        except InvalidTag:
            raise VaultFault from None

    def _key(self, master: Master, conversation: str, secret: bytes | None) -> AESGCM:
        if secret is not None and len(secret) < _LEAST_SECRET:
            raise VaultFault
        made = HKDF(SHA256(), 32, salt=conversation.encode(), info=self.purpose)
        return AESGCM(made.derive(master.key + (secret or b"")))

    def _bound(self, head: bytes, conversation: str) -> bytes:
        # Lengths are fixed or closed by a NUL, so that no two places share one bound text.
        return head[:-12] + self.purpose + b"\0" + conversation.encode()
