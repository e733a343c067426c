"""The hub writes back into a chat, by a plan that was made there, through the real door and a stand-in for Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from bot.lanes import Lane
from bot.outgoing import Outgoing
from bot.turns import turn
from bot.wire import plainly
from flows.hub_rules import hub_rules
from flows.library import load
from flows.play import _BEGAN as BEGAN
from frontdoor.app import front_door
from frontdoor.practice.telegram import Kept
from hub.write import preview
from reception.lines import StoreSilent
from reception.order import Order
from reception.outbox import LEASE_S, Permit, Sending
from reception.signedplan import SignedPlan
from tests.bot.conftest import FIRST, Town, _said
from tests.bot.desk import TALK, Desk
from tests.browser import InProcess
from tests.desk import AFTER, BEFORE, IN_WINDOW, TELLING
from tests.house import ORIGIN

GOOD_TIME = "Hello. When it is a good time, reply HI. If it is not, you do not need to reply."


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Desk:
    """Somebody at the hub, some days before anything is written."""
    town.house.clock.at = BEGAN
    town.telegram.blocked.clear()
    return Desk(town, tmp_path)


@pytest.fixture
def chat(town: Town) -> int:
    """Somebody's chat."""
    return town.person()


@pytest.fixture
def referral(desk: Desk, chat: int) -> str:
    """Theirs; it is now within the times that they gave."""
    made = desk.refer(chat)
    desk.town.house.clock.at = IN_WINDOW
    return made


@contextmanager
def restarted(desk: Desk) -> Iterator[Desk]:
    """The same hub, at a door that has just been started again, where no other carries anything."""
    town = desk.town
    app = front_door(replace(town.house.plan, account=None))
    with TestClient(app, base_url=ORIGIN) as client:
        server = InProcess(client)
        town.telegram.deliver = lambda path, body, headers: _said(server, path, body, headers)
        yield Desk(replace(town, server=server, app=app), desk.tmp, desk.heard)


def everything(town: Town) -> bytes:
    """All that the store's own files hold."""
    return b"".join(path.read_bytes() for path in town.house.valkey.data.rglob("*") if path.is_file())


def of_today(town: Town, chat: int) -> list[Kept]:
    """What lies in the chat since it was written to; what is older Telegram lets nobody delete."""
    return [kept for kept in town.telegram.lies(chat) if kept.at >= IN_WINDOW]


def test_the_plan_names_the_chat_when_it_is_sealed_and_not_before(desk: Desk, chat: int) -> None:
    """'Here' is a way of kind telegram to this chat; until it is sealed the answer holds no address."""
    desk.town.house.look()
    desk.town.says(chat, *TALK[:-1])
    assert desk.town.holds(chat)
    desk.town.says(chat, TALK[-1])
    plan = desk.case(desk.referred()).signed.of.plan
    (route,) = plan.routes

    assert ("telegram", str(chat), "safe", "neutral_callback") == (route.kind, route.value, route.status, route.content)
    assert [("10:00", "12:00")] == [(window.from_, window.to) for window in route.windows]
    assert "service" == plan.initiative


def test_a_number_given_there_is_still_a_number_to_text(desk: Desk, chat: int) -> None:
    """Who types one is texted: the chat is named by who says 'here', and by nobody else."""
    made = desk.refer(chat, *TALK[:-2], "07700 900123, Monday 10-12", "send")
    (route,) = desk.case(made).signed.of.plan.routes

    assert ("sms", "+447700900123") == (route.kind, route.value)


def test_in_their_time_it_goes_out_once(desk: Desk, chat: int, referral: str) -> None:
    """The words are the approved ones, silent and protected, the outcome is 'sent', nothing is left on the outbox."""
    order = desk.write(referral)
    desk.look()
    desk.look()
    sent = desk.town.last(chat)

    assert [GOOD_TIME] == desk.unasked(chat)
    assert (True, True, False) == (sent.protected, sent.silent, sent.preview)
    assert [("sent", "")] == desk.of(order)
    assert 0 == desk.waiting()


def test_it_goes_in_a_language_that_is_signed(desk: Desk, chat: int, referral: str) -> None:
    """A draft is sent to nobody. Once it is offered it goes, with all its marks: here they cost nothing."""
    refused = desk.write(referral, "--language", "pl")
    desk.look()
    assert [("refused", "G14")] == desk.of(refused)
    outbox = desk.town.app.state.outbox
    outbox.rules = replace(outbox.rules, hub=hub_rules(load()))
    order = desk.write(referral, "--language", "pl")
    desk.look()

    assert "Dzień dobry" in desk.unasked(chat)[0]
    assert [("sent", "")] == desk.of(order)


def test_outside_their_time_it_is_held_and_then_goes(desk: Desk, chat: int, referral: str) -> None:
    """It is told once that it waits; it goes when their own time has come."""
    desk.town.house.clock.at = BEFORE
    order = desk.write(referral)
    desk.look()
    desk.look()
    assert [] == desk.unasked(chat)
    desk.town.house.clock.at = IN_WINDOW
    desk.look()

    assert [GOOD_TIME] == desk.unasked(chat)
    assert [("held", "G2"), ("sent", "")] == desk.of(order)


def test_what_was_held_for_too_long_is_never_sent(desk: Desk, chat: int, referral: str) -> None:
    """Past its own end it is dropped, though their time has come round again."""
    desk.town.house.clock.at = AFTER
    order = desk.write(referral, "--hours", "2")
    desk.look()
    desk.town.house.clock.at = IN_WINDOW + 7 * 24 * 3600
    desk.look()

    assert [] == desk.unasked(chat)
    assert [("held", "G2"), ("expired", "")] == desk.of(order)
    assert 0 == desk.waiting()


def test_a_telling_word_is_refused(desk: Desk, chat: int, referral: str) -> None:
    """Even from a worker who has made sure that it is them."""
    order = desk.write(referral, "--verified", "--level", "neutral_callback", text=TELLING)
    desk.look()

    assert [] == desk.unasked(chat)
    assert [("refused", "G7")] == desk.of(order)


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


def test_the_worker_hears_at_once_that_it_may_go(desk: Desk, chat: int, referral: str) -> None:
    """The hub's own look at the rules says of a chat what the door will say."""
    order, now = desk.order(referral), datetime.fromtimestamp(IN_WINDOW, UTC)
    answer = preview(desk.case(referral), order, desk.town.house.plan.library, now)

    assert isinstance(answer, Permit)
    assert ("telegram", str(chat)) == (answer.way.kind, answer.way.to)


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


def test_what_we_wrote_leaves_the_buttons_of_before_to_the_next_answer(desk: Desk, chat: int, referral: str) -> None:
    """It answers nothing: the question before it is still the one whose buttons go."""
    desk.town.house.clock.at = IN_WINDOW - 60
    desk.town.says(chat, "hello")
    asked = desk.town.last(chat)
    desk.town.house.clock.at = IN_WINDOW
    desk.write(referral)
    desk.look()
    assert [GOOD_TIME] == desk.unasked(chat)
    desk.town.says(chat, "1")

    assert [] == asked.rows


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


def test_their_own_chat_twice_is_still_theirs(desk: Desk, chat: int, referral: str) -> None:
    """Who asks for help again in the same chat can still be reached in it."""
    desk.town.house.clock.at = BEGAN + 7200
    again = desk.refer(chat)
    desk.town.house.clock.at = IN_WINDOW
    order = desk.write(again)
    desk.look()

    assert [("sent", "")] == desk.of(order)


def test_who_has_blocked_us_is_refused(desk: Desk, chat: int, referral: str) -> None:
    """Telegram says a plain no: nothing was sent, and nothing is tried again."""
    desk.town.telegram.blocked.add(chat)
    order = desk.write(referral)
    desk.look()
    desk.look()

    assert [] == desk.unasked(chat)
    assert [("refused", "provider")] == desk.of(order)


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


def test_a_chat_that_telegram_does_not_know_is_refused(desk: Desk, chat: int, referral: str) -> None:
    """The account is gone, or another bot has been put in this one's place."""
    desk.town.telegram.chats.pop(chat)
    order = desk.write(referral)
    desk.look()

    assert [("refused", "provider")] == desk.of(order)


@pytest.mark.parametrize("fault", [{"loses": 1}, {"breaks": 1}])
def test_a_doubtful_one_is_told_as_it_is_and_never_tried_again(
    desk: Desk, chat: int, referral: str, fault: dict[str, int]
) -> None:
    """No answer, or one of a Telegram that is broken: 'maybe sent', once, and one message at the most."""
    for name, count in fault.items():
        setattr(desk.town.telegram.faults, name, count)
    order = desk.write(referral)
    for _ in range(3):
        desk.look()
        desk.town.house.clock.at += LEASE_S + 1

    assert [("maybe sent", "")] == desk.of(order)
    assert [GOOD_TIME] == desk.asked(chat)
    assert len(desk.unasked(chat)) == fault.get("loses", 0)


@pytest.mark.parametrize(
    ("kind", "to"), [("telegram", "@a_name"), ("telegram", "-1001"), ("telegram", "0"), ("telegram", ""), ("sms", "77")]
)
def test_it_goes_to_one_persons_chat_and_to_nothing_else(desk: Desk, kind: str, to: str) -> None:
    """A name, a group, or a number of another kind of way: Telegram is not even asked."""
    permit = SimpleNamespace(way=SimpleNamespace(kind=kind, to=to), text=GOOD_TIME, holds=lambda _: True)

    assert Sending.REFUSED is desk.town.call(Outgoing(desk.town.room).send, permit)
    assert [] == [name for name, _ in desk.town.telegram.asked]


def test_too_many_is_a_plain_no(desk: Desk, chat: int, referral: str) -> None:
    """Told to wait longer than it would still be in time, it is given up: nothing has gone, and none goes late."""
    desk.town.telegram.faults.too_many = [600]
    order = desk.write(referral)
    desk.look()
    desk.look()

    assert [] == desk.unasked(chat)
    assert [("refused", "provider")] == desk.of(order)


def while_it_waits(
    desk: Desk, chat: int, meanwhile: Callable[[Lane], None], work: Callable[[], Awaitable[object]] | None = None
) -> None:
    """Have the door look at its outbox while this chat is being answered, and do this before its turn comes."""
    room, does = desk.town.room, work or desk.town.app.state.outbox.once

    async def looked() -> None:
        async with room.lanes.enter(chat) as lane:
            async with lane.lock:
                looks = asyncio.ensure_future(does())
                while lane.inside == 1:  # noqa: ASYNC110 - nothing tells that somebody has come to wait
                    await asyncio.sleep(0)
                meanwhile(lane)
            await looks

    desk.town.call(looked)


def test_nothing_goes_to_who_leaves_meanwhile(desk: Desk, chat: int, referral: str) -> None:
    """It waited for its turn in the chat, and they left: it is not wanted any more."""
    order = desk.write(referral)
    while_it_waits(desk, chat, lambda lane: setattr(lane, "left", lane.left + 1))

    assert [] == desk.asked(chat)
    assert [("refused", "provider")] == desk.of(order)


def test_nothing_goes_once_its_minute_is_over(desk: Desk, chat: int, referral: str) -> None:
    """It waited for its turn in the chat for too long."""
    clock = desk.town.house.clock
    order = desk.write(referral)
    while_it_waits(desk, chat, lambda _: setattr(clock, "at", clock.at + 61))

    assert [] == desk.asked(chat)
    assert [("refused", "provider")] == desk.of(order)


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


@pytest.mark.parametrize("text", ["", TELLING])
def test_nothing_of_it_is_in_the_store_afterwards(desk: Desk, chat: int, referral: str, text: str) -> None:
    """Sent or refused: no address and no word of it, in clear, and no order on the outbox."""
    desk.write(referral, *(("--verified", "--level", "neutral_callback") if text else ()), text=text)
    desk.look()
    kept = everything(desk.town)

    assert [] == [one for one in (str(chat), GOOD_TIME, TELLING, "good_time") if one.encode() in kept]
    assert 0 == desk.waiting()


def test_the_hour_is_london_time(desk: Desk, chat: int, referral: str) -> None:
    """The window is as a clock in London shows it, in October still an hour ahead of UTC."""
    assert datetime.fromtimestamp(IN_WINDOW, UTC).hour == 9
    order = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(order)
