"""What every command takes that acts on one referral.

Rule: it needs nothing but the standard library, so that a line of help costs nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which referral, whose plan in it, and where the keys and the archive are."""
    parser.add_argument("referral", metavar="REFERRAL", help="its id in the archive, or the first 6 letters and more")
    parser.add_argument("--person", default="me", help="whose plan: 'me' is the writer, 'person' who was referred")
    parser.add_argument("--data", type=Path, metavar="DIR", help="a front door's data folder, for its queue and keys")
    parser.add_argument("--key", type=Path, action="append", metavar="FILE", help="a private hub key; may be repeated")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="the folder that `open` or `read` kept it in")
    parser.add_argument("--doors", type=Path, metavar="FILE", help="public lines of the doors that are trusted")
