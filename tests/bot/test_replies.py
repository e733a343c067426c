"""What comes back in a chat that the hub has written to, through the real door and a stand-in for Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot.turns import turn
from bot.wire import plainly
from frontdoor.app import front_door
from frontdoor.practice.telegram import Kept
from reception.lines import StoreSilent
from reception.order import Order
from reception.signedplan import SignedPlan
from tests.bot.conftest import FIRST, Town, _said
from tests.bot.desk import Desk, while_it_waits
from tests.browser import InProcess
from tests.desk import IN_WINDOW
from tests.house import ORIGIN

GOOD_TIME = "Hello. When it is a good time, reply HI. If it is not, you do not need to reply."


@contextmanager
def restarted(desk: Desk) -> Iterator[Desk]:
    """The same hub, at a door that has just been started again, where no other carries anything."""
    town = desk.town
    app = front_door(replace(town.house.plan, account=None))
    with TestClient(app, base_url=ORIGIN) as client:
        server = InProcess(client)
        town.telegram.deliver = lambda path, body, headers: _said(server, path, body, headers)
        yield Desk(replace(town, server=server, app=app), desk.tmp, desk.heard)


def of_today(town: Town, chat: int) -> list[Kept]:
    """What lies in the chat since it was written to; what is older Telegram lets nobody delete."""
    return [kept for kept in town.telegram.lies(chat) if kept.at >= IN_WINDOW]


def test_whoever_answers_is_asked_first_if_it_is_safe(desk: Desk, chat: int, referral: str) -> None:
    """A reply meets safe-to-talk before anything else; and since they have answered, another message may go."""
    desk.write(referral)
    desk.look()
    second = desk.write(referral)
    desk.look()
    assert [("refused", "G10")] == desk.of(second)
    assert FIRST in desk.town.says(chat, "HI")[0]
    third = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(third)


@pytest.mark.parametrize("words", ["who is this", "wrong number"])
def test_who_disowns_it_hears_nothing_and_stays_frozen(desk: Desk, chat: int, referral: str, words: str) -> None:
    """Nothing is said in the chat, the hub is told once, and a restart does not open that way again."""
    order = desk.write(referral)
    desk.look()
    assert [] == desk.town.says(chat, words)
    assert [] == desk.town.says(chat, words)
    assert not desk.town.holds(chat)
    assert [("sent", ""), ("frozen", "G13")] == desk.of(order)

    with restarted(desk) as again:
        later = again.write(referral)
        again.look()
        assert [("refused", "G13")] == again.of(later)
    assert [GOOD_TIME] == desk.unasked(chat)


def test_after_a_restart_who_was_written_to_is_still_known(desk: Desk, chat: int, referral: str) -> None:
    """The answer may come days later, to another process: it is looked at all the same."""
    order = desk.write(referral)
    desk.look()
    with restarted(desk) as again:
        for _ in range(200):
            if again.town.room.replies.freeze.knows(str(chat)):
                break
            again.town.call(asyncio.sleep, 0.05)
        assert [] == again.town.says(chat, "wrong number")
        assert ("frozen", "G13") in again.of(order)


def test_what_was_under_way_is_forgotten_with_the_way(desk: Desk, chat: int, referral: str) -> None:
    """Somebody else may hold the phone now: no question of before is put to them, and no answer kept."""
    desk.write(referral)
    desk.look()
    desk.town.says(chat, "HI", "1", "1")
    assert desk.town.holds(chat)

    assert [] == desk.town.says(chat, "wrong number")
    assert not desk.town.holds(chat)


def test_two_workers_open_it_again(desk: Desk, chat: int, referral: str) -> None:
    """A frozen chat is opened like any frozen way; once they have answered, they can be written to again."""
    bare = desk.order(referral).model_dump(by_alias=True)
    desk.write(referral)
    desk.look()
    assert [] == desk.town.says(chat, "wrong number")
    desk.town.house.clock.at += 60
    why = {"reason": "They rang us", "by": ("Ama", "Bo"), "asked": "voice"}
    now = int(desk.town.house.clock.at)
    order = Order.model_validate(bare | {"says": None, "thaw": why, "at": now, "until": now + 3600})
    desk.give(desk.sealed(referral, order).text)
    desk.look()
    assert [("noted", "")] == desk.of(order.id)
    assert FIRST in desk.town.says(chat, "HI")[0]
    after = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(after)


def test_one_that_comes_too_late_to_be_answered_freezes_too(desk: Desk, chat: int, referral: str) -> None:
    """An hour late nothing is answered, but who holds the phone matters as much."""
    order = desk.write(referral)
    desk.look()
    told = desk.town.telegram.writes(chat, "wrong number")
    desk.town.house.clock.at += 3600
    desk.town.telegram.bring(told)

    assert ("frozen", "G13") in desk.of(order)


@pytest.mark.parametrize("word", ["STOP", "unsubscribe"])
def test_stop_freezes_and_leaves(desk: Desk, chat: int, referral: str, word: str) -> None:
    """Whoever wants no more is not written to again, the hub hears why, and the chat is emptied as ever."""
    order = desk.write(referral)
    desk.look()
    desk.town.says(chat, word)
    later = desk.write(referral)
    desk.look()

    assert [("sent", ""), ("frozen", "G13")] == desk.of(order)
    assert [("refused", "G13")] == desk.of(later)
    assert [] == of_today(desk.town, chat)


def test_leaving_deletes_what_we_wrote_and_freezes_nothing(desk: Desk, chat: int, referral: str) -> None:
    """BYE empties the chat of it, and says nothing of whose chat it is."""
    order = desk.write(referral)
    desk.look()
    assert [GOOD_TIME] == desk.unasked(chat)
    desk.town.says(chat, "bye")

    assert [] == of_today(desk.town, chat)
    assert [("sent", "")] == desk.of(order)


def test_the_danger_word_is_never_answered(desk: Desk, chat: int, referral: str) -> None:
    """A word of their own within a reply freezes the way; the door keeps no more of it than a mark."""
    case = desk.case(referral)
    said = case.signed.of.plan.model_dump(by_alias=True) | {"danger_word": {"word": "blue kettle", "set": True}}
    of = case.signed.of.model_copy(update={"plan": type(case.signed.of.plan).model_validate(said)})
    signed = SignedPlan.by(desk.town.house.plan.sealer.door.newest, of)
    order = desk.order(referral).model_copy(update={"plan": signed.text})
    desk.give(desk.sealed(referral, order).text)
    desk.look()

    assert [] == desk.town.says(chat, "yes the Blue Kettle is fine")
    assert [("sent", ""), ("frozen", "G13")] == desk.of(order.id)


def test_someone_we_never_wrote_to_freezes_nothing(desk: Desk, chat: int, referral: str) -> None:
    """'Who is this' from a person who began it themselves is answered as ever, and shuts no way to them."""
    assert desk.town.says(chat, "who is this")
    desk.town.telegram.bring(desk.town.telegram.blocks(chat))
    desk.town.telegram.blocked.clear()
    order = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(order)


def test_who_blocks_us_after_it_freezes_the_way(desk: Desk, chat: int, referral: str) -> None:
    """It is this door's STOP: the hub hears of it, and a block that is taken away opens nothing."""
    order = desk.write(referral)
    desk.look()
    desk.town.telegram.bring(desk.town.telegram.blocks(chat))
    desk.town.telegram.blocked.clear()
    later = desk.write(referral)
    desk.look()

    assert [("sent", ""), ("frozen", "G13")] == desk.of(order)
    assert [("refused", "G13")] == desk.of(later)


def test_who_disowns_it_just_before_leaving_is_looked_at(desk: Desk, chat: int, referral: str) -> None:
    """It goes with the rest, and is not answered; that it was said still counts."""
    order = desk.write(referral)
    desk.look()
    town = desk.town
    said = plainly(town.telegram.writes(chat, "wrong number"), int(town.house.clock.at))
    assert said
    while_it_waits(desk, chat, lambda lane: setattr(lane, "left", lane.left + 1), lambda: turn(town.room, said))

    assert ("frozen", "G13") in desk.of(order)


def test_a_store_that_is_away_freezes_it_later(
    desk: Desk, chat: int, referral: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever disowns it is met with silence though nothing can be written just now."""
    desk.write(referral)
    desk.look()
    freeze = desk.town.room.replies.freeze

    async def away(*_: object) -> None:
        raise StoreSilent(heard=True)

    monkeypatch.setattr(type(freeze), "shut", away)
    monkeypatch.setattr("reception.replies._AGAIN_S", (3600,))

    assert [] == desk.town.says(chat, "wrong number")
    assert 1 == len(desk.town.room.replies.later)
