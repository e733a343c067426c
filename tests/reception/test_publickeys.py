from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from reception.doorkeys import DoorKeys
from reception.faults import SealFault
from reception.publickeys import PublicKeys, holding, hub_keys, is_private, read_all
from reception.unseal import HubPrivate

TODAY = date(2026, 11, 22)
KEY = HubPrivate.new(TODAY)
LINE = KEY.public().to_text()


def test_the_line_comes_back() -> None:
    """A bundle read from its one line is the bundle that was written."""
    assert hub_keys(f"  {LINE}\n") == (KEY.public(),)
    assert len(LINE.split()) == 1


@pytest.mark.parametrize("place", [0, 15, 20, 30, 100, 1000, 1650, 1700, len(LINE) - 1])
def test_one_wrong_letter_is_found(place: int) -> None:
    """A slip anywhere in the line is found when it is read, not when a referral opens for nobody."""
    wrong = LINE[:place] + ("A" if LINE[place] != "A" else "B") + LINE[place + 1 :]
    with pytest.raises(SealFault, match="Copy the whole line") as caught:
        hub_keys(wrong)
    assert caught.value.code == "key"


def test_dates_cannot_be_moved() -> None:
    """The days a key holds are signed with it."""
    later = replace(KEY.public(), not_after=date(2099, 1, 1))
    with pytest.raises(SealFault):
        hub_keys(later.to_text())


@pytest.mark.parametrize("text", ["", "# a note", LINE[:-40], f"{LINE} {LINE}", "frontdoor-hub-1.x", "a.b.c.d.e"])
def test_what_is_no_key_says_what_to_do(text: str) -> None:
    """No key, half a key, one key twice: each is a sentence that names the setting."""
    with pytest.raises(SealFault, match="FRONTDOOR_HUB_PUBLIC_KEY"):
        hub_keys(text)


def test_one_to_three_keys() -> None:
    """Three hub keys are read; a fourth is refused."""
    lines = [HubPrivate.new(TODAY).public().to_text() for _ in range(4)]
    assert len(hub_keys("# old and new\n" + ",\n".join(lines[:3]))) == 3
    with pytest.raises(SealFault, match="more than three"):
        hub_keys(" ".join(lines))


def test_only_keys_that_hold_today_are_used() -> None:
    """An expired key beside a good one is passed over; both its first and its last day count."""
    old, new = HubPrivate.new(TODAY, 10).public(), HubPrivate.new(TODAY + timedelta(days=10), 10).public()
    assert holding((old, new), TODAY + timedelta(days=10)) == (old, new)
    assert holding((old, new), TODAY + timedelta(days=11)) == (new,)


def test_no_key_that_holds_is_a_fault() -> None:
    """Past the last day and before the first, the fault says which it is and what to do."""
    keys = (HubPrivate.new(TODAY, 10).public(),)
    with pytest.raises(SealFault, match="expired on 2026-12-02") as late:
        holding(keys, TODAY + timedelta(days=11))
    with pytest.raises(SealFault, match="begins on 2026-11-22") as early:
        holding(keys, TODAY - timedelta(days=1))
    assert (late.value.code, early.value.code) == ("expired", "early")


def test_a_doors_line_is_no_hubs() -> None:
    """A door's line in the place of a hub's is refused, and the other way round."""
    door = DoorKeys.new(TODAY).newest.public().to_text()
    with pytest.raises(SealFault):
        PublicKeys.from_text("hub", door)
    with pytest.raises(SealFault):
        read_all("door", LINE)
    assert read_all("door", door)


def test_a_private_key_file_is_known_when_seen(tmp_path: Path) -> None:
    """The file that must never be on the door's machine is told from every other."""
    private, public = tmp_path / "hub.key", tmp_path / "hub.pub"
    private.write_text(KEY.to_text())
    public.write_text(LINE)
    assert is_private(private)
    assert not is_private(public)
    assert not is_private(tmp_path)
    assert not is_private(tmp_path / "none")
