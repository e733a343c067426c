"""Which steps are live, and which one is due: the state is the answers.

Rule: nothing is remembered here. One forward pass over the one flat list reads
the answers and tells what holds; an answer whose step is not live is dormant
and is seen by nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.library import Library
from flows.message import Desk
from flows.nested import Branch, Node
from flows.state import Answer, State, Value
from flows.steps import Condition, Step


@dataclass(frozen=True, slots=True)
class Pass:
    """What one forward pass found: the live steps in order, and the answers they see."""

    steps: tuple[Step, ...]
    seen: Mapping[str, Value] = field(repr=False)

    def questions(self) -> tuple[Step, ...]:
        """The live steps that ask something, in order."""
        return tuple(s for s in self.steps if s.kind == "ask")


def walk(library: Library, answers: Mapping[str, Answer], door: str, desk: Desk, entry: str | None = None) -> Pass:
    """The live steps for these answers at this door. Each id is taken once, where it is first live.

    A condition around several steps is decided once, where the first of them stands.
    """
    return _pass(library.nested[door], answers, _known(library, door, desk, entry))


def walk_to_gates(
    library: Library, answers: Mapping[str, Answer], door: str, desk: Desk, entry: str | None = None
) -> Pass:
    """The same as far as the last gate: all that it takes to tell whether it is safe to talk."""
    return _pass(library.to_gates[door], answers, _known(library, door, desk, entry))


def _known(library: Library, door: str, desk: Desk, entry: str | None) -> dict[str, Value]:
    """What conditions see before anything is answered."""
    # Where people type a code only says where it hung: a family's details are for the page.
    code = None if library.doors[door].typed else library.code(entry)
    return {"door": door, "desk": desk, "entry": code.opens if code else ""}


def _pass(nodes: tuple[Node, ...], answers: Mapping[str, Answer], seen: dict[str, Value]) -> Pass:
    steps: dict[str, Step] = {}
    _through(nodes, answers, seen, steps)
    return Pass(tuple(steps.values()), seen)


def _through(
    nodes: tuple[Node, ...], answers: Mapping[str, Answer], seen: dict[str, Value], steps: dict[str, Step]
) -> None:
    for node in nodes:
        if isinstance(node, Branch):
            for pairs in node.when:
                if _hold(pairs, seen):
                    _through(node.inside, answers, seen, steps)
                    break
        elif node.id not in steps:
            steps[node.id] = node
            if answer := answers.get(node.id):
                seen.update(answer)


def holds(table: Condition, seen: Mapping[str, Value]) -> bool:
    """Whether every field that `table` names has one of its values. What was not asked has none."""
    return _hold(table.items(), seen)


def _hold(pairs: Iterable[tuple[str, tuple[str, ...]]], seen: Mapping[str, Value]) -> bool:
    for name, values in pairs:
        value = seen.get(name, "")
        if value not in values and (isinstance(value, str) or not any(one in values for one in value)):
            return False
    return True


def safely(library: Library, state: State | None, desk: Desk) -> bool:
    """Whether this conversation stands where it was said that it is safe to talk."""
    if state is None:
        return False
    return is_safe(library, walk(library, state.answers, state.door, desk, state.entry), state.answers)


def complete(step: Step, answer: Answer | None) -> bool:
    """Whether `answer` leaves nothing of `step` to be asked."""
    return answer is not None and all(f.id in answer for f in step.fields)


def gate_of(library: Library, found: Pass) -> Step:
    """The question that must be answered safely here: the last live gate, else the one for everyone."""
    return next((step for step in reversed(found.steps) if step.gate), library.gate)


def is_safe(library: Library, found: Pass, answers: Mapping[str, Answer]) -> bool:
    """Whether the gate that stands here has been answered. What is not a safe answer ends, or leads to another gate."""
    gate = gate_of(library, found)
    return complete(gate, answers.get(gate.id))


def due(found: Pass, answers: Mapping[str, Answer]) -> Step | None:
    """The first live step that still asks something, or ends. None only if the library has no end."""
    for step in found.steps:
        if step.kind == "end":
            return step
        if step.kind == "ask" and not complete(step, answers.get(step.id)):
            return step
    return None


def said_before(found: Pass, step: Step) -> tuple[Step, ...]:
    """The say-steps that stand between the live question before `step` and `step` itself."""
    said: list[Step] = []
    for other in found.steps:
        if other.id == step.id:
            return tuple(said)
        if other.kind == "say":
            said.append(other)
        else:
            said.clear()
    return ()
