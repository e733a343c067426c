"""One entry of the queue, as the hub meets it: a referral it hopes, whatever it may be.

Rule: an entry that is no referral is still an entry. It has a digest, it can be
kept and acknowledged, and it stops nobody from reading the next one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from hub.fault import HubFault
from reception import envelope
from reception.envelope import Sealed
from reception.faults import SealFault

FIELD = b"event"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where it stands (`at`, the stream's id) and its text. `partition` says in which stream."""

    partition: int
    at: str
    text: str = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hex: the same on the queue and in the archive."""
        return envelope.digest(self.text)

    def sealed(self) -> Sealed:
        """The sealed referral that it is. Raises SealFault when it is none."""
        return Sealed.from_text(self.text)

    @property
    def id(self) -> str:
        """The referral's id; for an entry that is no referral, 'odd-' and the start of its digest."""
        try:
            return self.sealed().id
        except SealFault:
            return odd_id(self.digest)

    def is_named(self, held: str) -> bool:
        """Whether an archive may keep it under this id."""
        return held in {self.id, odd_id(self.digest)}

    def sent_at(self) -> int | None:
        """The hour it was sent, in unix seconds; None when it does not say."""
        try:
            return envelope.unix(self.sealed().time)
        except (SealFault, ValueError):
            return None

    @classmethod
    def of(cls, partition: int, at: bytes, fields: Mapping[bytes, bytes]) -> Self:
        """The entry in these fields. What is not one `event` of UTF-8 text is put in letters, and never lost."""
        try:
            text = fields[FIELD].decode() if fields.keys() == {FIELD} else _letters(fields)
        except UnicodeDecodeError:
            text = _letters(fields)
        return cls(partition, at.decode("ascii", "backslashreplace"), text)

    def to_line(self) -> str:
        """The entry as one line of JSON, for `fetch`."""
        return json.dumps({"partition": self.partition, "entry": self.at, "event": self.text})

    @classmethod
    def from_line(cls, line: str) -> Self:
        """The entry that `to_line` wrote. Raises HubFault."""
        try:
            bare = json.loads(line)
            partition, at, text = bare["partition"], bare["entry"], bare["event"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise HubFault(_NO_LINE) from None
        if type(partition) is not int or not isinstance(at, str) or not isinstance(text, str):
            raise HubFault(_NO_LINE)
        return cls(partition, at, text)


def odd_id(digest: str) -> str:
    """The id that a thing which is no referral is kept under."""
    return f"odd-{digest[:24]}"


def _letters(fields: Mapping[bytes, bytes]) -> str:
    spelled = sorted((name.decode("latin-1"), value.decode("latin-1")) for name, value in fields.items())
    return json.dumps({"foreign": spelled})


_NO_LINE = "A line on standard input is not from `frontdoor hub fetch`. It was passed over."
