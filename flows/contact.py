"""The one gate: whether this person may be contacted, this way, in these words, now.

Rule: no, unless their own plan says yes and no rule stands against it. Nothing is
sent unasked without a Permit, and only `permits` makes one.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from datetime import datetime
from typing import Final, final

from flows.guards import GUARDS
from flows.meant import meant
from flows.outward import LASTS, History, Now, Plan, Rule, Way, Wording

__all__ = ["History", "Now", "Permit", "Plan", "Refusal", "Way", "Wording", "permits"]


class _Made:
    """What only this module has: without it there is no Permit."""


_MADE: Final = _Made()


@final
@dataclass(frozen=True, slots=True)
class Permit:
    """The gate's yes, to this very contact. Whatever sends takes one, and asks `holds` as it sends.

    `text` is what may be said, word for word, in `language`. In a call it is how the call begins.
    """

    way: Way
    text: str = field(repr=False)
    subject: str = field(repr=False)
    at: datetime
    version: int
    language: str
    made: InitVar[_Made]

    def __post_init__(self, made: _Made) -> None:
        """Refuse to be made by hand, or copied with something changed. Raises TypeError."""
        if made is not _MADE:
            raise TypeError("only flows.contact.permits makes a Permit")

    def holds(self, at: datetime) -> bool:
        """Whether it still holds at `at`: a message that was late is not sent."""
        return self.at <= at < self.at + LASTS


@dataclass(frozen=True, slots=True)
class Refusal:
    """The gate's no: which rule, and why in plain words. `hold` when another time may do.

    It is for the hub alone: nothing of it is ever said in the thread.
    """

    rule: Rule
    reason: str
    hold: bool = False


def permits(plan: Plan | None, way: Way, wording: Wording, now: Now, history: History) -> Permit | Refusal:
    """A Permit when the plan and every rule allow it, else the first rule that does not. Pure; never raises."""
    try:
        return _judged(plan, way, wording, now, history)
    except Exception:  # noqa: BLE001  # G24 itself: whatever the gate cannot judge is held, and a person looks
        return Refusal("G24", "The gate could not judge this, so a person must look.", hold=True)


def _judged(plan: Plan | None, way: Way, wording: Wording, now: Now, history: History) -> Permit | Refusal:
    if plan is None:
        return Refusal("G1", "There is no plan that says how to reach them.")
    it = meant(plan, way, wording, now, history)
    if it is None:
        return Refusal("G1", "Their plan does not name this way.")
    for guard in GUARDS:
        if reason := guard.judge(it):
            return Refusal(guard.rule, reason, guard.hold)
    return Permit(way, it.text, wording.subject, now.at, plan.version, wording.language, made=_MADE)
