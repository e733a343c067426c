"""The embedded store: starts Valkey in a folder of ours, and keeps it running.

Rule: what the store has said yes to is on disk (`appendfsync always`), in files
that only our user can read; and a start works whatever way the last run ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from reception import binary, runfolder
from reception.datalock import DataLock
from reception.storefault import StoreFault
from reception.users import User, Users

HUB_URL = "hub.url"
"""File in the data folder, 0600: the address at which the hub's commands find a running store."""

_PATIENCE_S = 30.0
_STEADY_S = 1.0
_DELAYS_S = (0.0, 0.0, 0.1, 0.2, 0.5, 1.0)
_PR_SET_PDEATHSIG = 1

# Nothing that a client sent may reach a log: a crash report or slow log would hold it.
_SETTINGS = """\
port 0
unixsocket "{run}/s"
unixsocketperm 700
dir "{data}"
aclfile "{run}/users.acl"
appendonly yes
appendfsync always
no-appendfsync-on-rewrite no
auto-aof-rewrite-min-size 4mb
save ""
maxmemory {megabytes}mb
maxmemory-policy noeviction
crash-log-enabled no
slowlog-log-slower-than -1
loglevel warning
daemonize no
"""

log = logging.getLogger("frontdoor.store")


class Valkey:
    """One server process on a unix socket, started again whenever it ends before `stop`.

    `data` is a folder for the store alone; it is made 0700. `megabytes` is the
    server's `maxmemory`. Use as a context manager, or call `start` and `stop`.
    """

    def __init__(self, data: Path, megabytes: int = 256, program: Path | None = None) -> None:
        """Keep what is needed to start. Nothing is touched yet."""
        self.data = data.resolve()
        self.megabytes = megabytes
        self.users = Users.fresh()
        self.run = Path()
        self._program = program
        self._lock: DataLock | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._answered = threading.Event()
        self._watch = threading.Thread(target=self._keep, name="store", daemon=True)

    def start(self) -> None:
        """Start and wait until it answers. Raises StoreFault with what to do when it does not."""
        self._program = self._program or binary.find()
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.data.chmod(0o700)
        lock = DataLock(self.data / "lock")
        lock.take()
        self._lock = lock
        try:
            self.run = runfolder.make(self.data)
            self._write_files()
            self._watch.start()
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server after its last write, and take away its socket. Doing so twice does no harm."""
        self._stopping.set()
        if self._watch.is_alive():
            self._end()
            self._watch.join()
        if self._lock:
            (self.data / HUB_URL).unlink(missing_ok=True)
            if self.run != Path():
                shutil.rmtree(self.run, ignore_errors=True)
            self._lock.close()
            self._lock = None

    def url(self, user: User) -> str:
        """The address for one user, with its password in it: a secret."""
        return f"unix://{user}:{self.users.passwords[user]}@{self.run / 's'}"

    @property
    def pid(self) -> int:
        """The process id of the server as it runs now; 0 when none does."""
        return self._process.pid if self._process else 0

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def _write_files(self) -> None:
        settings = _SETTINGS.format(run=_quoted(self.run), data=_quoted(self.data), megabytes=self.megabytes)
        runfolder.write(self.run / "valkey.conf", settings)
        runfolder.write(self.run / "users.acl", self.users.acl())
        runfolder.write(self.data / HUB_URL, self.url("hub"))

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE_S
        while not self._answers():
            if not self._watch.is_alive() or time.monotonic() > until:
                raise StoreFault(f"The store does not start in {self.data}.", self._last_words())
            time.sleep(0.005)
        self._answered.set()

    def _keep(self) -> None:
        fails = 0
        while not self._stopping.wait(_DELAYS_S[min(fails, len(_DELAYS_S) - 1)]):
            began = time.monotonic()
            self._live()
            if not self._answered.is_set():
                return
            if not self._stopping.is_set():
                log.error("the store ended; it is started again")
            fails = 0 if time.monotonic() - began > _STEADY_S else fails + 1

    def _live(self) -> None:
        """One life of the server, from start to end."""
        try:
            self._process = self._spawn()
        except OSError as fault:
            log.error("the store cannot be started: %s", fault.strerror)  # noqa: TRY400 - the reason says it all
            return
        if self._stopping.is_set():
            self._end()
        self._process.wait()

    def _spawn(self) -> subprocess.Popen[bytes]:
        if self._program is None or self._lock is None:
            raise StoreFault("The store is not set up.", "Call start.")
        (self.run / "s").unlink(missing_ok=True)
        # A rewrite that was cut short leaves a copy of what may since have been forgotten.
        for left in [*self.data.glob("temp-*"), *self.data.glob("appendonlydir/temp-*")]:
            left.unlink(missing_ok=True)
        runfolder.write(self.run / "log", "")
        with (self.run / "log").open("ab") as out:
            process = subprocess.Popen(  # noqa: S603 - found by us, run with our own file
                [self._program, self.run / "valkey.conf"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                pass_fds=(self._lock.fd,),
                umask=0o077,
                start_new_session=True,
                preexec_fn=_with_us(),  # noqa: PLW1509 - two system calls, and no lock of ours or Python's
            )
        self._lock.note(process.pid)
        return process

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return
        process.kill()

    def _answers(self) -> bool:
        hello = f"AUTH keeper {self.users.passwords['keeper']}\r\nPING\r\n".encode()
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.run / "s"))
                line.sendall(hello)
                heard = line.recv(99)
                return b"PONG" in (heard if heard.count(b"\r\n") > 1 else heard + line.recv(99))
        except OSError:
            return False

    def _last_words(self) -> str:
        try:
            lines = (self.run / "log").read_text(errors="replace").split("\n")
        except OSError:
            return ""
        return next((f"It said: {line.strip()}" for line in reversed(lines) if line.strip()), "")


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')


def _with_us() -> Callable[[], None]:
    """What the child does before it becomes the server: no core dumps, and it ends when we do."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
    parent = os.getpid()

    def begin() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if prctl:
            prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            # We may have gone before the line above could take hold.
            if os.getppid() != parent:
                os._exit(1)

    return begin
