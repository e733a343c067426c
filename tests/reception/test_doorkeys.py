from __future__ import annotations

from datetime import date

import pytest

from reception.doorkeys import DoorKey, DoorKeys
from reception.faults import SealFault

TODAY = date(2026, 11, 22)


def test_text_and_back_newest_first() -> None:
    """Door keys in any order are read with the newest in front, which is the one that signs."""
    old, new = DoorKey.new(date(2026, 1, 1)), DoorKey.new(TODAY)
    keys = DoorKeys.from_text(f"{old.to_text()}, {new.to_text()}")
    assert keys.newest == new
    assert DoorKeys.from_text(keys.to_text()) == keys


def test_the_public_line_verifies_what_the_door_signs() -> None:
    """Who has the public line can tell what this door signed from what it did not."""
    key = DoorKey.new(TODAY)
    assert key.public().verifies(key.sign(b"words"), b"words")
    assert not key.public().verifies(key.sign(b"words"), b"others")
    assert key.public().sigkid == key.sigkid


@pytest.mark.parametrize("text", ["", "x", "frontdoor-door-private-1.2026-11-22.AAAA", "a.2026-11-22.!", "a.b"])
def test_broken_keys_name_the_setting(text: str) -> None:
    """What is no door key says which setting to mend."""
    with pytest.raises(SealFault, match="FRONTDOOR_DOOR_KEYS"):
        DoorKeys.from_text(text)
