"""Files that are for one user alone.

Rule: what is written is there whole or not at all, and nobody else could read
it for a moment.
"""

from __future__ import annotations

import os
from pathlib import Path


def own_folder(path: Path) -> None:
    """Make the folder, 0700, and close it if it was open."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)


def write(path: Path, text: str) -> None:
    """Put `text` there, 0600 and synced to disk, in place of what was there."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
