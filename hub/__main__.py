"""`python -m hub`: the hub's commands where the rest of the front door is not installed."""

from __future__ import annotations

import sys

from hub.commands import main

if __name__ == "__main__":
    sys.exit(main())
