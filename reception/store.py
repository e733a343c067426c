"""Where conversations and sealed referrals are written: one turn, two round trips.

Rule: a turn is written whole or not at all, and only onto what was read. Nothing
here can read a word of it; what comes in is closed already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

from reception import names
from reception.lines import Lines, StoreRefused, StoreSilent
from reception.names import Place
from reception.vault import HEADER

ONCE_S = 48 * 3600
"""How long the store remembers that a referral was put on the queue; longer than any conversation."""

_SCRIPT = Path(__file__).with_name("turn.lua")


class Outcome(Enum):
    """What came of a write."""

    DONE = auto()
    CONFLICT = auto()  # someone else wrote first: nothing was written, read again
    FULL = auto()  # no memory for a new conversation: nothing was written
    REFUSED = auto()  # the store said no, or was not reached: nothing was written
    UNKNOWN = auto()  # it was sent and no answer came


@dataclass(frozen=True, slots=True)
class Found:
    """What stood at a place, as closed bytes."""

    talk: bytes | None = field(default=None, repr=False)
    gone: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A referral that only a hub can open, and its id."""

    id: str
    event: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Write:
    """What a turn leaves behind: a conversation, or the mark that one ended, for `seconds`."""

    seconds: int
    talk: bytes = field(default=b"", repr=False)
    gone: bytes = field(default=b"", repr=False)
    referral: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The script's text, and the digest by which the store knows it."""

    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> Script:
        """The script of `text`."""
        return cls(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


async def run(lines: Lines, script: Script, keys: Sequence[str], words: Sequence[bytes | str | int]) -> Any:
    """What the script gives. Raises StoreRefused or StoreSilent."""
    arguments = (len(keys), *keys, *words)
    try:
        return await lines.ask("EVALSHA", script.digest, *arguments)
    except StoreRefused as fault:
        if fault.reason != "no script":
            raise
    # A server that has just started does not know the script: it did nothing, and learns it now.
    return await lines.ask("EVAL", script.text, *arguments)


class Store:
    """The store, as a door's user of it may use it."""

    def __init__(self, lines: Lines) -> None:
        """Take the connections and read the script."""
        self._lines = lines
        text = _SCRIPT.read_text()
        self._finish = Script.of(text)
        self._open = Script.of(text.replace("#!lua flags=allow-oom", "#!lua", 1))

    @property
    def lines(self) -> Lines:
        """The connections it writes on."""
        return self._lines

    async def find(self, place: Place) -> Found:
        """What stands there. Raises StoreRefused or StoreSilent."""
        return Found(*await self._lines.ask("MGET", place.talk, place.gone))

    async def write(self, place: Place, found: Found, write: Write) -> Outcome:
        """Write over what was found there, if it still stands. Raises nothing of the store's."""
        keys, words = _arguments(place, found, write)
        opening = not (found.talk or write.referral or write.gone)
        try:
            done = await run(self._lines, self._open if opening else self._finish, keys, words)
        except StoreRefused as fault:
            return Outcome.FULL if fault.reason == "full" else Outcome.REFUSED
        except StoreSilent as fault:
            return Outcome.UNKNOWN if fault.heard else Outcome.REFUSED
        return Outcome.DONE if done else Outcome.CONFLICT

    async def seen(self, partition: int) -> bytes | None:
        """What the hub wrote when it last looked. Raises StoreRefused or StoreSilent."""
        said: bytes | None = await self._lines.ask("GET", names.seen(partition))
        return said

    async def close(self) -> None:
        """Close the connections."""
        await self._lines.close()


def _arguments(place: Place, found: Found, write: Write) -> tuple[list[str], list[bytes | str | int]]:
    keys = [place.talk, place.gone]
    words: list[bytes | str | int] = [_header(found.talk), _header(found.gone), write.talk, write.gone, write.seconds]
    if write.referral:
        keys += [names.once(place.partition, write.referral.id), names.referrals(place.partition)]
        words += [write.referral.event, ONCE_S]
    return keys, words


def _header(blob: bytes | None) -> bytes:
    return blob[:HEADER] if blob else b""
