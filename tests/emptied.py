"""A store turned out onto the table: every key and value that its files hold, read by nobody's leave.

Rule: it looks at a copy. The store that is looked at does not notice.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import redis

from reception import binary

_PATIENCE_S = 10.0


def emptied(data: Path) -> dict[bytes, bytes]:
    """What a thief of the folder `data` finds when they start a server on it: each key, with all that it holds."""
    with TemporaryDirectory(prefix="e") as name:
        copy = Path(name)
        shutil.copytree(data / "appendonlydir", copy / "appendonlydir")
        with _server(copy) as client:
            return {key: _value(client, key) for key in client.scan_iter()}


def lifetimes(data: Path) -> dict[bytes, int]:
    """The seconds that each key there has to live; -1 for ever."""
    with TemporaryDirectory(prefix="e") as name:
        copy = Path(name)
        shutil.copytree(data / "appendonlydir", copy / "appendonlydir")
        with _server(copy) as client:
            return {key: int(str(client.ttl(key))) for key in client.scan_iter()}


def _value(client: redis.Redis, key: bytes) -> bytes:
    if client.type(key) == b"stream":
        entries: Any = client.xrange(key)
        return b"\n".join(part for _, fields in entries for pair in fields.items() for part in pair)
    if client.type(key) == b"zset":
        members: Any = client.zrange(key, 0, -1)
        return b"\n".join(members)
    if client.type(key) == b"list":
        listed: Any = client.lrange(key, 0, -1)
        return b"\n".join(listed)
    value = client.get(key)
    assert isinstance(value, bytes)
    return value


@contextmanager
def _server(folder: Path) -> Iterator[redis.Redis]:
    words = ["--dir", str(folder), "--port", "0", "--unixsocket", f"{folder}/s", "--appendonly", "yes", "--save", ""]
    with subprocess.Popen([str(binary.find()), *words], stdout=subprocess.DEVNULL) as process:
        try:
            with redis.Redis(unix_socket_path=str(folder / "s"), protocol=2) as client:
                _wait(client)
                yield client
        finally:
            process.terminate()


def _wait(client: redis.Redis) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        with suppress(redis.exceptions.RedisError):
            client.ping()
            return
        time.sleep(0.02)
    raise AssertionError("The copy of the store does not start.")


def rewritten(keeper: redis.Redis, data: Path) -> None:
    """Have the store rewrite its file, and wait until the old one is gone from the folder."""
    files = set((data / "appendonlydir").iterdir())
    keeper.bgrewriteaof()
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        left = {path for path in files if path.exists() and path.suffix != ".manifest"}
        if not left and keeper.info("persistence")["aof_rewrite_in_progress"] == 0:
            return
        time.sleep(0.02)
    raise AssertionError("The store did not rewrite its file.")
