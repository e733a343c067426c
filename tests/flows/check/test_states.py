"""What the walk walks, and what it takes as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.check.states import Walker, walk_all
from flows.danger import GAP
from flows.engine import advance
from flows.library import Library, load
from flows.live import due, walk
from flows.message import Now
from flows.play import spoken_as
from flows.state import State

LIBRARY = load()
HURT = "journeys/hurt.toml"


def test_every_door_and_desk(small: Library) -> None:
    """Every door is walked with the hub open, overdue and absent."""
    walked = {(at.door, at.desk) for at in walk_all(small).standings}
    assert {(door, desk) for door in small.doors for desk in ("open", "overdue", "absent")} == walked


def test_every_language_counts(small: Library) -> None:
    """Each state stands in every language."""
    both = replace(small, catalogues={"pl": {}})
    assert 2 * walk_all(small).states == walk_all(both).states


def test_unread_answers_are_one(small: Library, mutant: Callable[..., Library]) -> None:
    """More choices that nothing reads make no more states."""
    more = mutant(
        (HURT, 'choices = { talk = "Someone to talk to",', 'choices = { a = "A", b = "B", c = "C", talk = "Talk",')
    )
    assert walk_all(small).states == walk_all(more).states


def test_read_answers_are_apart(small: Library, mutant: Callable[..., Library]) -> None:
    """An answer that a later condition reads is remembered until there."""
    read = mutant(
        (HURT, 'id = "help_with"\n', 'id = "help_with"\nwhen = [{ ex_since = ["yes"] }, { brings = ["hurt"] }]\n')
    )
    assert walk_all(small).states < walk_all(read).states


def test_several_are_taken_together(mutant: Callable[..., Library]) -> None:
    """Of several choices every set that conditions tell apart is walked."""
    step = '[[step]]\nid = "said"\nkind = "say"\nwhen = { help_with = ["home"] }\nlines = ["x"]\n'
    both = '[[step]]\nid = "said2"\nkind = "say"\nwhen = { help_with = ["money"] }\nlines = ["y"]\n'
    library = mutant((HURT, '[[step]]\nid = "you"\n', f'{step}\n{both}\n[[step]]\nid = "you"\n'))
    said = {
        tuple(s.id for s in at.found.steps if s.id.startswith("said"))
        for at in walk_all(library).standings
        if at.due and at.due.id == "you"
    }
    assert {(), ("said",), ("said2",), ("said", "said2")} == said


def test_longest_way_is_told(small: Library) -> None:
    """A state knows the most questions that lead to it."""
    longest = max(at.turns for at in walk_all(small).standings if at.door == "sms" and at.journey == "hurt")
    assert 10 == longest


def test_too_many_states_are_not_walked(small: Library) -> None:
    """Past the limit a journey is left, and named; the others are walked on."""
    walked = walk_all(small, most=50)
    assert ({"hurt"}, True) == (set(walked.endless), len(walked.standings) < walk_all(small).states)


WORDS = (
    "1",
    "2",
    "3",
    "4",
    "skip",
    "back",
    "hello",
    "send",
    "no",
    "change",
    "done",
    "1 2",
    "Sam, Redhill",
    "07700 900123",
)


def played(door: str, said: list[tuple[str, int]]) -> Iterator[State]:
    """Every state that the real engine keeps while these words are said."""
    state, reply, at = None, None, 1_792_065_600
    for number, (words, after) in enumerate(said):
        at += after
        message = replace(spoken_as(LIBRARY, door, reply, words), id=str(number), at=at)
        turn = advance(LIBRARY, state, message, Now(at))
        state, reply = turn.state, turn.reply
        if state:
            yield state


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(LIBRARY.doors)),
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((1, 1, 1, GAP + 1))), max_size=25),
)
def test_every_state_of_the_engine_was_walked(door: str, said: list[tuple[str, int]]) -> None:
    """However people come there, forward, back or by a change, the walk has been in that state."""
    walker, known = KNOWN
    for state in played(door, [("hi", 1), *said]):
        found = walk(LIBRARY, state.answers, door, "open")
        step = due(found, state.answers)
        before = {s.id for s in found.steps[: found.steps.index(step)]} if step else set()
        answers = {i: a for i, a in state.answers.items() if i in before}
        assert (door, walker.key(walker.standing(door, "open", answers, 0))) in known


def _known() -> tuple[Walker, frozenset[tuple[str, object]]]:
    walker = Walker(LIBRARY, 200_000)
    return walker, frozenset((at.door, walker.key(at)) for at in walk_all(LIBRARY).standings if at.desk == "open")


KNOWN = _known()
