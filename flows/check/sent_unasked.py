"""Proof: nothing is handed over that its writer has not chosen to send, with the limits before their eyes.

The engine refuses it as well; a library that comes to this would tell people so at the very end.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Standing, Walked
from flows.finding import Finding
from flows.hand_over import SEND
from flows.show import lines_for


def find(walked: Walked) -> Iterator[Finding]:
    """Each way to an end that hands over without the choice to send, and each bare question for it."""
    files = {p.step.id: p.file for p in walked.library.order}
    for step, says, mend in dict.fromkeys((*_unsent(walked), *_bare(walked))):
        yield Finding(files[step], step, says, mend)


def _unsent(walked: Walked) -> Iterator[tuple[str, str, str]]:
    for at in walked.at("end"):
        if at.due is None or not at.due.hands_over:
            continue
        if not _chosen(at):
            says = f"On {at.door} it hands over what the person has not chosen to send."
            yield at.due.id, says, "Ask to send before it, and end on every answer but 'send' there."
        elif at.desk == "absent":
            says = f"On {at.door} it hands over while nobody reads the queue."
            yield at.due.id, says, "Put an end first of all, for when desk is 'absent'."


def _chosen(at: Standing) -> bool:
    asked = [step for step in at.found.questions() if step.consents]
    given = [at.answers.get(step.id, {}).get(f.id) for step in asked for f in step.fields if f.kind == "consent"]
    return bool(given) and all(one == SEND for one in given)


def _bare(walked: Walked) -> Iterator[tuple[str, str, str]]:
    for at in walked.at("ask"):
        if at.due and at.due.consents and not any(lines_for(at.found, at.due, at.door)):
            says = f"On {at.door} it asks to send with no lines before it."
            yield at.due.id, says, "Say in 'lines' who gets it, and when others may be told."
