"""The hub's own keeping of what it has fetched: sealed still, one file an id.

Rule: a referral is on this disk before anyone is shown it, and nothing here is
ever written over or removed. Only from here comes the digest that takes an
entry off the queue.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from hub.durable import alone, own_folder, write_new
from hub.entry import Entry, odd_id
from hub.fault import HubFault
from reception import envelope
from reception.followup import referral_of

_LEAST_PREFIX = 6


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A named person has looked: who, when (UTC, to the second), and at which bytes."""

    id: str
    digest: str
    by: str
    at: str

    def to_text(self) -> str:
        """As it stands in the archive."""
        return json.dumps({"id": self.id, "digest": self.digest, "by": self.by, "at": self.at}) + "\n"


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder, 0700: ID.sealed.json as it came, ID.acknowledged.json once a person has looked.

    ID.withdrawn.json stands beside a referral that its writer took back before anyone had.
    """

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Self:
        """The archive in `folder`, which is made when it is missing. Raises HubFault."""
        own_folder(folder)
        return cls(folder)

    def keep(self, entry: Entry) -> str:
        """Keep the entry and give the id it is kept under. Doing so again changes nothing.

        A different entry under an id that is taken is kept as an odd one, beside it.
        """
        held = entry.id
        with alone(self.folder):
            try:
                if write_new(self._sealed(held), entry.text.encode(errors="surrogatepass")):
                    return held
                if self.digest(held) == entry.digest:
                    return held
                odd = odd_id(entry.digest)
                write_new(self._sealed(odd), entry.text.encode(errors="surrogatepass"))
            except OSError as fault:
                raise HubFault(f"The archive cannot be written: {fault.strerror}. Nothing was shown.") from None
            return odd

    def digest(self, held: str) -> str:
        """The digest of what is kept under this id. Raises HubFault when there is nothing."""
        return self.entry(held).digest

    def entry(self, held: str) -> Entry:
        """What is kept under this id. Raises HubFault when there is nothing."""
        try:
            return Entry(0, "", self._sealed(held).read_bytes().decode(errors="surrogatepass"))
        except (OSError, UnicodeDecodeError):
            raise HubFault(f"{held} is not in the archive, or is damaged there. Look in {self.folder}.") from None

    def held(self, held: str, digest: str) -> str | None:
        """The id that exactly these bytes are kept under: this one, or beside it as an odd entry; None if not."""
        for one in (held, odd_id(digest)):
            if self._sealed(one).exists() and self.digest(one) == digest:
                return one
        return None

    def is_done(self, entry: Entry) -> bool:
        """Whether a named person has acknowledged exactly these bytes."""
        held = self.held(entry.id, entry.digest)
        record = self.acknowledged(held) if held else None
        return record is not None and record.digest == entry.digest

    def find(self, start: str) -> str:
        """The whole id that begins with `start` (6 letters or more). Raises HubFault unless there is just one."""
        if envelope.is_id(start) and self._sealed(start).exists():
            return start
        ids = [name for name in self.ids() if len(start) >= _LEAST_PREFIX and name.startswith(start)]
        # Half a referral's id is half of every follow-up's of it too: the referral is meant.
        ids = [name for name in ids if referral_of(name) not in ids]
        if len(ids) != 1:
            what = "More than one entry" if ids else "No entry"
            raise HubFault(f"{what} in the archive has an id that begins so. Give the whole id from `hub read`.")
        return ids[0]

    def ids(self) -> list[str]:
        """The ids of all that is kept, in no order that means anything."""
        return sorted(path.name.removesuffix(".sealed.json") for path in self.folder.glob("[!.]*.sealed.json"))

    def acknowledge(self, held: str, digest: str, by: str, now: datetime) -> Acknowledged:
        """Record that `by` has looked, and give the record. Whoever was first stays."""
        made = Acknowledged(held, digest, by, now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        with alone(self.folder):
            try:
                write_new(self._acknowledged(held), made.to_text().encode())
            except OSError as fault:
                raise HubFault(f"The archive cannot be written: {fault.strerror}. Nothing was recorded.") from None
        return self.acknowledged(held) or made

    def acknowledged(self, held: str) -> Acknowledged | None:
        """Who has looked, if anyone has. Raises HubFault when the record is damaged."""
        try:
            return Acknowledged(**json.loads(self._acknowledged(held).read_text()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError):
            raise HubFault(f"{self._acknowledged(held)} is damaged. Look at it, then move it away.") from None

    def withdraw(self, referral: str, entry: str) -> None:
        """Record that the follow-up `entry` takes this referral back, and that nobody had looked. Raises HubFault."""
        with alone(self.folder):
            try:
                write_new(self._withdrawn(referral), (json.dumps({"id": referral, "entry": entry}) + "\n").encode())
            except OSError as fault:
                raise HubFault(f"The archive cannot be written: {fault.strerror}. Nothing was shown.") from None

    def withdrawn(self, held: str) -> bool:
        """Whether it was taken back before anyone had looked."""
        return self._withdrawn(held).exists()

    def hides(self, entry: Entry) -> bool:
        """Whether nobody is to be shown it any more: it was taken back, and nobody here had looked."""
        return self.hides_id(entry.id)

    def hides_id(self, held: str) -> bool:
        """The same, of what is kept under this id."""
        return self.withdrawn(held) and self.acknowledged(held) is None

    def _withdrawn(self, held: str) -> Path:
        return self.folder / f"{_safe(held)}.withdrawn.json"

    def _sealed(self, held: str) -> Path:
        return self.folder / f"{_safe(held)}.sealed.json"

    def _acknowledged(self, held: str) -> Path:
        return self.folder / f"{_safe(held)}.acknowledged.json"


def _safe(held: str) -> str:
    # An id becomes a file's name, so it may hold nothing that leads out of the folder.
    if not envelope.is_id(held):
        raise HubFault("That is not a referral's id.")
    return held
