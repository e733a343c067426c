"""One store to a folder: the lock that Valkey itself does not take.

Rule: the lock is held as long as either we or the server we started live, because
the server inherits it. A new start therefore waits until the old server has
written its last byte.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import time
from pathlib import Path

from reception.storefault import StoreFault

_STEP_S = 0.02


class DataLock:
    """`flock` on a file in the data folder, which also says who holds it."""

    def __init__(self, path: Path) -> None:
        """Open the file, 0600; nothing is locked yet."""
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, patience_s: float = 10.0) -> None:
        """Lock, waiting for a server whose starter is gone to end. Raises StoreFault if the folder is in use."""
        until = time.monotonic() + patience_s
        while not self._try():
            owner, server = self._holders()
            if _lives(owner) or time.monotonic() > until:
                self.close()
                raise StoreFault(
                    "Another front door is using this data folder.",
                    "Stop that one first, or give this one another FRONTDOOR_DATA.",
                )
            # Where the system does not end a server with its starter (macOS), we do.
            _end(server)
            time.sleep(_STEP_S)
        self.note(0)

    def note(self, server: int) -> None:
        """Write down who holds the lock: this process, and the server's process id once it has one."""
        os.pwrite(self.fd, f"{os.getpid():<12}{server:<12}".encode(), 0)

    def close(self) -> None:
        """Let go. The folder is free when the server has ended too."""
        os.close(self.fd)

    def _try(self) -> bool:
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holders(self) -> tuple[int, int]:
        try:
            owner, server = os.pread(self.fd, 24, 0).split()
            return int(owner), int(server)
        except ValueError:
            return 0, 0


def _lives(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end(pid: int) -> None:
    if pid > 0:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGTERM)
