"""What is said: that it can be read, that danger is listened for, that a practitioner has signed it.

Rule: nobody is answered with words that no one at the hub has stood up for, and
never without the emergency words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flows.check import check
from flows.check.translated import about
from flows.finding import LibraryFault
from flows.library import HERE, Library, load, speaking
from flows.sign import stood_for, unsigned
from frontdoor.checks.verdict import Verdict, fail, ok, warn
from frontdoor.settings import Settings

STALE, TOO_OLD = timedelta(days=60), timedelta(days=90)


def library(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the words can be read, and all that is in them holds."""
    try:
        words = load(HERE, settings.library)
    except LibraryFault as fault:
        for finding in fault.findings:
            yield fail("library", f"{finding.file}: {finding.says}", finding.mend)
        return
    stood = [language for language in words.languages if stood_for(settings.library, language)]
    proof = check(speaking(words, stood))
    for finding in (*proof.findings, *words.gaps):
        # What one language lacks keeps that one from being offered, unless the hub offers it already.
        told = warn if (one := about(finding)) and not stood_for(settings.library, one) else fail
        yield told("library", f"{finding.file}, {finding.step}: {finding.says}", finding.mend)
    if not proof.findings:
        yield ok("library", f"{len(words.order)} steps, {proof.states} states walked, nothing wrong.")
    yield from safety(words)
    yield from directory(words, today)
    yield from signed(words, settings)


def safety(words: Library) -> Iterator[Verdict]:
    """Whether danger is listened for, and answered."""
    if words.triggers and all(any(words.emergency_lines(language)) for language in words.languages):
        yield ok("safety words", f"{words.listener.size:,} patterns are listened for.")
    else:
        yield fail("safety words", "No danger words, or nothing to answer them with.", "Put safety.toml back.")


def directory(words: Library, today: date) -> Iterator[Verdict]:
    """Whether somebody has called the numbers lately. A stale one is still shown: it may yet save a life."""
    ages = {entry.id: today - entry.verified_on for entry in words.directory.values()}
    late = sorted(name for name, age in ages.items() if age > STALE)
    do = "Call each, then set its verified_on in directory.toml and sign the words again."
    if any(age > TOO_OLD for age in ages.values()):
        old = ", ".join(name for name in late if ages[name] > TOO_OLD)
        yield fail("telephone numbers", f"Not checked for 90 days: {old}.", do, vital=False)
    elif any(age < timedelta(0) for age in ages.values()):
        yield fail("telephone numbers", "One was checked on a day that is yet to come.", do, vital=False)
    elif late:
        yield warn("telephone numbers", f"Not checked for 60 days: {', '.join(late)}.", do)
    else:
        yield ok("telephone numbers", f"All {len(ages)} were checked within 60 days.")


def signed(words: Library, settings: Settings) -> Iterator[Verdict]:
    """Whether somebody at the hub stands up for every word, in each language. English must be signed to open at all."""
    for language in words.languages:
        left = unsigned(words, language, settings.library)
        do = f"Read them, then: frontdoor flows sign --language {language} --by NAME --role ROLE"
        told = f"{len(left)} unsigned, the first: {left[0]}" if left else ""
        if not left:
            yield ok(f"words, {language}", "All are signed.")
        elif language == "en":
            yield fail(f"words, {language}", told, do)
        else:
            yield warn(f"words, {language}", f"Not offered. {told}", do)


def offered(words: Library, settings: Settings) -> Library:
    """The library with those translations alone that are signed whole."""
    return speaking(words, [name for name in words.catalogues if not unsigned(words, name, settings.library)])
