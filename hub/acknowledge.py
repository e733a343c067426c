"""`frontdoor hub acknowledge ID --by NAME`: a named person says that they have looked.

Rule: only what is in the archive can be acknowledged, by its digest; only then
does it leave the queue. The name is on disk before the entry goes.
"""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hub.archive import Acknowledged, Archive
from hub.fault import HubFault
from hub.fetch import add_partitions
from hub.home import named_home, queue_url
from reception.followup import referral_of

if TYPE_CHECKING:
    from hub.queue import Queue

_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 100
_LEAST_LETTERS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `acknowledge` takes."""
    parser.add_argument("id", metavar="ID", help="the referral's id, or the first 6 letters of it and more")
    parser.add_argument("--by", required=True, metavar="NAME", help="who has looked: a person's name")
    parser.add_argument("--data", type=Path, metavar="DIR", help="a front door's data folder, for its queue and keys")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="the folder that `open` or `read` kept it in")
    parser.add_argument("--digest", metavar="HEX", help="the digest that another machine's archive gave")
    parser.add_argument(
        "--will-contact", action="store_true", help="let the person see, when they come back, that you will be in touch"
    )
    add_partitions(parser)


def run(args: argparse.Namespace) -> int:
    """Record who looked, then take the entry off the queue. Doing so again changes nothing. 0 when both are done."""
    by = person(args.by)
    archive = _archive(args)
    held, digest = _named(args, archive) if args.digest else _kept(archive, args.id)
    _tell(args, archive, held)
    record = archive.acknowledge(held, digest, by, datetime.now(UTC))
    if record.digest != digest:
        raise HubFault("Another entry was acknowledged under this id. Look at both in the archive.")
    again = "" if record.by == by else f" (not {by}: the first stays)"
    print(f"Acknowledged by {record.by} at {record.at}{again}.")
    return _take_off(args, archive, record)


def _tell(args: argparse.Namespace, archive: Archive, held: str) -> None:
    """Tell the door that someone has looked, before it is recorded. Raises HubFault when it was taken back before.

    The store keeps which of the two was first, so that what the person is told is what stands here.
    """
    from hub.queue import Queue

    if archive.hides_id(held):
        raise HubFault(_TAKEN_BACK)
    try:
        queue = Queue.at(queue_url(args.data), args.partitions)
        told = queue.say(held, "looked")
        if args.will_contact and told.looked:
            queue.say(held, "contact")
    except HubFault as fault:
        # With the archive on another machine the door is told by the line that is printed below.
        print(f"The door was not told. {fault}", file=sys.stderr)
        return
    if told.hidden and archive.acknowledged(held) is None:
        raise HubFault(_TAKEN_BACK)


_TAKEN_BACK = (
    "It was taken back before anyone had acknowledged it. Do not contact them because of it. "
    "Run `frontdoor hub read`, and acknowledge the taking back."
)


def person(name: str) -> str:
    """`name`, tidied. Raises HubFault when it can be nobody's name."""
    tidy = " ".join(name.split())
    letters = sum(letter.isalpha() for letter in tidy)
    odd = any(unicodedata.category(letter)[0] == "C" for letter in tidy)
    if letters < _LEAST_LETTERS or odd or len(tidy) > _LONGEST_NAME:
        raise HubFault("Give --by the name of the person who has looked, as colleagues know them.")
    return tidy


def _archive(args: argparse.Namespace) -> Archive:
    home = named_home(args.data)
    folder = args.archive or (home.archive if home else None)
    if folder is None:
        raise HubFault("Name the archive that holds it with --archive, or the data folder with --data.")
    return Archive.at(folder)


def _kept(archive: Archive, start: str) -> tuple[str, str]:
    held = archive.find(start)
    return held, archive.digest(held)


def _named(args: argparse.Namespace, archive: Archive) -> tuple[str, str]:
    """What another machine's archive names. It must be on the queue, or acknowledged already."""
    from hub.queue import Queue

    held, digest = args.id, args.digest
    if not _DIGEST.fullmatch(digest):
        raise HubFault("A digest is 64 letters from 0 to 9 and a to f, as `open` shows it.")
    record = archive.acknowledged(held)
    queue = Queue.at(queue_url(args.data), args.partitions)
    if record is None and not any(entry.digest == digest and entry.is_named(held) for entry in queue.entries()):
        raise HubFault("No entry on the queue has this id and this digest. Take both from the page that `open` shows.")
    return held, digest


def _take_off(args: argparse.Namespace, archive: Archive, record: Acknowledged) -> int:
    from hub.queue import Queue

    try:
        queue = Queue.at(queue_url(args.data), args.partitions)
        gone = queue.remove(record.digest) + _with_it(queue, archive, record.id)
        queue.tell(entry for entry in queue.entries() if not archive.is_done(entry))
    except HubFault as fault:
        print(f"It is still on the queue. {fault}", file=sys.stderr)
        more = ["--will-contact"] if args.will_contact else []
        words = ["frontdoor", "hub", "acknowledge", record.id, "--by", record.by, "--digest", record.digest, *more]
        print(f"On the front door's machine, run: {shlex.join(words)}", file=sys.stderr)
        return 1
    print("Taken off the queue." if gone else "It was no longer on the queue.")
    return 0


def _with_it(queue: Queue, archive: Archive, held: str) -> int:
    """Take off the referral that this follow-up takes back, when nobody had looked at it. Their number."""
    referral = referral_of(held)
    if not (referral and (archive.hides_id(referral) or queue.fate_of(referral).hidden)):
        return 0
    return sum(queue.remove(entry.digest) for entry in list(queue.entries()) if entry.id == referral)
