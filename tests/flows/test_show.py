"""What is shown is what the digest is of, and nothing is told back."""

from __future__ import annotations

from flows.library import Library
from flows.live import Pass, walk
from flows.message import Now, Reply
from flows.show import asked_of, lines_for, look_by, question
from flows.state import State

HURT = {"safe": {"safe": "yes"}, "brings": {"brings": "hurt"}}
NOON = 1_792_000_000  # Wednesday 14 October 2026, in the morning


def shown(small: Library, step: str, door: str = "web", **answers: dict[str, str]) -> Reply:
    """`step` as it is put to someone with these answers."""
    state = State(door, "en", NOON, answers=HURT | answers)
    return question(small, state, found(small, state), small.steps[step], Now(NOON))


def found(small: Library, state: State) -> Pass:
    """The pass over a state."""
    return walk(small, state.answers, state.door, "open")


def test_no_answer_in_a_reply(small: Library) -> None:
    """No reply holds what was answered before, not even where it may be changed."""
    reply = shown(small, "who", story={"story": "Canary."})
    assert "Canary" not in str(reply)
    assert ("story", "story") in reply.changes


def test_who_we_are_only_once_safe(small: Library) -> None:
    """Who we are stands beside a page, but not before it is safe nor where it leaves a trail."""
    assert ["who"] == [aside.id for aside in shown(small, "story").asides]
    assert () == shown(small, "story", door="sms").asides
    unsafe = State("web", "en", NOON)
    assert () == question(small, unsafe, found(small, unsafe), small.gate, Now(NOON)).asides


def test_say_comes_first(small: Library) -> None:
    """What leads to a question is said before it, every time it is asked in full."""
    assert ("Thank you for telling us.",) == shown(small, "story").lines


def test_digest_is_of_the_wording(small: Library) -> None:
    """Another door, language or line of consent is another digest."""
    step, story = small.steps["consent"], small.steps["story"]
    first = asked_of(small, step, ("A.",), "web", "en")
    assert first == asked_of(small, step, ("A.",), "web", "en")
    assert first != asked_of(small, step, ("B.",), "web", "en")
    assert first != asked_of(small, step, ("A.",), "web", "pl")
    assert asked_of(small, story, ("A.",), "web", "en") == asked_of(small, story, ("B.",), "web", "en")


def test_limits_are_among_consents_lines(small: Library) -> None:
    """The limits stand in the lines that consent is to."""
    state = State("web", "en", NOON, answers=HURT)
    assert any("may tell others" in line for line in lines_for(found(small, state), small.steps["consent"], "web"))


def test_time_comes_from_the_hubs_hours(small: Library) -> None:
    """A time is promised only while somebody looks in time."""
    assert "on" in look_by(small, "web", "en", Now(NOON)) or "tomorrow" in look_by(small, "web", "en", Now(NOON))
    assert "when they can" == look_by(small, "web", "en", Now(NOON, "overdue"))


def test_directory_is_filled_in(small: Library) -> None:
    """A number stands in a line with its name and hours."""
    state = State("web", "en", NOON, answers={"safe": {"safe": "yes"}, "brings": {"brings": "info"}})
    reply = question(small, state, found(small, state), small.steps["just_looking"], Now(NOON))
    assert ("You can call The line: 01632 960001 (24 hours).",) == reply.lines
