"""Proof: safe-to-talk is asked once, before anything else, and only a safe answer goes on.

Nothing that a library says may be asked before it, and 'not now' ends. Whoever comes by an
entry code may meet another gate first: a worker at work is asked if it is about them, and who
says it is meets safe-to-talk like everyone.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Standing, Walked
from flows.finding import Finding
from flows.live import gate_of
from flows.notes import START
from flows.steps import Condition, Step


def find(walked: Walked) -> Iterator[Finding]:
    """What is wrong with the gate, else every door at which it can be passed unsafely."""
    gates = walked.library.gates
    for_all = [gate for gate in gates if not _by_code(walked, gate)]
    if len(for_all) != 1 or for_all[0] != gates[-1]:
        names = ", ".join(step.id for step in gates) or "none"
        says = f"Just one question may have a 'gate', the one that asks if it is safe to talk. Here it is: {names}."
        mend = "Give 'gate' to that question alone, and before it to any that waits for an 'entry'."
        yield Finding(START, "", says, mend)
        return
    files = {p.step.id: p.file for p in walked.library.order}
    for gate in gates:
        yield from _made_wrong(gate, files[gate.id])
    unsafe = ((at, gate_of(walked.library, at.found)) for at in walked.at("ask"))
    yield from dict.fromkeys(_passed(at, gate, files[gate.id]) for at, gate in unsafe if not _safe(at, gate))


def _by_code(walked: Walked, gate: Step) -> bool:
    """Whether only those who come by an entry code meet this gate."""
    placed = [p for p in walked.library.order if p.step == gate]
    return all(any(all(_names_entry(table) for table in when) for when in p.whens) for p in placed)


def _names_entry(table: Condition) -> bool:
    return any(table.get("entry", ()))


def _made_wrong(gate: Step, file: str) -> Iterator[Finding]:
    if gate.optional:
        yield Finding(file, gate.id, "It can be skipped.", "Take 'optional' out: it is the one that nobody may skip.")
    known = {choice for f in gate.fields for choice in f.choices}
    for choice in (one for one in gate.gate if one not in known):
        yield Finding(file, gate.id, f"'gate' names '{choice}', which is not a choice.", "Name its safe choices.")


def _safe(at: Standing, gate: Step) -> bool:
    given = at.answers.get(gate.id)
    if at.due == gate or given is None:
        return at.due == gate
    return any(value in gate.gate for value in given.values())


def _passed(at: Standing, gate: Step, file: str) -> Finding:
    step = at.due.id if at.due else ""
    if gate.id in at.answers:
        says = f"After an answer that is not safe, '{step}' is still asked on {at.door}."
        return Finding(file, gate.id, says, "Put an end straight after it, for those answers.")
    return Finding(file, step, f"It is asked on {at.door} before '{gate.id}'.", f"Move it to after '{gate.id}'.")
