"""When the hub last looked at the queue, and what that lets us promise.

Rule: it says of a time only the hour, and of the queue only how long its oldest
entry has waited. The hub writes it; the door reads it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

from flows.facts import Hub
from flows.hours import working_days, working_hours
from flows.message import Desk

HOUR = 3600
_LONG_AGO_S = 60 * 24 * HOUR


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at the queue. `at` is its hour in unix seconds.

    `oldest_h` is how many hours the oldest entry that nobody had acknowledged
    had waited then; None when there was none.
    """

    at: int
    oldest_h: int | None = None

    @classmethod
    def now(cls, at: float, oldest_at: float | None) -> Self:
        """A look at `at` that found the oldest entry to have come at `oldest_at`."""
        oldest = None if oldest_at is None else max(0, int((at - oldest_at) // HOUR))
        return cls(int(at) // HOUR * HOUR, oldest)

    def to_text(self) -> str:
        """What is written in the store."""
        return json.dumps({"at": self.at, "oldest_h": self.oldest_h})

    @classmethod
    def from_text(cls, text: str | bytes) -> Self | None:
        """What `to_text` wrote; None when it is anything else."""
        try:
            bare = json.loads(text)
            oldest = bare["oldest_h"]
            return cls(int(bare["at"]), None if oldest is None else int(oldest))
        except (ValueError, KeyError, TypeError):
            return None


def desk(hub: Hub, seen: Seen | None, now: int) -> Desk:
    """'absent' when nobody reads the queue, or nobody ever has; 'overdue' when no time may be promised."""
    if seen is None or now - seen.at > _LONG_AGO_S:
        return "absent"
    if working_days(hub, seen.at, now) >= hub.absent_after_working_days:
        return "absent"
    waiting_since = max(seen.at - (seen.oldest_h or 0) * HOUR, now - _LONG_AGO_S)
    return "overdue" if working_hours(hub, waiting_since, now) > hub.promised_working_hours else "open"
