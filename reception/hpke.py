"""The one sealing suite, and how a key pair grows from 32 bytes.

Rule: seeds are expanded as X-Wing says (SHAKE-256), never made as two halves,
so that a hub may open with another program in another language.
"""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

SEED: Final = 32
PUBLIC: Final = 1184 + 32
_MLKEM: Final = 1184


def suite() -> hpke.Suite:
    """X-Wing (ML-KEM-768 with X25519), HKDF-SHA256, AES-256-GCM: 647a-0001-0002."""
    return hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def private_key(seed: bytes) -> hpke.MLKEM768X25519PrivateKey:
    """The private key that grows from 32 bytes."""
    if len(seed) != SEED:
        raise ValueError("a sealing seed is 32 bytes")
    grown = hashlib.shake_256(seed).digest(96)
    return hpke.MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(grown[:64]),
        X25519PrivateKey.from_private_bytes(grown[64:]),
    )


def public_bytes(seed: bytes) -> bytes:
    """The public half of it, as it travels: ML-KEM (1,184 bytes), then X25519 (32)."""
    grown = hashlib.shake_256(seed).digest(96)
    lattice = MLKEM768PrivateKey.from_seed_bytes(grown[:64]).public_key().public_bytes_raw()
    return lattice + X25519PrivateKey.from_private_bytes(grown[64:]).public_key().public_bytes_raw()


def public_key(raw: bytes) -> hpke.MLKEM768X25519PublicKey:
    """The public key in `raw`. Raises ValueError when it is none."""
    if len(raw) != PUBLIC:
        raise ValueError("a sealing key is 1,216 bytes")
    return hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM]),
        X25519PublicKey.from_public_bytes(raw[_MLKEM:]),
    )


def key_id(public: bytes) -> str:
    """The first 16 hex digits of SHA-256 of a public key."""
    return hashlib.sha256(public).hexdigest()[:16]
