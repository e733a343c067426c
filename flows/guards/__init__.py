"""The rules in the order in which they are judged, each a small function that says what stands against a contact.

Rule: what only waits for a better time comes last, so that nothing is held that would
be refused after all. docs/safe-contact.md tells the rules by number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from flows.guards import of_plan, of_sending, of_time, of_words
from flows.meant import Meant
from flows.outward import Rule


class Guard(NamedTuple):
    """One judgement: the rule it stands under, and whether it may go well another time."""

    rule: Rule
    judge: Callable[[Meant], str]
    hold: bool = False


GUARDS: Final = (
    Guard("G24", of_time.not_known, hold=True),
    Guard("G13", of_plan.frozen),
    Guard("G5", of_plan.shared_number),
    Guard("G3", of_plan.never),
    Guard("G1", of_plan.agreed),
    Guard("G19", of_plan.changed),
    Guard("G17", of_plan.own_plan),
    Guard("G18", of_plan.for_the_person),
    Guard("G4", of_plan.own_address),
    Guard("G20", of_sending.one_at_a_time),
    Guard("G11", of_sending.wanted),
    Guard("G10", of_sending.attempts),
    Guard("G24", of_sending.by_hand, hold=True),
    Guard("G15", of_sending.call),
    Guard("G9", of_sending.voicemail),
    Guard("G16", of_sending.mail),
    Guard("G14", of_words.same_for_all),
    Guard("G6", of_words.level),
    Guard("G12", of_words.safe_lately),
    Guard("G23", of_words.due_again),
    Guard("G24", of_words.unread, hold=True),
    Guard("G7", of_words.telling),
    Guard("G8", of_words.repeats),
    Guard("G21", of_sending.provider),
    Guard("G22", of_time.quiet, hold=True),
    Guard("G2", of_time.outside, hold=True),
    Guard("G24", of_time.day_not_known, hold=True),
)
