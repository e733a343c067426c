from __future__ import annotations

import hashlib

import pytest

from reception import hpke

# Appendix C of draft-connolly-cfrg-xwing-kem, first vector: the seed, and where its public key begins and ends.
PUBLISHED_SEED = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
PUBLISHED_START = "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b"
PUBLISHED_END = "859edb06eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534"


def test_a_seed_grows_as_the_draft_says() -> None:
    """The draft's own seed gives the draft's own public key, so other programs grow the same one."""
    public = hpke.public_bytes(bytes.fromhex(PUBLISHED_SEED)).hex()
    assert public.startswith(PUBLISHED_START)
    assert public.endswith(PUBLISHED_END)
    assert len(public) == 2 * 1216


def test_the_halves_of_one_seed_belong_together() -> None:
    """What is sealed to the public half opens with the private one, bound to its info."""
    seed = hashlib.sha256(b"a test key").digest()
    sealed = hpke.suite().encrypt(b"words", hpke.public_key(hpke.public_bytes(seed)), info=b"here")
    assert hpke.suite().decrypt(sealed, hpke.private_key(seed), info=b"here") == b"words"


@pytest.mark.parametrize("raw", [b"", bytes(1215), b"\xff" * 1216, bytes(1217)])
def test_what_is_no_key_is_refused(raw: bytes) -> None:
    """Bytes of another length, or that are no lattice key, are not taken."""
    with pytest.raises(ValueError, match=r"."):
        hpke.public_key(raw)


def test_a_seed_has_32_bytes() -> None:
    """A seed of another length is refused."""
    with pytest.raises(ValueError, match="32 bytes"):
        hpke.private_key(bytes(31))
