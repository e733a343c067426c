"""`frontdoor hub keys`: makes the hub's keys, shows the public line, and trusts a door.

Rule: the private key is never printed. Making a new one keeps the old, which
still opens what was sealed to it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from hub.fault import HubFault
from hub.home import Home, named_home, read_key
from reception.unseal import HubPrivate

_DAYS = 365


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `keys` takes."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder; the keys live in its folder 'hub'")
    parser.add_argument("--new", action="store_true", help="make a new key although there is one")
    parser.add_argument("--days", type=int, default=_DAYS, help="for how many days a new key holds (%(default)s)")
    parser.add_argument("--trust", metavar="LINE", help="trust the door with this public line")


def run(args: argparse.Namespace) -> int:
    """Print the hub's public line, making the keys first when there are none."""
    home = named_home(args.data)
    if home is None:
        raise HubFault("Name the folder to keep the keys under: --data DIR.")
    if args.trust:
        door = home.trust(args.trust)
        print(f"Trusted: door {door.sigkid}, key of {door.not_before}.")
        return 0
    path = home.folder / "hub.key"
    if args.new or not path.exists():
        _make(home, args.days)
    public = read_key(path).public()
    print(f"Key {public.kid}: {path}, holds until {public.not_after}.", file=sys.stderr)
    print("Give the door this line, as FRONTDOOR_HUB_PUBLIC_KEY:", file=sys.stderr)
    print(public.to_text())
    return 0


def _make(home: Home, days: int) -> None:
    if days < 1:
        raise HubFault("A key holds for one day or more. Give --days a number from 1.")
    path = home.make_key(HubPrivate.new(datetime.now(UTC).date(), days))
    print(f"Made {path}. Without it nothing opens: keep a copy where only the hub can reach it,", file=sys.stderr)
    print("and never on the front door's machine.", file=sys.stderr)
