from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontdoor.commands import bare_environment, ended, free_port, get, running, whole_environment

LOOKED_AT = ("clock", "public address", "master keys", "door keys", "hub key", "trust line", "files", "room")
ALSO = ("library", "safety words", "telephone numbers", "words, en", "store")


def test_every_line_has_a_verdict_and_what_to_do(tmp_path: Path) -> None:
    """On a machine where nothing is set, doctor fails, and says what to do about each thing."""
    said = ended(tmp_path, bare_environment(tmp_path), "doctor")

    assert 1 == said.returncode
    lines = said.stdout.splitlines()
    for number, line in enumerate(lines):
        if line.startswith(("fail", "warn")):
            assert "→" in lines[number + 1], line
    assert "Traceback" not in said.stdout + said.stderr


def test_a_whole_door_passes(tmp_path: Path) -> None:
    """With every setting in place each check has its line, and the store is started, asked and stopped."""
    said = ended(tmp_path, whole_environment(tmp_path), "doctor")

    assert set(LOOKED_AT + ALSO) <= {line[6:24].strip() for line in said.stdout.splitlines()}
    assert [] == [line for line in said.stdout.splitlines() if line.startswith("fail")]
    assert "writes to disk before it does" in said.stdout
    assert "frontdoor-door-1." in said.stdout


def test_beside_a_running_door_it_touches_nothing(tmp_path: Path) -> None:
    """While a door serves, doctor leaves its store alone and says where to look."""
    port, environment = free_port(), whole_environment(tmp_path)
    environment["FRONTDOOR_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    with running(tmp_path, environment, "serve", "--port", str(port)):
        get(f"http://127.0.0.1:{port}/healthz")
        said = ended(tmp_path, environment, "doctor", "--public")

    assert "A front door is running on it" in said.stdout
    assert "The page comes, with every header." in said.stdout


def test_a_door_that_cannot_be_reached_is_said_so(tmp_path: Path) -> None:
    """`--public` fails, with where to look, when nobody answers at the public address."""
    environment = whole_environment(tmp_path) | {"FRONTDOOR_PUBLIC_URL": f"http://127.0.0.1:{free_port()}"}
    said = ended(tmp_path, environment, "doctor", "--public")

    assert 1 == said.returncode
    assert "fail  from outside" in said.stdout


@pytest.mark.parametrize("name", ["MASTER_KEYS", "DOOR_KEYS"])
def test_no_secret_is_printed(tmp_path: Path, name: str) -> None:
    """What doctor prints holds no private key, whole or in part."""
    environment = whole_environment(tmp_path)
    said = ended(tmp_path, environment, "doctor")

    assert environment[f"FRONTDOOR_{name}"].rpartition(".")[2] not in said.stdout + said.stderr


def test_a_data_folder_that_others_may_read_fails(tmp_path: Path) -> None:
    """An open data folder is a fault, with the command that closes it."""
    (tmp_path / "data").mkdir(mode=0o755)
    said = ended(tmp_path, whole_environment(tmp_path), "doctor")

    assert f"chmod go= {tmp_path / 'data'}" in said.stdout
