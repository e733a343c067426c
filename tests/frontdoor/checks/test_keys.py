from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from frontdoor.checks import keys
from frontdoor.settings import Settings
from reception.doorkeys import DoorKeys
from reception.keyring import Keyring
from reception.unseal import HubPrivate

TODAY = date(2026, 11, 22)
HUB = HubPrivate.new(TODAY, 365)


@pytest.fixture(autouse=True)
def _empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test looks into the real home or working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (TODAY, "ok"),
        (TODAY + timedelta(days=364), "warn"),
        (TODAY + timedelta(days=400), "fail"),
        (TODAY - timedelta(days=1), "fail"),
    ],
)
def test_a_hub_key_holds_from_its_first_day_to_its_last(day: date, level: str) -> None:
    """A key that has ended or not begun fails, and one that ends within a month is said so in time."""
    (verdict,) = keys.hub_key(Settings(hub_public_key=HUB.public().to_text()), day)

    assert level == verdict.level


@pytest.mark.parametrize("text", ["", "rubbish", HUB.public().to_text()[:-3]])
def test_a_missing_or_torn_hub_key_fails(text: str) -> None:
    """Without a whole hub key there would be nobody to seal to."""
    (verdict,) = keys.hub_key(Settings(hub_public_key=text), TODAY)

    assert "fail" == verdict.level
    assert "FRONTDOOR_HUB_PUBLIC_KEY" in verdict.do


def test_own_keys_are_read() -> None:
    """The door's own keys pass when they can be read, and fail one by one when not."""
    whole = Settings(
        master_keys=SecretStr(Keyring.new(TODAY).to_text()),
        door_keys=SecretStr(DoorKeys.new(TODAY).to_text()),
    )

    assert ["ok", "ok"] == [verdict.level for verdict in keys.own_keys(whole, TODAY)]
    assert ["fail", "fail"] == [verdict.level for verdict in keys.own_keys(Settings(), TODAY)]


@pytest.mark.parametrize("place", ["data/hub.key", "data/deep/er/x", "hub/hub.key", "hub.key", "keys/old", "notes.txt"])
def test_a_private_hub_key_in_reach_fails(tmp_path: Path, place: str) -> None:
    """A private key under the data folder, or in a folder where a hurried operator puts one, stops the door."""
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HUB.to_text())
    (verdict,) = keys.no_private_key(Settings(data=tmp_path / "data"), TODAY)

    assert "fail" == verdict.level
    assert verdict.vital


def test_no_private_key_is_fine(tmp_path: Path) -> None:
    """A public key and other files beside it are no reason to stop."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hub.pub").write_text(HUB.public().to_text())
    (verdict,) = keys.no_private_key(Settings(data=tmp_path / "data"), TODAY)

    assert "ok" == verdict.level
