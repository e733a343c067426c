from __future__ import annotations

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from reception.doorkeys import DoorKeys
from reception.keyring import Keyring
from reception.unseal import HubPrivate
from tests.frontdoor.commands import TODAY, bare_environment, ended


@pytest.fixture
def hub_pub(tmp_path: Path) -> Path:
    """A hub's public key, in a file."""
    path = tmp_path / "hub.pub"
    path.write_text(HubPrivate.new(TODAY, 365).public().to_text() + "\n")
    return path


def _answers(*first: str) -> str:
    return "\n".join(first) + "\n" * (8 - len(first))


def test_seven_answers_make_a_door(tmp_path: Path, hub_pub: Path) -> None:
    """Setup writes the settings and keys for this user alone, and ends with doctor's verdict."""
    answers = _answers("https://pages.example.org", str(hub_pub))
    said = ended(tmp_path, bare_environment(tmp_path), "setup", said=answers)
    file = tmp_path / "settings.env"
    settings = dotenv_values(file)

    assert "telephone numbers" in said.stdout
    assert list("1234567") == re.findall(r"^(?:> )?(\d)\. ", said.stdout, re.MULTILINE)
    assert "https://pages.example.org" == settings["FRONTDOOR_PUBLIC_URL"]
    assert str(tmp_path / ".data" / "door") == settings["FRONTDOOR_DATA"]
    assert [] == [p for p in (file, *(tmp_path / "keys").iterdir()) if p.stat().st_mode & 0o077]
    assert "fail  hub key" not in said.stdout
    assert "fail  master keys" not in said.stdout


def test_an_answer_that_does_not_fit_is_asked_again(tmp_path: Path, hub_pub: Path) -> None:
    """A wrong answer is said to be wrong, with what to do, and the same question comes again."""
    answers = _answers("http://pages.example.org", "https://pages.example.org", "nowhere.pub", str(hub_pub))
    said = ended(tmp_path, bare_environment(tmp_path), "setup", said=answers + "\n\n")

    assert 2 == said.stdout.count("1. At which address")
    assert 2 == said.stdout.count("2. Which file")
    assert "That file cannot be read." in said.stdout


def test_answers_that_stop_write_nothing(tmp_path: Path) -> None:
    """Going away in the middle leaves no settings behind."""
    said = ended(tmp_path, bare_environment(tmp_path), "setup", said="https://pages.example.org\n")

    assert 2 == said.returncode
    assert "nothing was written" in said.stderr
    assert not (tmp_path / "settings.env").exists()


def test_keys_are_never_made_twice(tmp_path: Path, hub_pub: Path) -> None:
    """Running setup again keeps every key and takes Enter for what was said before."""
    environment = bare_environment(tmp_path)
    ended(tmp_path, environment, "setup", said=_answers("https://pages.example.org", str(hub_pub)))
    before = [path.read_text() for path in sorted((tmp_path / "keys").iterdir())]
    ended(tmp_path, environment, "setup", said=_answers())

    assert before == [path.read_text() for path in sorted((tmp_path / "keys").iterdir())]
    assert "https://pages.example.org" == dotenv_values(tmp_path / "settings.env")["FRONTDOOR_PUBLIC_URL"]


def test_rotating_puts_new_keys_before_the_old(tmp_path: Path, hub_pub: Path) -> None:
    """After --rotate the new keys write and sign, and the old ones still open; nothing is asked."""
    environment = bare_environment(tmp_path)
    ended(tmp_path, environment, "setup", said=_answers("https://pages.example.org", str(hub_pub)))
    keys = tmp_path / "keys"
    master, door = (keys / "master.keys").read_text(), (keys / "door.keys").read_text()
    ended(tmp_path, environment, "setup", "--rotate")
    old, new = Keyring.from_text(master), Keyring.from_text((keys / "master.keys").read_text())

    assert old.masters[0] == new.masters[1]
    assert old.masters[0] != new.masters[0]
    assert old.names == new.names
    assert DoorKeys.from_text(door).newest == DoorKeys.from_text((keys / "door.keys").read_text()).keys[1]
