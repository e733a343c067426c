"""A child that ends with whoever started it, on every system.

Rule: the starter holds our standard input open and writes nothing to it. When it
is gone, however it went, that input ends, and so do we.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import Final

_INPUT: Final = 0


def tie() -> None:
    """From now on, end this process as SIGTERM would when its standard input ends."""
    threading.Thread(target=_wait, name="tether", daemon=True).start()


def _wait() -> None:
    # Past Python's own reader, which must not be in use when Python ends.
    while os.read(_INPUT, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
