"""One referral as one page for whoever is about to help: what stands on it, and in which order.

Rule: how to contact them safely stands first. What was sent is said in plain
words; what this page has no words for is shown by its own name, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub import sheet_family, sheet_plan, sheet_told
from hub.plain import spoken
from hub.sheet import Asked, Bare, Fact, Kept, Section, Sheet, left_over, plainly

_ELSEWHERE = frozenset(
    {"id", "schema_version", "created_at", "door", "entry", "journey", "language", "library", "writer", "status"}
    | {"contact_plans", "urgency", "people", "children", "relationships", "harm_assertions", "narrative"}
    | {"wants", "needs", "consents", "markers", "questions", "referrer", "owner", "retention", "acknowledgements"}
)


def sheet(referral: Bare, kept: Kept, asked: Asked) -> Sheet:
    """The page of this referral."""
    called = sheet_family.called(referral)
    rest = (
        sheet_told.urgency(referral, asked),
        sheet_family.family(referral, called),
        sheet_family.harm(referral, called),
        sheet_told.words(referral, asked),
        sheet_told.wishes(referral, called),
        sheet_told.unknown(referral, asked),
        sheet_told.told_by(referral, kept),
        Section("Also sent", tuple(_also(referral))),
        sheet_told.when_looked(referral, kept),
    )
    plans = tuple(sheet_plan.sections(referral, called, kept.today))
    return Sheet(f"Referral {kept.held}", plans, tuple(section for section in rest if section.lines))


def _also(referral: Bare) -> Iterator[Fact]:
    return (Fact(spoken(name).capitalize(), plainly(value)) for name, value in left_over(referral, _ELSEWHERE))
