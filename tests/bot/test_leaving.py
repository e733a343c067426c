"""Leaving by Telegram: what lay there is gone from both sides, and nothing is said."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot import leaving
from frontdoor.practice.telegram import Telegram
from reception.lines import Lines
from reception.store import Store
from tests.bot.conftest import FIRST, Town

DAY = 24 * 3600
STATES: dict[str, tuple[str, ...]] = {
    "nothing yet": (),
    "the first question": ("hello",),
    "in the middle": ("hello", "1", "1", "34", "He shouts."),
    "danger": ("hello", "1", "he is hitting me"),
    "a list of changes": ("hello", "1", "1", "34", "change"),
    "before sending": ("hello", "1", "1", "done", "4"),
    "sent": ("hello", "1", "1", "done", "4", "send"),
    "not now": ("hello", "3"),
    "for work": ("hello", "1", "5"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("word", ["bye", "/leave", "Leave", "stop", "/leave@hello_there_bot", "LEAVE NOW"])
def test_words_leave_in_every_state(town: Town, state: str, word: str) -> None:
    """Nothing lies in the chat, nothing is kept, nothing is said."""
    chat = town.person()
    town.says(chat, *STATES[state], word)

    assert [] == town.telegram.lies(chat)
    assert not town.holds(chat)


@pytest.mark.parametrize("state", [name for name in STATES if name != "nothing yet"])
def test_a_button_leaves_in_every_state(town: Town, state: str) -> None:
    """Each of our messages bears it; a press is told by a small word that does not stay, and by nothing else."""
    chat = town.person()
    town.says(chat, *STATES[state])
    town.press(chat, "Leave now")

    assert [] == town.telegram.lies(chat)
    assert not town.holds(chat)
    assert ["OK"] == town.telegram.toasts


def test_the_store_holds_only_the_mark_that_it_ended(town: Town) -> None:
    """After leaving no note of a message is left, and nothing waits to be done."""
    chat = town.person()
    town.says(chat, "hello", "1", "1")
    assert town.call(town.room.notes.read, str(chat))
    town.says(chat, "bye")

    assert () == town.call(town.room.notes.read, str(chat))
    assert 0 == town.call(leaving.once, town.room)
    town.house.clock.at += 3600
    assert 0 == town.call(leaving.once, town.room)


def test_what_was_sent_before_goes_too(town: Town) -> None:
    """A conversation that ended with sending lies in the chat until somebody leaves a later one."""
    chat = town.person()
    town.says(chat, "hello", "1", "1", "done", "4", "send")
    town.house.clock.at += 30 * 3600
    town.house.look()
    town.says(chat, "hello", "bye")

    assert [] == town.telegram.lies(chat)


def test_only_what_is_older_than_two_days_stays(town: Town) -> None:
    """Telegram lets nobody delete that; it does not keep the rest from going."""
    chat = town.person()
    town.says(chat, "hello")
    old = len(town.telegram.lies(chat))
    for _ in range(3):
        town.house.clock.at += DAY - 10
        town.says(chat, "hello again")
    town.says(chat, "bye")
    left = town.telegram.lies(chat)

    assert old <= len(left)
    assert not [kept for kept in left if kept.at > town.house.clock.at - 2 * DAY + 300]


def test_more_than_a_hundred_go_in_batches(town: Town) -> None:
    """Each call deletes at most a hundred."""
    chat = town.person()
    town.says(chat, "hello", *(f"no answer {n}" for n in range(60)), "bye")
    sizes = [len(_ids(given)) for name, given in town.telegram.asked if name == "deleteMessages"]

    assert [] == town.telegram.lies(chat)
    assert 100 == max(sizes)
    assert 1 < len(sizes)


def _ids(given: dict[str, Any]) -> list[int]:
    ids: list[int] = given["message_ids"]
    return ids


@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}},
        {"text": None, "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"text": None, "sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1,
                                   "is_animated": False, "is_video": False}},
    ],
)  # fmt: skip
def test_what_was_not_answered_goes_as_well(town: Town, more: dict[str, Any]) -> None:
    """What was passed on, a notice of Telegram's, a sticker: all of it lies in the chat, and all of it is deleted."""
    chat = town.person()
    town.says(chat, "hello")
    update = town.telegram.writes(chat, "x", **more)
    update["message"] = {name: value for name, value in update["message"].items() if value is not None}
    town.telegram.bring(update)
    town.says(chat, "bye")

    assert [] == town.telegram.lies(chat)


def test_deleting_is_finished_after_a_crash(town: Town) -> None:
    """A process that ends before Telegram has answered leaves the work to the next one, which does it."""
    chat = town.person()
    town.says(chat, "hello", "1")
    town.telegram.faults.breaks = 100
    town.says(chat, "bye")
    assert not town.holds(chat)
    assert town.telegram.lies(chat)

    town.telegram.faults.breaks = 0
    town.house.clock.at += 120
    another = town.house.server()
    assert another.client.portal is not None
    room = another.client.app.state.bot[0]  # type: ignore[attr-defined]
    assert 1 <= another.client.portal.call(leaving.once, room)
    assert [] == town.telegram.lies(chat)


def test_a_crash_in_the_middle_of_leaving(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is to be done is on disk before anything is forgotten."""
    chat = town.person()
    town.says(chat, "hello", "1")

    async def dies(*_: object, **__: object) -> bool:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr("bot.leaving.wiped", dies)
        with pytest.raises(BaseException):  # noqa: B017, PT011 - however a process may end
            town.says(chat, "bye")
    town.house.clock.at += 120
    town.call(leaving.once, town.room)

    assert [] == town.telegram.lies(chat)


def test_what_comes_after_leaving_is_not_deleted_by_what_is_finished_late(town: Town) -> None:
    """Who left and begins anew keeps the new conversation, though the old one is deleted only then."""
    chat = town.person()
    town.says(chat, "hello", "1")
    town.telegram.faults.breaks = 100
    town.says(chat, "bye")
    town.telegram.faults.breaks = 0
    (said,) = town.says(chat, "hello")
    town.house.clock.at += 120
    town.call(leaving.once, town.room)

    assert [("hello", True), (said, False)] == [(kept.text, kept.mine) for kept in town.telegram.lies(chat)]
    assert FIRST in said


def test_leaving_while_an_answer_is_on_its_way(town: Town) -> None:
    """Leaving does not wait for a slow answer; that is deleted when it has come, and what was behind it unheard."""
    chat = town.person()
    town.says(chat, "hello", "1")
    updates = [town.telegram.writes(chat, words) for words in ("1", "34", "bye")]

    async def at_once() -> None:
        from bot.app import fed, read

        room, knows = town.app.state.bot
        town.telegram.faults.slow_s = 0.3
        tasks = []
        for update in updates:
            known = read(room, town.telegram.envelope(update)[0])
            assert known is not None
            tasks.append(asyncio.create_task(fed(room, knows, known)))
            await asyncio.sleep(0.1)
        await asyncio.gather(*tasks)

    town.call(at_once)
    assert [] == town.telegram.lies(chat)
    assert not town.holds(chat)


@pytest.mark.parametrize("late", ["hello", "1", "he is hitting me"])
def test_what_was_written_before_leaving_and_comes_after_it_is_not_answered(town: Town, late: str) -> None:
    """It was on its way when they left, so it goes with the rest."""
    chat = town.person()
    town.says(chat, "hello")
    update = town.telegram.writes(chat, late)
    town.says(chat, "bye")
    town.telegram.bring(update)

    assert [] == [kept for kept in town.telegram.lies(chat) if not kept.mine]
    assert not town.holds(chat)


def test_leaving_while_the_store_is_away(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said, what can be known is deleted, and forgetting goes on until it is done."""
    chat = town.person()
    town.says(chat, "hello", "1")
    monkeypatch.setattr("bot.leaving.FORGET_AGAIN_S", (0.2, 0.2))
    kept = (town.room.reception.store, town.room.notes._lines, town.room.errands._lines)
    nowhere = Lines("unix:///nowhere/at/all.sock", 0.1)
    _stores(town, Store(nowhere), nowhere, nowhere)
    assert [] == town.says(chat, "bye")
    assert "bye" not in [one.text for one in town.telegram.lies(chat)]
    _stores(town, *kept)
    until = time.monotonic() + 10
    while (town.holds(chat) or town.telegram.lies(chat)) and time.monotonic() < until:
        time.sleep(0.05)

    assert not town.holds(chat)
    assert [] == town.telegram.lies(chat)


def _stores(town: Town, store: Store, notes: Lines, errands: Lines) -> None:
    object.__setattr__(town.room.reception, "store", store)
    town.room.notes._lines, town.room.errands._lines = notes, errands


def test_who_blocks_us_is_forgotten(town: Town) -> None:
    """What they did not send goes, and nothing more is sent to them."""
    chat = town.person()
    town.says(chat, "hello", "1")
    town.telegram.bring(town.telegram.blocks(chat))

    assert not town.holds(chat)
    assert () == town.call(town.room.notes.read, str(chat))


def test_who_blocks_us_in_the_middle_is_forgotten(town: Town) -> None:
    """Where we learn of it from Telegram's refusal alone, it is the same."""
    chat = town.person()
    town.says(chat, "hello", "1")
    town.telegram.blocked.add(chat)
    town.says(chat, "1")

    assert not town.holds(chat)
    assert () == town.call(town.room.notes.read, str(chat))


def test_the_stand_in_deletes_as_telegram_does(town: Town) -> None:
    """Of both sides, what is not two days old, and where one is older none; what is not there is passed over."""
    telegram: Telegram = town.telegram
    chat = town.person()
    town.says(chat, "hello")
    ids = [kept.id for kept in telegram.lies(chat)]
    town.house.clock.at += 2 * DAY + 1
    assert 400 == telegram.call("deleteMessages", {"chat_id": chat, "message_ids": ids})[0]
    town.house.clock.at -= DAY
    assert 200 == telegram.call("deleteMessages", {"chat_id": chat, "message_ids": [*ids, 1, 2]})[0]
    assert [] == telegram.lies(chat)


def test_a_clock_of_telegrams_that_is_ahead_keeps_nothing(town: Town) -> None:
    """What seems to be of later than now is deleted as well."""
    chat = town.person()
    town.house.clock.at += 3
    update = town.telegram.writes(chat, "hello")
    town.house.clock.at -= 3
    town.telegram.bring(update)
    town.telegram.bring(town.telegram.writes(chat, "bye"))

    assert [] == town.telegram.lies(chat)
