from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reception import envelope
from reception.doorkeys import DoorKey, DoorKeys
from reception.envelope import Container, Header, Sealed
from reception.faults import SealFault
from reception.seal import Sealer
from reception.unseal import HubPrivate, Opener

TODAY = date(2026, 11, 22)
KEY, OTHER = HubPrivate.new(TODAY), HubPrivate.new(TODAY)
DOOR, STRANGER = DoorKeys.new(TODAY), DoorKeys.new(TODAY)
NOON = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC).timestamp()
SEALED = Sealed.from_text(Sealer((KEY.public(),), DOOR, lambda: NOON).seal("referral-1", b"words"))
OPENER = Opener.of([KEY], [DOOR.newest.public()])


def code_of(sealed: Sealed, opener: Opener = OPENER) -> str:
    """The code of the fault that opening ends in."""
    with pytest.raises(SealFault) as caught:
        opener.open(sealed)
    return caught.value.code


def resigned(change: Callable[[Container], Container], door: DoorKey) -> Sealed:
    """The referral with its container changed, and signed afresh by a door that means harm."""
    made = change(SEALED.containers[0])
    return Sealed.of((replace(made, signature=door.sign(made.signed_for())),))


def test_an_untrusted_door_is_refused() -> None:
    """A referral from a door nobody has trusted is not opened."""
    stranger = Sealer((KEY.public(),), STRANGER, lambda: NOON).seal("referral-1", b"words")
    assert code_of(Sealed.from_text(stranger)) == "door"


def test_a_stranger_cannot_sign_for_the_door() -> None:
    """Another door's signature under the trusted door's name is no signature."""
    assert code_of(resigned(lambda container: container, STRANGER.newest)) == "signature"


def test_every_byte_is_signed() -> None:
    """One turned bit in the sealed bytes, or a signature from before, is seen before anything is opened."""
    container = SEALED.containers[0]
    for place in (0, 1119, 1120, len(container.sealed) - 1):
        turned = bytearray(container.sealed)
        turned[place] ^= 1
        assert code_of(Sealed.of((replace(container, sealed=bytes(turned)),))) == "signature"


def test_the_header_is_bound_to_the_seal() -> None:
    """Even the trusted door cannot move a seal under another id: the header is part of it."""

    def moved(container: Container) -> Container:
        header = replace(container.header, id="referral-2")
        return replace(container, header=header, header_bytes=header.to_bytes())

    assert code_of(resigned(moved, DOOR.newest)) == "closed"


@pytest.mark.parametrize("length", [0, 10, 1119, 1120, 1136, -1])
def test_a_stump_does_not_open(length: int) -> None:
    """A seal cut short, though freshly signed, is a fault like any other."""
    assert code_of(resigned(lambda c: replace(c, sealed=c.sealed[:length]), DOOR.newest)) == "closed"


def test_another_hubs_key_opens_nothing() -> None:
    """A hub without the key is told which key it would take; one that names its own key so opens nothing either."""
    assert code_of(SEALED, Opener.of([OTHER], [DOOR.newest.public()])) == "key"
    false_name = Opener({KEY.public().kid: OTHER.sealing_seed}, OPENER.doors)
    assert code_of(SEALED, false_name) == "closed"


def test_an_expired_key_still_opens() -> None:
    """What was sealed while a key held opens after it has run out."""
    assert Opener.of([replace(KEY, expires_on=date(2020, 1, 1))], [DOOR.newest.public()]).open(SEALED) == b"words"


def test_a_rotated_door_is_told_by_its_key() -> None:
    """After the door's keys rotate, old and new referrals both open for a hub that trusts both keys."""
    rotated = DoorKeys((DoorKey.new(date(2026, 12, 1)), *DOOR.keys))
    new = Sealed.from_text(Sealer((KEY.public(),), rotated, lambda: NOON).seal("referral-2", b"others"))
    both = Opener.of([KEY], [key.public() for key in rotated.keys])
    assert (both.open(SEALED), both.open(new)) == (b"words", b"others")


def test_the_private_file_comes_back() -> None:
    """A private key read from its text is the key that was written."""
    assert HubPrivate.from_text(KEY.to_text()) == KEY


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '"x"', "[" * 9_999, '{"format": 1}'])
def test_other_text_is_no_private_key(text: str) -> None:
    """What is no private key is one sentence about the right file."""
    with pytest.raises(SealFault, match=r"hub\.key"):
        HubPrivate.from_text(text)


def test_a_key_of_another_format_is_refused() -> None:
    """A file that says it is something else, or whose seed is short, is not taken."""
    for spoiled in (
        KEY.to_text().replace("private-1", "private-2"),
        KEY.to_text().replace('_seed": "', '_seed": "AAAA'),
    ):
        with pytest.raises(SealFault, match=r"hub\.key"):
            HubPrivate.from_text(spoiled)


def test_faults_hold_no_secret() -> None:
    """No fault of opening shows words, seeds or sealed bytes."""
    said = []
    for opener in (Opener.of([OTHER], []), Opener.of([KEY], [])):
        with pytest.raises(SealFault) as caught:
            opener.open(SEALED)
        said.append(f"{caught.value!r} {caught.value} {caught.value.__cause__}")
    assert "words" not in " ".join(said)
    assert KEY.sealing_seed.hex() not in " ".join(said)


def test_a_header_is_read_as_it_was_written() -> None:
    """A header comes back from its bytes, and says its version, suite and signature."""
    header = Header("referral-1", "0" * 16, "1" * 16, "2026-11-22T12:00:00Z")
    assert Header.from_bytes(header.to_bytes()) == header
    assert envelope.SUITE.encode() in header.to_bytes()
