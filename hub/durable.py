"""Writes a file so that it is either whole and on disk, or not there at all.

Rule: a power cut between any two lines of this module loses no file that was
told to be kept, and leaves no half of one under its name.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.fault import HubFault

_OWN = 0o700


def own_folder(folder: Path) -> None:
    """Make `folder` when it is missing, and make it readable by its owner alone. Raises HubFault."""
    try:
        folder.mkdir(mode=_OWN, parents=True, exist_ok=True)
        folder.chmod(_OWN)
    except OSError as fault:
        raise HubFault(f"{folder} cannot be used: {fault.strerror}. Name a folder of your own.") from None
    sync_folder(folder.parent)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process until the block ends; others wait."""
    line = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield
    finally:
        os.close(line)


def write_new(path: Path, data: bytes) -> bool:
    """Write `data` to `path`, 0600, file and folder synced. False, and nothing done, when `path` is there.

    Hold the folder with `alone` meanwhile. What a crash leaves begins with '.part-',
    and is written over by the next try.
    """
    if path.exists():
        return False
    write_over(path, data)
    return True


def write_over(path: Path, data: bytes) -> None:
    """Put `data` in `path`, 0600, in the place of what may be there: whole, or not at all."""
    part = path.with_name(f".part-{path.name}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the folder's own list of files on disk."""
    line = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(line)
    finally:
        os.close(line)
