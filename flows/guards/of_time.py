"""When a contact is made: in their own times, and never by a clock or a past that is in doubt.

Rule: what does not fit now is held and not sent late; what cannot be known is for a person.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flows.meant import Meant
from flows.open_windows import is_open
from flows.outward import ARRIVES

_MINUTE: Final = timedelta(minutes=1)
LONGEST: Final = 600
"""No message is longer: past it nobody can be sure what it tells."""


def not_known(it: Meant) -> str:
    """G24: what cannot be judged is not done."""
    if not it.way.ref or not it.wording.id:
        return "It is not known what went before this, so a person must look."
    if it.now.at.utcoffset() is None:
        return "The time has no time zone, so nobody can tell if it is safe."
    if len(it.text) > LONGEST:
        return "It is too long to be sure of what it tells."
    if it.wording.template and it.wording.cover_line:
        return "It names two wordings, and only one can be said."
    return "The clock stands before what has already happened." if _clock_jumped(it) else ""


def _clock_jumped(it: Meant) -> bool:
    past = [attempt.at for attempt in it.history.attempts]
    past += [at for at in (it.said.confirmed_at, it.history.safe_at) if at]
    past += [it.history.verified.at] if it.history.verified else []
    return any(it.since(at) < 0 for at in past)


def quiet(it: Meant) -> str:
    """G22: the hub can pause all contact."""
    return "The hub has paused all contact." if it.now.paused or it.local.date() in it.rules.quiet else ""


def outside(it: Meant) -> str:
    """G2: their own times, to the minute, with room for a message that is slow."""
    return "It is not one of the times they gave." if _open(it) is False else ""


def day_not_known(it: Meant) -> str:
    """G24: a day of which nobody has said whether it is like other days."""
    return "The hub's list of days does not say if this is one of theirs." if _open(it) is None else ""


def _open(it: Meant) -> bool | None:
    if it.waits:
        return True
    minutes = (it.now.at + _MINUTE * late for late in range(ARRIVES // _MINUTE + 1))
    found = {is_open(it.route.windows, at, it.rules) for at in minutes}
    return False if False in found else None if None in found else True
