"""Proof: everything may be skipped but safe-to-talk, one reason for coming, and sending.

Whoever has little time or strength left can still be heard. A way of contact that somebody has
chosen may ask for its number; a worker, who writes about another, has a page of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Standing, Walked
from flows.finding import Finding
from flows.steps import Step


def find(walked: Walked) -> Iterator[Finding]:
    """Each question that must be answered, after another that had to be."""
    files = {p.step.id: p.file for p in walked.library.order}
    for step in dict.fromkeys(at.due.id for at in walked.at("ask") if at.due and _one_too_many(at, at.due)):
        says = "It cannot be skipped, and it is not the first that cannot."
        yield Finding(files[step], step, says, "Write optional = true.")


def _one_too_many(at: Standing, due: Step) -> bool:
    asked = at.found.questions()
    since = next((place for place, step in enumerate(asked) if step.gate), len(asked))
    by_worker = any(f.fills.startswith("referrer.") for step in asked for f in step.fields)
    return due in [step for step in asked[since:] if _must(step)][1:] and not by_worker


def _must(step: Step) -> bool:
    return not (step.optional or step.gate or step.consents or step.about_contact)
