"""Limits of money: what is said when the day's segments are spent."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from frontdoor.texts import alarm
from tests.sms.conftest import Town

LIMITED = [{"daily_segments": 4}]
ENOUGH = "We cannot start a new chat today. Write again tomorrow if it is safe."


@pytest.fixture(autouse=True)
def fresh(town: Town) -> None:
    """A day on which nobody has spent anything: each test has one of its own."""
    town.house.clock.at += 86_400 * (1 + town.house.number())
    town.house.look()


def spend(town: Town) -> str:
    """Someone whose conversation takes what there is for today."""
    first = town.number()
    town.says(first, "hello", "1")
    assert town.room.tally.full
    return first


@pytest.mark.parametrize("account", LIMITED)
def test_past_the_ceiling_a_new_conversation_gets_one_text(town: Town) -> None:
    """It has the emergency words, opens nothing, and is not sent twice that day."""
    spend(town)
    sender = town.number()
    (said,) = town.says(sender, "hello")

    assert said.startswith("In danger now? Call 999.")
    assert said.endswith(ENOUGH)
    assert [] == town.says(sender, "hello")
    assert not town.holds(sender)


@pytest.mark.parametrize("account", LIMITED)
def test_past_the_ceiling_who_is_under_way_goes_on(town: Town) -> None:
    """A conversation that was begun is finished."""
    first = spend(town)

    assert "How old are you?" in town.says(first, "1")[0]


@pytest.mark.parametrize("account", LIMITED)
def test_past_the_ceiling_danger_is_answered_once_a_minute(town: Town) -> None:
    """Words of danger get the emergency words, whoever writes; the store's own clock counts the minute."""
    spend(town)
    sender = town.number()

    assert "In danger now? Call 999." in town.says(sender, "he is attacking me")[0]
    assert [] == town.says(sender, "he is attacking me")
    assert "In danger now? Call 999." in town.says(town.number(), "he is attacking me")[0]


@pytest.mark.parametrize("account", LIMITED)
@pytest.mark.parametrize("words", ["bye", "who is this"])
def test_past_the_ceiling_leaving_is_silent_and_disowning_is_answered(town: Town, words: str) -> None:
    """Nothing is sent to who leaves, and no chat is spoken of to who has the wrong number."""
    spend(town)
    said = town.says(town.number(), words)

    assert (words == "bye") is (said == [])
    assert ENOUGH not in str(said)


@pytest.mark.parametrize("account", LIMITED)
def test_an_operator_hears_of_it_once(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever runs the door is told that new people are turned away: once in the log, and in /readyz all the while."""
    assert "limit of segments" not in town.server.client.get("/readyz").text
    assert not alarm(town.room, told=False)
    spend(town)

    assert alarm(town.room, told=alarm(town.room, told=False))
    assert 1 == caplog.text.count("new people are turned away")
    assert "limit of segments" in town.server.client.get("/readyz").text


@pytest.mark.parametrize("account", LIMITED)
def test_the_next_day_is_a_new_one(town: Town) -> None:
    """At midnight, UTC, there is money again."""
    spend(town)
    town.house.clock.at += 86_400
    town.house.look()

    assert "Is it OK" in town.says(town.number(), "hello")[0]


@pytest.mark.parametrize("account", LIMITED)
def test_all_processes_spend_together(town: Town) -> None:
    """What one process spent, another knows a second later."""
    spend(town)
    another = town.house.server().client
    app: Any = another.app
    for client, room in ((town.server.client, town.room), (another, app.state.sms)):
        assert client.portal is not None
        client.portal.call(partial(room.tally.settle, at_once=True))

    assert app.state.sms.tally.full


@pytest.mark.parametrize("account", [{"daily_segments": 0}])
def test_nought_is_no_limit(town: Town) -> None:
    """Who sets no ceiling has none."""
    for _ in range(5):
        town.says(town.number(), "hello")

    assert not town.room.tally.full


@pytest.mark.parametrize("account", LIMITED)
def test_a_minute_for_danger_and_a_day_for_the_rest(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """So long nothing more is sent to the same number."""
    spend(town)
    asked: dict[str, int] = {}

    async def first(_: object, what: str, who: str, seconds: int) -> bool:
        del who
        asked[what] = seconds
        return True

    monkeypatch.setattr(type(town.room.tally), "first", first)
    town.says(town.number(), "he is attacking me")
    town.says(town.number(), "hello")

    assert {"danger": 60, "enough": 86_400} == asked
