"""The files of the door: who may read them, and whether there is room for more.

Rule: what holds a secret or a conversation is for one user alone.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from frontdoor.checks.verdict import Verdict, fail, ok, warn
from frontdoor.settings import PREFIX, Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_ROOM = 1 << 30


def for_us_alone(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the data folder and each file that a setting names are closed to other users."""
    del today
    named = (Path(path) for name, path in os.environ.items() if name.startswith(PREFIX) and name.endswith("_KEYS_FILE"))
    open_ = [path for path in (settings.data, *named) if path.exists() and path.stat().st_mode & _OTHERS]
    for path in open_:
        yield fail("files", f"Others may read {path}.", f"chmod go= {path}")
    if not open_:
        yield ok("files", "Closed to other users.")


def room(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the disk that the store writes to has a gibibyte left."""
    del today
    place = settings.data.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < _ROOM:
        yield warn(
            "room", f"{free >> 20} MiB are free where the store writes.", "Make room: docs/operate.md, 'Disk full'."
        )
    else:
        yield ok("room", f"{free >> 30} GiB are free.")
