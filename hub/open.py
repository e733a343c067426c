"""`frontdoor hub open`: opens what `fetch` printed, or one that is kept, on any machine that has the key.

Rule: it needs `cryptography` and the standard library, and no network.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from hub import followed
from hub.archive import Archive
from hub.entry import Entry
from hub.fault import HubFault
from hub.home import Home, named_home, opener
from hub.opened import Opened, open_entry
from hub.page import page
from hub.private import hand_out
from reception.unseal import Opener

Form = Literal["page", "json", "fhir"]
_EXAMPLES = """examples:
  frontdoor hub open 3f6c1c1e --print --data /srv/hub
  (umask 077; frontdoor hub open 3f6c1c1e --html --data /srv/hub > page.html)
  ssh door frontdoor hub fetch | frontdoor hub open --key hub.key --archive kept
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `open` takes."""
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "id", nargs="?", metavar="ID", help="one that is kept: its id, or 6 letters of it and more; else standard input"
    )
    add_shared(parser)
    parser.add_argument("--print", action="store_true", help="one page for a worker, how to contact them safely first")
    parser.add_argument("--html", action="store_true", help="the same page as one HTML file, for a sheet of A4")


def add_shared(parser: argparse.ArgumentParser) -> None:
    """What `open` takes, and `read` with it."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="a front door's data folder, for its queue and keys")
    parser.add_argument("--key", type=Path, action="append", metavar="FILE", help="a private hub key; may be repeated")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="folder where entries are kept, still sealed")
    parser.add_argument("--doors", type=Path, metavar="FILE", help="public lines of the doors that are trusted")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one opened referral a line, for programs")
    shown.add_argument("--fhir", action="store_true", help="one FHIR R4 Bundle a line, for systems that read FHIR")


def run(args: argparse.Namespace) -> int:
    """Open each line of standard input, or the one that is named. 0 when all opened, 1 when some did not."""
    if (args.print or args.html) and (args.json or args.fhir):
        raise HubFault("A page is for a person, --json and --fhir are for programs. Ask for one of them.")
    if args.id is not None:
        return _one(args)
    if args.print or args.html:
        raise HubFault("Say which one to print: frontdoor hub open ID --print. `frontdoor hub waiting` lists the ids.")
    opens, archive = tools(args)
    entries = list(_entries(sys.stdin))
    fresh = {entry.digest: entry for entry in reversed(entries) if entry}
    good = all(show_all(reversed(fresh.values()), opens, archive, form_of(args)))
    return 0 if good and None not in entries else 1


def show_all(entries: Iterable[Entry], opens: Opener, archive: Archive, form: Form) -> list[bool]:
    """Keep and open each, then print them in their order, without what was taken back. Whether each opened."""
    # All are opened before any is shown: what takes a referral back stands after it.
    opened = [open_entry(entry, opens, archive) for entry in entries]
    return [show(one, archive, form) for one in opened if not archive.hides(one.entry)]


def _one(args: argparse.Namespace) -> int:
    opens, archive = tools(args)
    opened = open_entry(archive.entry(archive.find(args.id)), opens, archive)
    if archive.hides(opened.entry):
        raise HubFault("It was taken back before anyone had looked. Do not contact them because of it.")
    if opened.follows and (args.print or args.html):
        raise HubFault("That adds to a referral, and has no sheet. Leave --print and --html out to read it.")
    if opened.referral is None or not (args.print or args.html):
        return 0 if show(opened, archive, form_of(args)) else 1
    hand_out(_printed(opened, as_html=args.html))
    return 0


def _printed(opened: Opened, *, as_html: bool) -> str:
    from hub import sheet_html, sheet_text
    from hub.asked import asked_in
    from hub.printed import sheet
    from hub.sheet import Kept

    referral = opened.referral or {}
    kept = Kept(opened.held, opened.entry.digest, opened.entry.sealed().time, datetime.now(UTC).date())
    made = sheet(referral, kept, asked_in(referral))
    return sheet_html.as_html(made) if as_html else sheet_text.as_text(made)


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


def form_of(args: argparse.Namespace) -> Form:
    """How the arguments want a referral to be shown."""
    return "json" if args.json else "fhir" if args.fhir else "page"


def show(opened: Opened, archive: Archive, form: Form) -> bool:
    """Print a referral, or say on standard error what is wrong with the entry. True for a referral."""
    if opened.referral is None:
        says = opened.fault.says if opened.fault else ""
        print(f"ODD ENTRY {opened.held} ({opened.entry.at}): {says}", file=sys.stderr)
        print(f"  It is kept in {archive.folder}, and stays on the queue.", file=sys.stderr)
        return False
    if form == "json":
        text = opened.to_line() + "\n"
    elif form == "fhir" and opened.follows:
        print(f"NOT IN FHIR: {opened.held} follows {opened.follows}. Read it as a page, or as --json.", file=sys.stderr)
        return False
    elif form == "fhir":
        text = _bundle(opened.referral) + "\n"
    elif opened.follows:
        text = followed.page(opened.referral, opened.held, opened.entry.digest, archive)
    else:
        text = page(opened.referral, opened.held, opened.entry.digest, opened.entry.sealed().time)
    print(text, end="", flush=True)
    return True


def _bundle(referral: Mapping[str, Any]) -> str:
    from hub.fhir import bundle

    return json.dumps(bundle(referral), separators=(",", ":"), ensure_ascii=False)


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
