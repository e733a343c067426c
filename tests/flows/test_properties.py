"""What is true of the engine whatever anyone does, on the library that ships."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from flows.danger import GAP
from flows.engine import advance
from flows.library import load
from flows.live import due, walk
from flows.message import Message, Now, Turn
from flows.state import Asked, State
from tests.flows.people import (
    ACTIONS,
    ANY_TEXT,
    BEGAN,
    COMMANDS,
    PLACES,
    Actions,
    Person,
    chooses_to_send,
    come_to,
    stood_at,
)

LIBRARY = load()
DOORS = st.sampled_from(sorted(LIBRARY.doors))
properties = settings(max_examples=80, deadline=None)


def timeless(state: State | None) -> State | None:
    """The state without what the clock alone changes."""
    return replace(state, heard_at=0, told=None) if state else None


@properties
@given(
    DOORS,
    PLACES,
    ACTIONS,
    st.sampled_from((0, GAP + 1)),
    st.sampled_from(sorted(LIBRARY.commands["leave"])),
    st.booleans(),
)
def test_leave_forgets(door: str, place: int, actions: Actions, wait: int, word: str, held: bool) -> None:  # noqa: FBT001
    """Wherever somebody stands, leaving is silent and leaves nothing, even while a person holds the conversation."""
    person = come_to(LIBRARY, door, actions, place)
    state = replace(person.state, held_by="Ama") if person.state and held else person.state
    typed = LIBRARY.doors[door].typed
    bye = Message("x", person.at, door, words=word if typed else None, command=None if typed else "leave")
    assert Turn(None, None) == advance(LIBRARY, state, bye, Now(person.at + 1 + wait))


ALARMS = sorted(w for t in LIBRARY.triggers if t.then == "carry on" and t.notice for w in t.words)


@properties
@given(DOORS, PLACES, ACTIONS, st.sampled_from((0, GAP + 1)), st.sampled_from(ALARMS), st.booleans())
def test_danger_answers(door: str, place: int, actions: Actions, wait: int, word: str, held: bool) -> None:  # noqa: FBT001
    """Wherever somebody stands, words of danger bring the emergency words, whole or their first line."""
    person = come_to(LIBRARY, door, actions, place)
    state = replace(person.state, held_by="Ama") if person.state and held else person.state
    turn = advance(LIBRARY, state, Message("x", person.at, door, words=f"please {word}"), Now(person.at + 1 + wait))
    assert turn.reply is not None
    assert LIBRARY.emergency_lines("en", door)[0] == turn.reply.urgent[0]


@properties
@given(
    DOORS,
    PLACES,
    ACTIONS,
    st.sampled_from(ALARMS),
    st.sampled_from(("", "he is here now, ")),
    st.sampled_from((0, GAP + 1)),
)
def test_nothing_but_the_emergency_words_before_it_is_safe(
    door: str, place: int, actions: Actions, word: str, hush: str, wait: int
) -> None:
    """Until it is safe to talk, danger brings the general emergency words and not one word on what it is about."""
    person = come_to(LIBRARY, door, actions, place)
    now = Now(person.at + 1 + wait)
    turn = advance(LIBRARY, person.state, Message("x", person.at, door, words=f"{hush}{word}"), now)
    safe = turn.state is not None and LIBRARY.gate.id in turn.state.answers
    assert safe or (turn.reply and set(turn.reply.urgent) <= set(LIBRARY.emergency_lines("en", door)))


@properties
@given(DOORS, PLACES, ACTIONS, st.integers(0, 12))
def test_back_then_the_same_answer(door: str, place: int, actions: Actions, number: int) -> None:
    """Back, then the same answer, is the same state."""
    person = come_to(LIBRARY, door, [a for a in actions if a[0] == "answer"], place)
    before, reply = person.state, person.reply
    assume(before is not None and reply is not None and before.asked is not None)
    assert before is not None
    assert before.asked is not None
    person.tell(person.answer(reply, number))
    after = person.state
    assume(after is not None and before.asked.step in after.answers and before.asked.step not in before.answers)
    person.at += 31  # past the seconds in which a text is the rest of the one before
    person.tell(Message("", 0, door, command="back"))
    person.tell(person.answer(reply, number))
    assert timeless(after) == timeless(person.state)


@properties
@given(DOORS, PLACES, ACTIONS, st.data())
def test_dormant_answer_changes_nothing(door: str, place: int, actions: Actions, data: st.DataObject) -> None:
    """An answer whose step is not live changes neither what is asked, nor consent, nor the record."""
    person = come_to(LIBRARY, door, actions, place)
    assume(person.state is not None)
    assert person.state is not None
    found = walk(LIBRARY, person.state.answers, door, "open", person.state.entry)
    asleep = [s for s in LIBRARY.steps.values() if s.kind == "ask" and s not in found.steps]
    assume(asleep)
    step = data.draw(st.sampled_from(asleep))
    answer = {f.id: next(iter(f.choices), "Sam") for f in step.fields}
    assume(step.id not in person.state.answers)
    dreaming = replace(person.state, answers={**person.state.answers, step.id: answer})
    message = person.message("answer", data.draw(st.integers(0, 12)))
    turns = [advance(LIBRARY, state, message, Now(person.at + 1)) for state in (person.state, dreaming)]
    # Whoever sleeps in what nobody has answered may be woken by the answer itself, and then it counts.
    after = (turn.state for turn in turns if turn.state)
    assume(not any(step in walk(LIBRARY, s.answers, door, "open", s.entry).steps for s in after))
    assert turns[0].reply == turns[1].reply
    assert (turns[0].referral, turns[0].state and turns[0].state.consents) == (
        turns[1].referral,
        turns[1].state and turns[1].state.consents,
    )


@properties
@given(
    DOORS,
    PLACES,
    ACTIONS,
    st.one_of(st.none(), ANY_TEXT),
    st.one_of(
        st.none(),
        st.dictionaries(st.one_of(ANY_TEXT, st.just("who")), st.lists(ANY_TEXT, max_size=3).map(tuple), max_size=3),
    ),
    st.one_of(st.none(), st.sampled_from(COMMANDS)),
    st.one_of(st.none(), ANY_TEXT, st.sampled_from(sorted(LIBRARY.steps))),
    st.one_of(st.none(), st.builds(Asked, st.one_of(ANY_TEXT, st.sampled_from(sorted(LIBRARY.steps))), ANY_TEXT)),
)
def test_never_raises(
    door: str, place: int, actions: Actions, words: Any, fields: Any, command: Any, target: Any, asked: Any
) -> None:
    """No message raises: any text, fields, command, target or stale question, at any door, from any state."""
    person = come_to(LIBRARY, door, actions, place)
    message = Message("x", 0, door, words=words, fields=fields, command=command, target=target, asked=asked)
    turn = advance(LIBRARY, person.state, message, Now(person.at + 1))
    assert turn.referral is None


@example("sms", 2, [("words", "half \ud800")])
@properties
@given(DOORS, PLACES, ACTIONS)
def test_state_survives_the_store(door: str, place: int, actions: Actions) -> None:
    """A state goes to JSON in UTF-8 and comes back the same, whatever was typed."""
    person = stood_at(LIBRARY, door, place)
    for action in actions:
        person.do(action)
        if person.state:
            stored = person.state.to_json().encode("utf-8")
            assert person.state == State.from_json(stored.decode("utf-8"))


@properties
@given(DOORS, PLACES, ACTIONS)
def test_sent_only_by_choice(door: str, place: int, actions: Actions) -> None:
    """Nothing is sent but by the choice to send, at the question just shown; and then the state is gone."""
    person = stood_at(LIBRARY, door, place)
    for action in actions:
        before = person.state
        turn = person.do(action)
        if turn and turn.referral:
            assert chooses_to_send(LIBRARY, before, person.said[-1])
            assert turn.state is None


def heard_by(door: str, place: int, actions: Actions) -> list[Message]:
    """What somebody says, as it leaves them."""
    return come_to(LIBRARY, door, actions, place).said


def replayed(door: str, place: int, messages: list[Message]) -> None:
    """These messages as they arrive; asserts that nothing is sent or consented to unasked."""
    state = stood_at(LIBRARY, door, place).state
    for number, message in enumerate(messages):
        turn = advance(LIBRARY, state, replace(message, id=str(number)), Now(BEGAN + number))
        choice = chooses_to_send(LIBRARY, state, message)
        assert turn.referral is None or choice
        assert (
            turn.state is None or not turn.state.consents or choice or turn.state.consents == (state and state.consents)
        )
        state = turn.state


@properties
@given(DOORS, PLACES, ACTIONS)
def test_doubled(door: str, place: int, actions: Actions) -> None:
    """With every message doubled nothing raises, and nothing is sent or consented to unasked."""
    replayed(door, place, [message for message in heard_by(door, place, actions) for _ in range(2)])


@properties
@given(DOORS, PLACES, ACTIONS, st.sets(st.integers(0, 25)))
def test_neighbours_swapped(door: str, place: int, actions: Actions, swaps: set[int]) -> None:
    """With neighbours swapped nothing raises, and nothing is sent or consented to unasked."""
    messages = heard_by(door, place, actions)
    for first in swaps:
        if first + 1 < len(messages):
            messages[first], messages[first + 1] = messages[first + 1], messages[first]
    replayed(door, place, messages)


@pytest.mark.parametrize("door", sorted(LIBRARY.doors))
def test_people_get_to_the_end(door: str) -> None:
    """The people of these tests do come to sending; otherwise the properties would prove little."""
    person, sent = Person(LIBRARY, door), False
    for _ in range(40):
        number = {"brings": 0, "age": 3, "ready": 0}.get(person.reply.step if person.reply else "", 1)
        sent = sent or bool(person.tell(person.answer(person.reply, number)).referral)
    assert sent


@properties
@given(DOORS, PLACES, ACTIONS)
def test_what_is_shown_is_due(door: str, place: int, actions: Actions) -> None:
    """Whatever is asked is due, was answered before, or is the list of answers to change."""
    person = come_to(LIBRARY, door, actions, place)
    if person.state and person.state.asked and person.state.asked.step in LIBRARY.steps:
        found = walk(LIBRARY, person.state.answers, door, "open", person.state.entry)
        step = due(found, person.state.answers)
        asked = person.state.asked.step
        assert (step and step.id == asked) or asked in person.state.answers


@properties
@given(DOORS, PLACES, ACTIONS)
def test_a_list_has_something_in_it(door: str, place: int, actions: Actions) -> None:
    """Nobody is asked to choose from an empty list."""
    reply = come_to(LIBRARY, door, [*actions, ("words", "change")], place).reply
    assert reply is None or all(
        shown.choices for shown in reply.fields if shown.kind in ("choice", "several", "consent")
    )


@properties
@given(PLACES, st.text(max_size=8), st.booleans())
def test_only_what_was_offered_is_an_answer(place: int, forged: str, twice: bool) -> None:  # noqa: FBT001
    """A form's value that no choice has never becomes an answer, alone or beside a good one."""
    person = stood_at(LIBRARY, "web", place)
    reply = person.reply
    assume(reply is not None and reply.fields)
    assert reply is not None
    first = reply.fields[0]
    offered = [choice for choice, _ in first.choices]
    assume(offered and forged not in offered and forged.strip())
    values = (offered[0], forged) if twice else (forged,)
    turn = person.tell(Message("", 0, "web", fields={first.id: values}, asked=reply.asked))
    assert turn.state is None or first.id not in turn.state.answers.get(reply.step, {})
