"""`frontdoor hub open`: opens what `fetch` printed, on any machine that has the key.

Rule: it needs `cryptography` and the standard library, and no network.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from hub.archive import Archive
from hub.entry import Entry
from hub.fault import HubFault
from hub.home import Home, named_home, opener
from hub.opened import Opened, open_entry
from hub.page import page
from reception.unseal import Opener


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `open` takes, and `read` with it."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="a front door's data folder, for its queue and keys")
    parser.add_argument("--key", type=Path, action="append", metavar="FILE", help="a private hub key; may be repeated")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="folder where entries are kept, still sealed")
    parser.add_argument("--doors", type=Path, metavar="FILE", help="public lines of the doors that are trusted")
    parser.add_argument("--json", action="store_true", help="one opened referral a line, for programs")


def run(args: argparse.Namespace) -> int:
    """Open each line of standard input. 0 when all opened, 1 when some did not."""
    opens, archive = tools(args)
    good, shown = True, set()
    for entry in _entries(sys.stdin):
        if entry is None:
            good = False
        elif entry.digest not in shown:
            good &= show(open_entry(entry, opens, archive), archive, as_json=args.json)
            shown.add(entry.digest)
    return 0 if good else 1


def tools(args: argparse.Namespace) -> tuple[Opener, Archive]:
    """The opener and the archive that the arguments name. Raises HubFault or SealFault."""
    home = named_home(args.data)
    keys = tuple(args.key or (home.keys if home else ()))
    doors = args.doors or (home.doors if home and not args.key else _beside(keys))
    folder = args.archive or (home.archive if home else None)
    if folder is None:
        raise HubFault("Nothing is shown before it is kept. Name a folder with --archive, or --data.")
    opens = opener(keys, doors)
    return opens, Archive.at(folder)


def show(opened: Opened, archive: Archive, *, as_json: bool) -> bool:
    """Print a referral, or say on standard error what is wrong with the entry. True for a referral."""
    if opened.referral is None:
        says = opened.fault.says if opened.fault else ""
        print(f"ODD ENTRY {opened.held} ({opened.entry.at}): {says}", file=sys.stderr)
        print(f"  It is kept in {archive.folder}, and stays on the queue.", file=sys.stderr)
        return False
    if as_json:
        text = opened.to_line() + "\n"
    else:
        text = page(opened.referral, opened.held, opened.entry.digest, opened.entry.sealed().time)
    print(text, end="", flush=True)
    return True


def _entries(lines: IO[str]) -> Iterator[Entry | None]:
    for line in lines:
        if not line.strip():
            continue
        try:
            yield Entry.from_line(line)
        except HubFault as fault:
            print(fault, file=sys.stderr)
            yield None


def _beside(keys: tuple[Path, ...]) -> Path:
    return Home(keys[0].parent if keys else Path()).doors
