"""The demo's desk: `hub read --follow` in a process of its own, which ends when the demo does.

Rule: the private hub key is read here, never in a process that serves.
"""

from __future__ import annotations

import sys

from frontdoor import tether
from hub.commands import main

if __name__ == "__main__":
    tether.tie()
    sys.exit(main(["read", "--follow", "--data", sys.argv[1]]))
