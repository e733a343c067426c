"""`frontdoor hub outcomes`: what the door says came of what was written.

Rule: it is kept here before it is taken off, and believed only with the door's signature.
What is known of an order on this side is who gave it and for which referral, never a word of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from hub.archive import Archive
from hub.durable import alone, own_folder, write_new
from hub.fault import HubFault
from hub.home import Home, named_home, queue_url
from hub.plain import hour
from reception import envelope
from reception.faults import SealFault
from reception.outcome import Outcome
from reception.publickeys import PublicKeys, read_all

_LOOK = frozenset({"refused", "maybe sent", "frozen", "expired"})
_SAYS = {
    "sent": "sent",
    "held": "waiting for a time that their plan allows",
    "refused": "NOT SENT: a rule stands against it",
    "expired": "NOT SENT: its time ran out before their plan allowed it",
    "maybe sent": "IT MAY HAVE BEEN SENT: the provider did not answer. Do not send it again",
    "noted": "done: the changed plan holds, or the way is open again",
    "frozen": "FROZEN: what came back says that this way may be in other hands. Do not use it. Tell your lead",
}


@dataclass(frozen=True, slots=True)
class Given:
    """An order that was given: for which referral, by which way, by whom, when."""

    id: str
    referral: str = field(repr=False)
    way: str
    by: str
    at: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `outcomes` takes."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="a front door's data folder, for its queue and keys")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="the folder that `open` or `read` keeps entries in")
    parser.add_argument("--doors", type=Path, metavar="FILE", help="public lines of the doors that are trusted")


def run(args: argparse.Namespace) -> int:
    """Show what is new. 0 when all went as it was meant, 1 when somebody must look at something."""
    from hub.queue import Queue

    home = named_home(args.data)
    folder = args.archive or (home.archive if home else None)
    if folder is None:
        raise HubFault("Name the archive with --archive, or the data folder with --data.")
    archive, doors = Archive.at(folder), _doors(args.doors or (home.doors if home else Home(folder.parent).doors))
    queue, good = Queue.at(queue_url(args.data)), True
    for at, text in queue.outcomes():
        good &= _show(archive, doors, text)
        queue.heard(at)
    return 0 if good else 1


def note(archive: Archive, given: Given) -> None:
    """Note an order before it is given, so that what comes back can be told apart. Raises HubFault."""
    _keep(archive, f"{given.id}.given.json", asdict(given))


def _show(archive: Archive, doors: Mapping[str, PublicKeys], text: str) -> bool:
    try:
        said = Outcome.from_text(text, doors)
    except SealFault as fault:
        _keep(archive, f"odd-{envelope.digest(text)[:24]}.json", {"odd": text})
        print(f"ODD: {fault.says} It is kept in {archive.folder}/orders.", file=sys.stderr)
        return False
    safe = said.id if envelope.is_id(said.id) else f"odd-{envelope.digest(said.id)[:24]}"
    _keep(archive, f"{safe}.{said.what.replace(' ', '-')}.json", asdict(said))
    rule = f" ({said.rule})" if said.rule else ""
    print(f"{said.id}  {hour(said.time)}: {_SAYS[said.what]}{rule}. {_whose(archive, safe)}")
    return said.what not in _LOOK


def _whose(archive: Archive, order_id: str) -> str:
    try:
        given = Given(**json.loads((archive.folder / "orders" / f"{order_id}.given.json").read_text()))
    except (OSError, ValueError, TypeError):
        return "It was not given from here."
    at = f"{datetime.fromtimestamp(given.at, UTC):%d %b, %H:%M} UTC"
    return f"Referral {given.referral}, by {given.way}, given by {given.by} at {at}."


def _keep(archive: Archive, name: str, bare: Mapping[str, object]) -> None:
    folder = archive.folder / "orders"
    own_folder(folder)
    with alone(folder):
        try:
            write_new(folder / name, (json.dumps(bare) + "\n").encode())
        except OSError as fault:
            raise HubFault(f"The archive cannot be written: {fault.strerror}. Nothing was done.") from None


def _doors(path: Path) -> dict[str, PublicKeys]:
    try:
        return {door.sigkid: door for door in read_all("door", path.read_text())}
    except (OSError, UnicodeDecodeError):
        raise HubFault(f"{path} cannot be read. Trust the door with `frontdoor hub keys --trust LINE`.") from None
