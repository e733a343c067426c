"""What the library that ships must never do, whatever is added to it."""

from __future__ import annotations

import re

import pytest

from flows.check.states import Walked, walk_all
from flows.library import Library, load
from flows.play import EnginePlayer

# What may end a conversation unsent: nobody reads, it is not safe, they chose so, or the door is not for it.
_MAY_END = {"desk", "safe_now", "about_you", "brings", "want", "talk", "age", "ready", "ready_change", "ready_work"}
_OUTSIDE = {"door", "entry"}
_STATUS = re.compile(
    r"immigra|asylum|visa|citizen|passport|benefit|income|report(?:ed)? (?:it|this)|told the police", re.IGNORECASE
)


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The library as it ships."""
    return load()


@pytest.fixture(scope="module")
def walked(shipped: Library) -> Walked:
    """Every state of it."""
    return walk_all(shipped)


def test_no_answer_turns_anyone_away(shipped: Library) -> None:
    """No end without sending hangs on anything but their own choice, their safety, or that nobody reads."""
    ends = [p for p in shipped.order if p.step.kind == "end" and not p.step.hands_over]
    read = {name for p in ends for when in p.whens for table in when for name in table}
    assert read <= _MAY_END | _OUTSIDE


def test_no_question_asks_for_status_or_a_report(shipped: Library) -> None:
    """No question, hint or label asks for a status, an income, or if they went to the police."""
    asked = [
        text
        for step in shipped.steps.values()
        if step.kind == "ask"
        for wording in (step.wording, *step.on.values())
        for text in (wording.ask, wording.hint, *(f"{f.label} {f.hint}" for f in step.fields))
    ]
    assert [] == [text for text in asked if _STATUS.search(text)]


@pytest.mark.parametrize("door", ["web", "sms", "telegram"])
@pytest.mark.parametrize("age", ["9", "14", "17", "34", "skip"])
def test_age_refuses_nobody(shipped: Library, age: str, door: str) -> None:
    """At every age, on every door, someone who skips all that may be skipped is heard."""
    player = EnginePlayer(shipped, door)
    said = {
        "": "hello",
        "safe_now": "1",
        "brings": "1",
        "age": age,
        "way": "4",
        "ready": "send" if door != "web" else "1",
    }
    after = 0
    while not player.referrals and after < 40:
        after += 1
        player.tell(said.get(player.reply.step if player.reply else "", "skip"), after)
    assert 1 == len(player.referrals)


def test_every_journey_is_reached_at_every_door_it_stands_on(walked: Walked) -> None:
    """All journeys end somewhere on the web, by text and on Telegram."""
    ended = {(at.journey, at.door) for at in walked.at("end")}
    assert {(journey, door) for journey in walked.library.journeys for door in walked.library.doors} <= ended


def test_every_personal_journey_says_the_limits_before_free_words(walked: Walked) -> None:
    """Nobody writes in their own words of what happens before they know who may be told."""
    for at in walked.at("ask"):
        if at.due and at.due.id.endswith("story"):
            said = [line for s in at.found.steps for line in s.worded(at.door).lines if s.kind != "end"]
            assert any("badly hurt" in line for line in said), (at.journey, at.door)
