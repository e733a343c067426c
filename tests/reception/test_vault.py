from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception.keyring import Keyring
from reception.vault import HEADER, Vault, VaultFault

PLACE = "talk:{0}:one"
SECRET = b"s" * 32
VAULT = Vault(Keyring.new(date(2026, 11, 22)))


@given(turn=st.integers(0, 2**64 - 1), plaintext=st.binary(max_size=300), secret=st.none() | st.binary(min_size=16))
def test_what_was_closed_opens(turn: int, plaintext: bytes, secret: bytes | None) -> None:
    """Any bytes at any turn come back as they were."""
    assert VAULT.open(PLACE, secret, VAULT.close(PLACE, secret, turn, plaintext)) == (turn, plaintext)


def test_no_bit_may_be_wrong() -> None:
    """A blob with any one bit turned does not open, be it in the header or behind."""
    blob = VAULT.close(PLACE, SECRET, 7, b"words")
    for number in range(len(blob) * 8):
        turned = bytearray(blob)
        turned[number // 8] ^= 1 << number % 8
        with pytest.raises(VaultFault):
            VAULT.open(PLACE, SECRET, bytes(turned))


@pytest.mark.parametrize("length", [0, 1, HEADER - 1, HEADER, HEADER + 15])
def test_a_stump_does_not_open(length: int) -> None:
    """What is too short to be a blob is a fault like any other."""
    with pytest.raises(VaultFault):
        VAULT.open(PLACE, None, VAULT.close(PLACE, None, 1, b"")[:length])


def test_a_blob_opens_in_its_own_place_alone() -> None:
    """Another conversation's name, purpose or cookie secret does not open it."""
    blob = VAULT.close(PLACE, SECRET, 1, b"words")
    elsewhere = [
        (VAULT, PLACE + "x", SECRET),
        (VAULT, PLACE, b"t" * 32),
        (VAULT, PLACE, None),
        (replace(VAULT, purpose=b"another"), PLACE, SECRET),
    ]
    for vault, place, secret in elsewhere:
        with pytest.raises(VaultFault):
            vault.open(place, secret, blob)


def test_a_turn_cannot_be_moved_under_another_number() -> None:
    """A blob whose turn number was raised to look newer does not open."""
    old = VAULT.close(PLACE, SECRET, 1, b"words")
    raised = old[:5] + (2).to_bytes(8, "big") + old[13:]
    with pytest.raises(VaultFault):
        VAULT.open(PLACE, SECRET, raised)


def test_headers_differ_even_at_the_same_turn() -> None:
    """A conversation begun again at the same turn is not taken for the one before it."""
    assert VAULT.close(PLACE, SECRET, 1, b"words")[:HEADER] != VAULT.close(PLACE, SECRET, 1, b"words")[:HEADER]


def test_rotation_writes_with_the_newest_and_reads_with_any() -> None:
    """After rotation old blobs open, new ones carry the new key's id, and a dropped key opens nothing."""
    old = VAULT.close(PLACE, SECRET, 1, b"words")
    rotated = Vault(VAULT.keyring.rotated(date(2026, 11, 23)))
    new = rotated.close(PLACE, SECRET, 2, b"words")
    assert rotated.open(PLACE, SECRET, old) == (1, b"words")
    assert new[1:5] == rotated.keyring.masters[0].id != old[1:5]
    with pytest.raises(VaultFault):
        Vault(rotated.keyring.rotated(date(2026, 11, 24), keep=1)).open(PLACE, SECRET, old)


def test_a_short_secret_is_refused() -> None:
    """A cookie secret that could be guessed is not taken for one."""
    with pytest.raises(VaultFault):
        VAULT.close(PLACE, b"short", 1, b"words")


def test_faults_tell_nothing_apart() -> None:
    """Wrong key, wrong place and damage give one and the same sentence, with no cause behind it."""
    blob = VAULT.close(PLACE, SECRET, 1, b"words")
    said = set()
    for place, secret, bad in [(PLACE, None, blob), ("other", SECRET, blob), (PLACE, SECRET, b"x"), (PLACE, b"", blob)]:
        with pytest.raises(VaultFault) as caught:
            VAULT.open(place, secret, bad)
        said.add((str(caught.value), caught.value.__cause__))
    assert len(said) == 1
