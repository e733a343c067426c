"""The command as an operator runs it, in a process and a folder of its own.

Rule: what was started is ended, by its own process id.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flows.library import HERE, load
from flows.sign import sign
from frontdoor.settings import PREFIX
from reception.doorkeys import DoorKeys
from reception.keyring import Keyring
from reception.unseal import HubPrivate

TREE = Path(__file__).parents[2]
TODAY = datetime.now(UTC).date()
PATIENCE_S = 120


def bare_environment(home: Path) -> dict[str, str]:
    """This process's environment without a setting of ours, and with another home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return kept | {"HOME": str(home), "PYTHONPATH": str(TREE)}


def whole_environment(home: Path) -> dict[str, str]:
    """The same with every setting that a door needs."""
    return bare_environment(home) | {
        "FRONTDOOR_DATA": str(home / "data"),
        "FRONTDOOR_LIBRARY": str(signed_words(home / "words")),
        "FRONTDOOR_PUBLIC_URL": "http://127.0.0.1:8000",
        "FRONTDOOR_HUB_PUBLIC_KEY": HubPrivate.new(TODAY, 365).public().to_text(),
        "FRONTDOOR_MASTER_KEYS": Keyring.new(TODAY).to_text(),
        "FRONTDOOR_DOOR_KEYS": DoorKeys.new(TODAY).to_text(),
    }


def signed_words(folder: Path) -> Path:
    """A hub's own folder of words, in which every word that is shipped is signed."""
    sign(folder, load(HERE), "en", "Ama Osei", "IDVA lead", on=TODAY)
    return folder


def ended(
    folder: Path, environment: Mapping[str, str], *words: str, said: str = "", patience_s: float = PATIENCE_S
) -> subprocess.CompletedProcess[str]:
    """`frontdoor WORDS` run to its end, with `said` on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "frontdoor", *words],
        cwd=folder,
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        timeout=patience_s,
        check=False,
    )


@contextmanager
def running(folder: Path, environment: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    """`frontdoor WORDS` for as long as the block lasts; what it says goes to `folder`/said."""
    with (folder / "said").open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "frontdoor", *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])


def get(url: str, patience_s: float = PATIENCE_S) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of `url`, as soon as somebody answers there."""
    until = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()
        except urllib.error.HTTPError as fault:
            with fault:
                return fault.code, {k.lower(): v for k, v in fault.headers.items()}, fault.read().decode()
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
