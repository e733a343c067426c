"""Which steps are live is read from the answers, each time anew."""

from __future__ import annotations

from itertools import product

from flows.library import Library, load
from flows.live import complete, due, gate_of, holds, is_safe, said_before, walk, walk_to_gates
from flows.state import SKIPPED

SAFE = {"safe": {"safe": "yes"}}
HURT = SAFE | {"brings": {"brings": "hurt"}}


def test_first_due(small: Library) -> None:
    """With no answers at all, safe-to-talk is due."""
    found = walk(small, {}, "sms", "open")
    step = due(found, {})
    assert step is not None
    assert "safe" == step.id


def test_use_is_under_its_condition(small: Library) -> None:
    """A journey's steps are live only where what brings the person here leads to it."""
    assert "story" in [s.id for s in walk(small, HURT, "sms", "open").steps]
    assert "story" not in [s.id for s in walk(small, SAFE, "sms", "open").steps]


def test_one_id_once(small: Library) -> None:
    """A section that two journeys use is one set of questions."""
    steps = [s.id for s in walk(small, HURT, "sms", "open").steps]
    assert len(steps) == len(set(steps))


def test_dormant_is_invisible(small: Library) -> None:
    """An answer whose step is not live is seen by no condition."""
    dormant = HURT | {"way": {"way": "call"}, "brings": {"brings": "info"}}
    assert "way" not in walk(small, dormant, "sms", "open").seen


def test_later_answer_is_not_seen_early(small: Library) -> None:
    """A condition sees what comes before it and nothing after."""
    found = walk(small, HURT | {"who": {"who": "ex"}}, "sms", "open")
    assert "ex_since" in [s.id for s in found.steps]
    assert "ex_since" not in [s.id for s in walk(small, {"who": {"who": "ex"}}, "sms", "open").steps]


def test_desk_is_a_condition(small: Library) -> None:
    """When nobody reads, the end that says so comes first."""
    assert "nobody" == walk(small, HURT, "sms", "absent").steps[0].id


def test_partly_answered_is_still_due(small: Library) -> None:
    """A step of two fields is due until both are answered or skipped."""
    step = small.steps["you"]
    assert not complete(step, {"name": "Sam"})
    assert complete(step, {"name": "Sam", "area": SKIPPED})


def test_say_stands_before_its_question(small: Library) -> None:
    """What is said between two questions is said before the second."""
    found = walk(small, HURT, "sms", "open")
    assert ("listen",) == tuple(s.id for s in said_before(found, small.steps["story"]))
    assert () == said_before(found, small.steps["who"])


def test_any_of_several_values() -> None:
    """One of several ticked choices is enough for a condition; what was not asked has none."""
    assert holds({"needs": ("home",)}, {"needs": ("talk", "home")})
    assert not holds({"needs": ("home",)}, {})


def test_the_beginning_tells_whether_it_is_safe() -> None:
    """As far as the last gate, a pass finds the same gate, and the same answer to it, as a whole one."""
    library = load()
    fields = [(gate, f) for gate in library.gates for f in gate.fields]
    given = [{}, *({gate.id: {f.id: choice}} for gate, f in fields for choice in f.choices)]
    for door, entry, answers in product(library.doors, (None, *library.codes), given):
        whole, part = (passes(library, answers, door, "open", entry) for passes in (walk, walk_to_gates))
        assert gate_of(library, whole) == gate_of(library, part)
        assert is_safe(library, whole, answers) == is_safe(library, part, answers)
