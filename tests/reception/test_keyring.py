from __future__ import annotations

from datetime import date

import pytest

from reception.faults import SealFault
from reception.keyring import Keyring

TODAY = date(2026, 11, 22)


def test_text_and_back() -> None:
    """A keyring read from its text, in whatever order, is the same and writes with the newest key."""
    ring = Keyring.new(TODAY).rotated(date(2026, 11, 23))
    shuffled = ",\n".join(reversed(ring.to_text().split()))
    assert Keyring.from_text(shuffled) == ring
    assert ring.masters[0].created_on == date(2026, 11, 23)


def test_rotation_leaves_the_names_alone() -> None:
    """A new master key moves no conversation to another place."""
    ring = Keyring.new(TODAY)
    assert ring.rotated(TODAY).names == ring.names


def test_rotation_keeps_no_more_than_it_was_told() -> None:
    """Keys beyond the number to keep are gone, the oldest first."""
    ring = Keyring.new(TODAY).rotated(TODAY).rotated(TODAY, keep=2)
    assert len(ring.masters) == 2


@pytest.mark.parametrize("spoil", ["", "names", "master", "twice", "short", "foreign", "date", "bare"])
def test_a_broken_keyring_is_one_sentence_without_a_key(spoil: str) -> None:
    """Whatever is wrong, the fault says what to do and shows none of the text."""
    names, master = Keyring.new(TODAY).to_text().split()
    text = {
        "": "",
        "names": names,
        "master": master,
        "twice": f"{names} {master} {master}",
        "short": f"{names} {master[:-4]}",
        "foreign": f"{names} {master} hunter2",
        "date": f"{names} {master.replace('2026-11-22', '2026-13-22')}",
        "bare": f"{names} frontdoor-master-1",
    }[spoil]
    with pytest.raises(SealFault, match="FRONTDOOR_MASTER_KEYS") as caught:
        Keyring.from_text(text)
    assert master[-20:-4] not in repr(caught.value)
