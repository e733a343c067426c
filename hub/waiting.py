"""`frontdoor hub waiting`: which referrals nobody has acknowledged, and whether that is too long.

Rule: sent, archived and acknowledged are three facts, and each is shown as
itself. It needs no key. With one, it opens each in memory to see how urgent it
is, and shows nothing else of it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from hub.archive import Archive
from hub.entry import Entry
from hub.fault import HubFault
from hub.fetch import add_partitions
from hub.home import Home, named_home, opener, queue_url
from hub.plain import hour, sentence, spoken
from reception.faults import SealFault
from reception.unseal import Opener

_HOUR_S = 3600
_UNKNOWN = "not_known"
# What nobody can tell the urgency of comes second: somebody must look.
_ORDER = ("now", _UNKNOWN, "today", "this_week", "routine")

Level = Callable[[Entry], str]
_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Waiting:
    """One entry that nobody has acknowledged, with its two other facts.

    `hours` is None when it says no time, `level` is '' where no key here opens it.
    """

    id: str
    sent: str
    queued: bool
    archived: bool
    hours: float | None
    level: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `waiting` takes."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="a front door's data folder, for its queue and keys")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="the folder that `open` or `read` keeps entries in")
    parser.add_argument(
        "--key", type=Path, action="append", metavar="FILE", help="a private hub key: most urgent first"
    )
    parser.add_argument("--within", type=float, metavar="HOURS", help="the agreed time, in plain hours")
    parser.add_argument(
        "--library", type=Path, metavar="DIR", help="the hub's library, whose hub.toml says the agreed time"
    )
    add_partitions(parser)


def run(args: argparse.Namespace) -> int:
    """List what waits, most urgent and longest waiting first. 0 when all is within the agreed time, else 1."""
    from hub.queue import Queue

    agreed, counted = _agreed(args)
    archive = _archive(args)
    queued = list(Queue.at(queue_url(args.data), args.partitions).entries())
    found = sorted(waiting(queued, archive, counted, levels(args)), key=_first)
    late = [one for one in found if one.hours is not None and one.hours > agreed]
    told = any(one.level not in {"", _UNKNOWN} for one in found)
    for level, some in groupby(found, key=lambda one: one.level):
        if told:
            print(f"{spoken(level).upper()}:")
        for one in some:
            print(line(one, late=one in late))
    print(_sum(len(found), len(late), agreed), file=sys.stderr)
    return 1 if late else 0


def waiting(
    queued: Iterable[Entry], archive: Archive | None, counted: Callable[[int], float], level: Level = lambda _: ""
) -> Iterable[Waiting]:
    """Everything unacknowledged, on the queue or in the archive alone. `counted` gives the hours since a time."""
    seen = set()
    for entry in queued:
        kept = archive.held(entry.id, entry.digest) if archive else None
        seen.add(kept or entry.id)
        if archive is None or not (archive.is_done(entry) or archive.hides(entry)):
            made = _waiting(entry, kept or entry.id, counted, queued=True, archived=kept is not None)
            yield replace(made, level=level(entry))
    for held in archive.ids() if archive else ():
        if held not in seen and archive and not (archive.acknowledged(held) or archive.withdrawn(held)):
            entry = archive.entry(held)
            yield replace(_waiting(entry, held, counted, queued=False, archived=True), level=level(entry))


def levels(args: argparse.Namespace) -> Level:
    """How to learn how urgent an entry is. Without a key nobody can."""
    home = named_home(args.data)
    keys = tuple(args.key or (home.keys if home else ()))
    if not keys:
        return lambda _: ""
    return partial(_level, opener(keys, home.doors if home and not args.key else Home(keys[0].parent).doors))


def _level(opens: Opener, entry: Entry) -> str:
    """How urgent it is; what does not open, or does not say, may be anything, and is shown as such."""
    try:
        said = json.loads(opens.open(entry.sealed()))["urgency"]["level"]
    except (SealFault, ValueError, KeyError, TypeError, RecursionError):
        return _UNKNOWN
    return said if said in _ORDER else _UNKNOWN


def _first(one: Waiting) -> tuple[int, str]:
    return (_ORDER.index(one.level) if one.level else 0, one.sent)


def line(one: Waiting, *, late: bool) -> str:
    """One of them, in at most 80 columns."""
    facts = [hour(one.sent) if one.sent else "no time given"]
    facts.append("archived" if one.archived else "not archived")
    facts += [] if one.queued else ["gone from the queue"]
    facts += ["PAST THE AGREED TIME"] if late else []
    return f"{one.id[:_SHOWN]:<{_SHOWN}}  {', '.join(facts)}"


def _waiting(entry: Entry, held: str, counted: Callable[[int], float], *, queued: bool, archived: bool) -> Waiting:
    at = entry.sent_at()
    sent = entry.sealed().time if at is not None else ""
    return Waiting(held, sent, queued, archived, None if at is None else counted(at))


def _sum(count: int, late: int, agreed: float) -> str:
    if not count:
        return "Nothing is waiting."
    return sentence(f"Waiting for someone to acknowledge: {count}. Past the agreed {agreed:g} hours: {late}.").strip()


def _agreed(args: argparse.Namespace) -> tuple[float, Callable[[int], float]]:
    """The agreed hours, and how to count them: plain ones when named, else the hub's working hours."""
    now = int(time.time())
    if args.within is not None:
        return args.within, lambda at: (now - at) / _HOUR_S
    from flows.finding import LibraryFault
    from flows.hours import working_hours
    from flows.library import load

    said = os.environ.get("FRONTDOOR_LIBRARY", "")
    try:
        library = load(over=args.library or (Path(said) if said else None))
    except LibraryFault:
        raise HubFault("The library cannot be read. Run `frontdoor flows check`, or give --within HOURS.") from None
    return library.hub.promised_working_hours, lambda at: working_hours(library.hub, at, now)


def _archive(args: argparse.Namespace) -> Archive | None:
    home = named_home(args.data)
    folder = args.archive or (home.archive if home else None)
    return Archive(folder) if folder and folder.is_dir() else None
