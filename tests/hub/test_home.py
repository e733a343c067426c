from __future__ import annotations

import stat
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.fault import HubFault
from hub.home import Home, opener, queue_url, read_key
from reception.doorkeys import DoorKeys
from reception.faults import SealFault
from reception.publickeys import hub_keys
from reception.unseal import HubPrivate

if TYPE_CHECKING:
    from tests.hub.conftest import Sides

TODAY = date(2026, 11, 22)


def test_the_private_key_is_for_its_owner(tmp_path: Path) -> None:
    """hub.key is 0600 in a folder that is 0700; hub.pub beside it is its public line."""
    home = Home(tmp_path / "data" / "hub")
    path = home.make_key(HubPrivate.new(TODAY))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    assert hub_keys(home.public.read_text()) == (read_key(path).public(),)


def test_a_new_key_keeps_the_old(tmp_path: Path) -> None:
    """After a second key both open, and the public line is the new one's."""
    home = Home(tmp_path / "hub")
    first, second = HubPrivate.new(TODAY), HubPrivate.new(TODAY)
    home.make_key(first)
    home.make_key(second)
    assert {read_key(path) for path in home.keys} == {first, second}
    assert hub_keys(home.public.read_text()) == (second.public(),)


def test_a_key_that_others_may_read_is_refused(sides: Sides) -> None:
    """A private key with a loose mode is not used, and the sentence holds the command that mends it."""
    path = sides.home.keys[0]
    path.chmod(0o640)
    with pytest.raises(HubFault, match=f"chmod 600 {path}"):
        read_key(path)


def test_doors_are_trusted_once_each(sides: Sides) -> None:
    """Trusting a door adds it beside those that are there; trusting it again changes nothing."""
    line = DoorKeys.new(TODAY).newest.public().to_text()
    sides.home.trust(line)
    sides.home.trust(line)
    assert len(sides.home.doors.read_text().split()) == 2
    with pytest.raises(SealFault):
        sides.home.trust(line[:-9])


def test_missing_things_say_what_to_run(tmp_path: Path, sides: Sides) -> None:
    """Without a key, or a trusted door, the sentence names the command that makes one."""
    with pytest.raises(HubFault, match="frontdoor hub keys"):
        opener((), sides.home.doors)
    with pytest.raises(HubFault, match="--trust"):
        opener(sides.home.keys, tmp_path / "none")
    with pytest.raises(HubFault, match="--key"):
        opener((tmp_path / "none",), sides.home.doors)
    (tmp_path / "doors.pub").write_text("# none yet\n")
    with pytest.raises(HubFault, match="No door is trusted"):
        opener(sides.home.keys, tmp_path / "doors.pub")


def test_the_named_folder_wins_over_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo named on the command line is read although a real queue is set; without one, the setting counts."""
    monkeypatch.delenv("FRONTDOOR_DATA", raising=False)
    monkeypatch.setenv("FRONTDOOR_REDIS_URL", "redis://real")
    (tmp_path / "valkey").mkdir()
    (tmp_path / "valkey" / "hub.url").write_text("unix://demo\n")
    assert queue_url(tmp_path) == "unix://demo"
    assert queue_url(None) == "redis://real"


def test_the_address_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FRONTDOOR_REDIS_URL_FILE names a file that holds the address; a missing one is said."""
    monkeypatch.delenv("FRONTDOOR_DATA", raising=False)
    monkeypatch.delenv("FRONTDOOR_REDIS_URL", raising=False)
    (tmp_path / "url").write_text("redis://filed\n")
    monkeypatch.setenv("FRONTDOOR_REDIS_URL_FILE", str(tmp_path / "url"))
    assert queue_url(None) == "redis://filed"
    monkeypatch.setenv("FRONTDOOR_REDIS_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(HubFault, match="FRONTDOOR_REDIS_URL_FILE"):
        queue_url(None)
    monkeypatch.delenv("FRONTDOOR_REDIS_URL_FILE")
    with pytest.raises(HubFault, match="Start the front door"):
        queue_url(tmp_path)
