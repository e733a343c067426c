"""From answers to a referral, and the last refusal before one leaves.

Rule: no library, however wrong, makes a referral that its writer has not chosen
to send after the limits were shown to them, nor one about someone else without
that person's consent or the reason for doing without it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows import fill
from flows.library import Library
from flows.live import Pass
from flows.message import Message, Now
from flows.plain import plain
from flows.record import Outcome, Referral
from flows.show import asked_of, lines_for
from flows.state import SKIPPED, State, Value
from flows.steps import Field, Step

SEND = "send"


def consent_stands(library: Library, state: State, found: Pass, step: Step) -> bool:
    """Whether consent was given at `step` to just the words that would be shown there now."""
    lines = lines_for(found, step, state.door)
    shown = asked_of(library, step, lines, state.door, state.language)
    return state.consents.get(step.id) == shown.digest


def may_leave(library: Library, state: State, found: Pass, now: Now) -> bool:
    """Whether a referral may be made: someone reads it, and its writer chose to send it."""
    if now.desk == "absent":
        return False
    asked = [step for step in found.questions() if step.consents]
    return bool(asked) and all(
        _chose_to_send(state, step) and consent_stands(library, state, found, step) for step in asked
    )


def _chose_to_send(state: State, step: Step) -> bool:
    answer = state.answers.get(step.id, {})
    return all(answer.get(f.id) == SEND for f in step.fields if f.kind == "consent")


def says_send(library: Library, message: Message) -> bool:
    """Whether the message, by itself, says to send: what can be told of it when no conversation can be read."""
    if message.command:
        return False
    step = library.steps.get(message.asked.step) if message.asked else None
    steps = library.steps.values() if step is None else (step,)
    return any(_sends(library, f, message) for one in steps for f in one.fields if f.kind == "consent")


def _sends(library: Library, f: Field, message: Message) -> bool:
    if message.words is None:
        return SEND in (message.fields or {}).get(f.id, ())
    said = plain(message.words)
    return any(said in map(plain, library.hears(f, spoken).get(SEND, ())) for spoken in library.languages)


def referral(library: Library, state: State, found: Pass, now: Now) -> Referral:
    """The record that these answers make. Its id is left to reception."""
    live = {step.id for step in found.questions()}
    made = fill.build(
        tuple(_facts(library, state, found)),
        questions=dict(_questions(library, state, live)),
        narrative=tuple((kept.step, kept.text) for kept in state.words),
        door=state.door,
        entry=state.entry,
        journey=_journey(library, found),
        language=state.language,
        library=library.digest,
        at=now.at,
        consents=dict(state.consents),
        retention_days=library.hub.retention_days,
    )
    if library.code(state.entry) and made.writer != "referrer":
        # They came by their employer's link and wrote of themselves: the link goes with the rest of the employer.
        return made.model_copy(update={"entry": None})
    return made


def may_tell(made: Referral) -> bool:
    """Whether a referral about someone else may be made, and tells nobody's number but those it may.

    A worker's carries that person's consent, or the reason for sharing without
    it. Anyone else's carries their consent, or says that they are not to be contacted.
    """
    theirs = {"person", "me"} if made.writer == "referrer" else {"me"}
    if any(plan.routes and plan.person not in theirs for plan in made.contact_plans):
        return False
    if made.writer == "self":
        return True
    shared = [c for c in made.consents if (c.person, c.purpose) == ("person", "share")]
    if any(c.decision == "given" for c in shared):
        return True
    if made.writer == "referrer":
        return any((c.basis_if_none or "").strip() for c in shared)
    return any(p.id == "person" and p.do_not_contact for p in made.people)


def _facts(library: Library, state: State, found: Pass) -> Iterator[fill.Fact]:
    for step in found.questions():
        answer = state.answers.get(step.id, {})
        for f in step.fields:
            value = answer.get(f.id, SKIPPED)
            if value != SKIPPED:
                yield from _facts_of(step, f, value)
    for trigger in library.triggers:
        if trigger.id in state.raised:
            for path, meant in trigger.sets.items():
                yield fill.Fact(path, meant, "rule", trigger.id)


def _facts_of(step: Step, f: Field, value: Value) -> Iterator[fill.Fact]:
    if f.fills:
        yield fill.Fact(f.fills, value, "person", step.id)
    for choice in value if isinstance(value, tuple) else (value,):
        for path, meant in f.sets.get(choice, {}).items():
            yield fill.Fact(path, meant, "rule", step.id)


def _questions(library: Library, state: State, live: set[str]) -> Iterator[tuple[str, Outcome]]:
    """Each question of the library as answered, skipped or not asked."""
    for step in library.steps.values():
        if step.kind != "ask":
            continue
        answer = state.answers.get(step.id) if step.id in live else None
        if not answer:
            yield step.id, "not_asked"
        else:
            said = any(value != SKIPPED for value in answer.values())
            yield step.id, "answered" if said else "skipped"


def _journey(library: Library, found: Pass) -> str:
    """The journey that they came to: the last, where one has led into another."""
    live = {step.id for step in found.steps}
    for placed in reversed(library.order):
        if placed.file.startswith("journeys/") and placed.step.id in live:
            return placed.file.removeprefix("journeys/").removesuffix(".toml")
    return ""
