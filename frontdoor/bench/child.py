"""The server that is measured, in a process of its own: `python -m frontdoor.bench.child front|bare|fsm PORT`.

Rule: it is the door as `serve` runs it, on the store that the settings name.
"""

from __future__ import annotations

import logging
import sys

from frontdoor import house, logs, tether
from frontdoor.refusal import Refusal
from frontdoor.serve import bind, end_on_signals, listen
from frontdoor.settings import Settings


def main(kind: str, port: int) -> None:
    """Serve until told to stop."""
    logs.quieten(logging.WARNING)
    end_on_signals()
    tether.tie()
    settings = Settings.read()
    if settings.redis_url is None:
        raise Refusal("FRONTDOOR_REDIS_URL names the store to measure on.")
    if kind == "fsm":
        from frontdoor.bench import fsm

        fsm.run(port)
        return
    with bind("127.0.0.1", port) as line, house.store(settings) as addresses:
        if kind == "bare":
            from frontdoor.bench.bare import bare

            listen(bare(addresses.door), line)
        else:
            from frontdoor.app import front_door
            from frontdoor.plan import Plan

            listen(front_door(Plan.of(settings, addresses)), line)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
