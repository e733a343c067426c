"""The short folder where the store's socket stands, with the files of this run.

Rule: it is ours alone, and always the same one for the same data folder, so that
what a killed run left there is found and replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from reception.storefault import StoreFault

_LONGEST_SOCKET = 100  # macOS allows 104 bytes, Linux 108


def make(data: Path) -> Path:
    """A short folder for the socket, always the same one for `data`, and ours alone."""
    name = f"frontdoor-{os.getuid()}-{hashlib.sha256(bytes(data)).hexdigest()[:12]}"
    wanted = (os.environ.get("RUNTIME_DIRECTORY"), os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir())
    for base in (*wanted, "/tmp"):  # noqa: S108 - short, and _ours trusts no folder it finds there
        if base and os.access(base, os.W_OK) and len(os.fsencode(f"{base}/{name}/s")) <= _LONGEST_SOCKET:
            return _ours(Path(base) / name)
    raise StoreFault("There is no short folder for the store's socket.", "Set XDG_RUNTIME_DIR to a short one.")


def _ours(folder: Path) -> Path:
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    stands = folder.lstat()
    # In a folder that all may write to, another user may have made this name first.
    if folder.is_symlink() or stands.st_uid != os.getuid() or stands.st_mode & 0o077:
        raise StoreFault(f"{folder} is not ours alone.", "Remove it, or set XDG_RUNTIME_DIR to a folder of your own.")
    return folder


def write(path: Path, text: str) -> None:
    """Write a new file that only our user can read, in the place of whatever was there."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
