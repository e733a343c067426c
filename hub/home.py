"""Where the hub keeps its things, and how it finds the queue.

Rule: what is named on the command line wins, then the settings, then the usual
places under the data folder. Nothing is guessed beyond those.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.durable import alone, own_folder, write_new, write_over
from hub.fault import HubFault
from reception.faults import SealFault
from reception.publickeys import PublicKeys, read_all
from reception.unseal import HubPrivate, Opener

_OTHERS = 0o077
_KEY, _PUBLIC, _DOORS = "hub.key", "hub.pub", "doors.pub"


@dataclass(frozen=True, slots=True)
class Home:
    """The hub's own folder, DATA/hub: hub.key, hub.pub, doors.pub and archive/."""

    folder: Path

    @property
    def archive(self) -> Path:
        """The usual folder of the archive."""
        return self.folder / "archive"

    @property
    def public(self) -> Path:
        """The line that doors are given."""
        return self.folder / _PUBLIC

    @property
    def doors(self) -> Path:
        """The lines of the doors that are trusted, one each."""
        return self.folder / _DOORS

    @property
    def keys(self) -> tuple[Path, ...]:
        """The private key files, newest name last; older ones still open what was sealed to them."""
        return tuple(sorted(self.folder.glob("*.key")))

    def make_key(self, key: HubPrivate) -> Path:
        """Write a private key, 0600, and its public line beside it. An older key stays, under its date."""
        own_folder(self.folder)
        with alone(self.folder):
            path = self.folder / _KEY
            if path.exists():
                older = read_key(path)
                path.rename(self.folder / f"hub-{older.created_on}-{older.public().kid}.key")
            write_new(path, key.to_text().encode())
            write_over(self.public, (key.public().to_text() + "\n").encode())
        return path

    def trust(self, line: str) -> PublicKeys:
        """Trust the door with this public line from now on. Raises SealFault when it is none."""
        door = PublicKeys.from_text("door", line)
        own_folder(self.folder)
        with alone(self.folder):
            known = read_all("door", self.doors.read_text()) if self.doors.exists() else ()
            if door.sigkid not in {one.sigkid for one in known}:
                text = "\n".join(one.to_text() for one in (*known, door)) + "\n"
                write_over(self.doors, text.encode())
        return door


def read_key(path: Path) -> HubPrivate:
    """The private key in `path`. Raises HubFault when it is missing or others may read it, SealFault when broken."""
    try:
        if path.stat().st_mode & _OTHERS:
            raise HubFault(f"{path} can be read by others. Run: chmod 600 {path}")
        return HubPrivate.from_text(path.read_text())
    except (OSError, UnicodeDecodeError):
        raise HubFault(f"{path} cannot be read. Name the hub's private key with --key.") from None


def opener(keys: Sequence[Path], doors: Path) -> Opener:
    """An opener from these files. Raises HubFault or SealFault with what to do."""
    if not keys:
        raise HubFault("There is no hub key here. Make one with `frontdoor hub keys`, or name it with --key.")
    try:
        trusted = read_all("door", doors.read_text())
    except (OSError, UnicodeDecodeError):
        raise HubFault(f"{doors} cannot be read. {_TRUST}") from None
    except SealFault as fault:
        raise HubFault(f"{doors}: {fault.says}") from None
    return Opener.of([read_key(path) for path in keys], trusted)


def named_home(data: Path | None) -> Home | None:
    """The hub's folder under the data folder that is named, or set; None when there is neither."""
    said = os.environ.get("FRONTDOOR_DATA", "")
    folder = data or (Path(said) if said else None)
    return Home(folder / "hub") if folder else None


def queue_url(data: Path | None) -> str:
    """The queue's address, with its password. Raises HubFault when nothing says it.

    From the data folder that is named; else from FRONTDOOR_REDIS_URL (or its
    _FILE); else from the data folder that is set.
    """
    said = os.environ.get("FRONTDOOR_DATA", "")
    file = os.environ.get("FRONTDOOR_REDIS_URL_FILE", "")
    url = (
        (_running(data) if data else "")
        or os.environ.get("FRONTDOOR_REDIS_URL", "")
        or (_text(Path(file)) if file else "")
        or (_running(Path(said)) if said else "")
    )
    if not url:
        where = f" in {data}" if data else ""
        raise HubFault(f"No running queue is found{where}. Start the front door, or set FRONTDOOR_REDIS_URL.")
    return url


def _running(data: Path) -> str:
    """The address that an embedded store has left in its folder while it runs."""
    for place in (data / "hub.url", data / "store" / "hub.url", data / "valkey" / "hub.url"):
        if place.is_file():
            return place.read_text().strip()
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        raise HubFault(f"{path} cannot be read. Mend FRONTDOOR_REDIS_URL_FILE.") from None


_TRUST = "Run `frontdoor hub keys --trust LINE` with the door's public line, or name the file with --doors."
