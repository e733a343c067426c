"""`frontdoor hub read`: fetch and open in one, once or for as long as it is left running.

Rule: each entry is kept, then shown, once. Nothing is taken off the queue.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hub import fetch, open  # noqa: A004 - the command is called open, as everywhere
from hub.archive import Archive
from hub.entry import Entry
from hub.fault import HubFault
from hub.home import queue_url
from reception.unseal import Opener

if TYPE_CHECKING:
    from hub.queue import Queue

_EVERY_S = 1.0
_TELL_S = 60.0
_RING_S = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `read` takes."""
    open.add_shared(parser)
    fetch.add_partitions(parser)
    parser.add_argument("--follow", action="store_true", help="go on, and show each new referral as it comes")
    parser.add_argument("--ring", metavar="CMD", help="run this when something new has come; it is told nothing of it")


def run(args: argparse.Namespace) -> int:
    """Show all that waits. 0 when all opened, 1 when some did not. With --follow, until it is stopped."""
    reader = Reader(*open.tools(args), open.form_of(args))
    if args.follow:
        return _follow(reader, args)
    good = reader.look(_queue(args))
    for line in reader.summary():
        print(line, file=sys.stderr)
    return 0 if good else 1


@dataclass(slots=True)
class Reader:
    """Remembers what it has shown and told while it runs. `new` counts what the last look showed."""

    opener: Opener
    archive: Archive
    form: open.Form
    steady: Callable[[], float] = time.monotonic
    shown: set[str] = field(default_factory=set)
    new: int = 0
    waiting: tuple[Entry, ...] = ()
    leftover: int = 0
    told_at: float = float("-inf")

    def look(self, queue: Queue) -> bool:
        """Show what was not shown yet, and tell the door. True when all that is new opened."""
        entries = list(queue.entries())
        undone = tuple(entry for entry in entries if not self.archive.is_done(entry))
        fresh = {entry.digest: entry for entry in reversed(undone) if entry.digest not in self.shown}
        good = all(open.show_all(reversed(fresh.values()), self.opener, self.archive, self.form))
        self.shown |= fresh.keys()
        waiting = tuple(entry for entry in undone if not self.archive.hides(entry))
        self._tell(queue, waiting)
        self.new, self.leftover = len(fresh), len(entries) - len(undone)
        return good

    def summary(self) -> list[str]:
        """What to say at the end of one look."""
        lines = (
            ["Nothing is waiting."]
            if not self.waiting
            else [f"Waiting for someone to acknowledge: {len(self.waiting)}."]
        )
        if self.leftover:
            lines.append(f"Acknowledged, yet still on the queue: {self.leftover}. Run the same acknowledge again.")
        return lines

    def _tell(self, queue: Queue, waiting: tuple[Entry, ...]) -> None:
        if waiting != self.waiting or self.steady() - self.told_at >= _TELL_S:
            queue.tell(waiting)
            self.waiting, self.told_at = waiting, self.steady()


def _follow(reader: Reader, args: argparse.Namespace) -> int:
    reached = True
    while True:
        try:
            reader.look(_queue(args))
            if not reached:
                print("The queue is reached again.", file=sys.stderr)
            reached = True
            if reader.new and args.ring:
                _ring(args.ring)
        except HubFault as fault:
            if reached:
                print(f"{fault} Trying again until it is stopped.", file=sys.stderr)
            reached, reader.new = False, 0
        time.sleep(_EVERY_S)


def _queue(args: argparse.Namespace) -> Queue:
    from hub.queue import Queue

    return Queue.at(queue_url(args.data), args.partitions)


def _ring(command: str) -> None:
    try:
        subprocess.run(shlex.split(command), stdin=subprocess.DEVNULL, timeout=_RING_S, check=True)  # noqa: S603 - the operator's own command
    except (OSError, ValueError, subprocess.SubprocessError):
        print("The bell did not ring. Try the --ring command by itself.", file=sys.stderr)
