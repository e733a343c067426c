"""The front door as a process of its own, started as an operator starts it, and ended as a test likes.

Rule: it listens on loopback, writes under one folder, and is ended by its own process id.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Self

from tests.browser import OverHttp, Sent

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "frontdoor")
_PATIENCE_S = 30.0
_ALIVE = Sent("GET", "/healthz", None, "")


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without any front door's settings but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDOOR_")}
    return kept | {"PYTHONPATH": str(ROOT)} | dict(settings or {})


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        port: int = line.getsockname()[1]
        return port


def run(folder: Path, *words: str, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run one command in `folder` to its end, and give what it said."""
    return subprocess.run(
        [*COMMAND, *words],
        cwd=folder,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )


@dataclass
class Running:
    """`frontdoor WORDS` in `folder`, on `port`. What it says goes to the file `said` there, over all its lives."""

    folder: Path
    words: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> Path:
        """The file with all that it has written, its log too."""
        return self.folder / "said"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self.said.open("ab") as out:
            self.process = subprocess.Popen(
                [*COMMAND, *self.words, "--port", str(self.port)],
                cwd=self.folder,
                env=environment(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        until = time.monotonic() + _PATIENCE_S
        while not self.answers():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < until, self.said.read_text()
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it serves."""
        with suppress(OSError, HTTPException):
            return OverHttp(self.base, 1.0).ask(_ALIVE).status == 200
        return False

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(_PATIENCE_S)

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()
