"""`frontdoor hub fetch`: prints what waits on the queue, still sealed, one JSON a line.

Rule: it needs no key, and takes nothing off.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What every command that reaches the queue takes."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="a front door's data folder, for its queue and keys")
    add_partitions(parser)


def add_partitions(parser: argparse.ArgumentParser) -> None:
    """Over how many streams the queue is spread."""
    parser.add_argument("--partitions", type=int, default=1, metavar="N", help="streams of the queue (%(default)s)")


def run(args: argparse.Namespace) -> int:
    """Print all entries, and tell the door that the hub has looked."""
    from hub.home import queue_url
    from hub.queue import Queue

    queue = Queue.at(queue_url(args.data), args.partitions)
    entries = list(queue.entries())
    for entry in entries:
        print(entry.to_line())
    queue.tell(entries)
    print(_told(len(entries)), file=sys.stderr)
    return 0


def _told(count: int) -> str:
    return "Nothing is waiting." if not count else "1 entry." if count == 1 else f"{count} entries."
