"""Hands a page to standard output, and to nobody else.

Rule: nothing opened is written to disk by us, and not through us either where
others could read it.
"""

from __future__ import annotations

import os
import stat
import sys

from hub.fault import HubFault

_OTHERS = 0o077


def hand_out(text: str) -> None:
    """Print `text`. Raises HubFault, with nothing printed, when that is a file that others may read."""
    if _read_by_others():
        raise HubFault(
            "Standard output is a file that others can read. Remove that file, run `umask 077`, then run this again."
        )
    print(text, end="", flush=True)


def _read_by_others() -> bool:
    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):
        return False  # no file at all: a program of ours reads it in memory
    return stat.S_ISREG(mode) and bool(mode & _OTHERS)
