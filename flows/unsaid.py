"""What of a referral no message to one of its people may hold: other people's names, and their own words.

Rule: what is one's own name may be said; everyone else's may not, and nothing is told back.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.record import Person, Referral


def names(referral: Referral, person: str) -> tuple[str, ...]:
    """The names of all others in it."""
    return tuple(dict.fromkeys(filter(None, _names(referral, person))))


def told(referral: Referral) -> tuple[str, ...]:
    """What was written in it, answer by answer."""
    return tuple(filter(None, _told(referral)))


def _names(referral: Referral, person: str) -> Iterator[str | None]:
    for one in referral.people:
        if one.id != person:
            yield one.name_used
        yield one.trusted_adult
    if referral.referrer:
        yield referral.referrer.name
        yield referral.referrer.organisation


def _told(referral: Referral) -> Iterator[str | None]:
    yield from (words.text for words in referral.narrative)
    for one in referral.people:
        yield from _of(one)


def _of(one: Person) -> Iterator[str | None]:
    yield from (one.about, one.area, one.school, *one.access_needs)
