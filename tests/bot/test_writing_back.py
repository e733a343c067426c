"""The hub writes back into a chat, by a plan that was made there, through the real door and a stand-in for Telegram."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.outgoing import Outgoing
from flows.hub_rules import hub_rules
from flows.library import load
from flows.play import _BEGAN as BEGAN
from hub.write import preview
from reception.outbox import LEASE_S, Permit, Sending
from tests.bot.conftest import Town
from tests.bot.desk import TALK, Desk, while_it_waits
from tests.desk import AFTER, BEFORE, IN_WINDOW, TELLING

GOOD_TIME = "Hello. When it is a good time, reply HI. If it is not, you do not need to reply."


def everything(town: Town) -> bytes:
    """All that the store's own files hold."""
    return b"".join(path.read_bytes() for path in town.house.valkey.data.rglob("*") if path.is_file())


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


def test_the_worker_hears_at_once_that_it_may_go(desk: Desk, chat: int, referral: str) -> None:
    """The hub's own look at the rules says of a chat what the door will say."""
    order, now = desk.order(referral), datetime.fromtimestamp(IN_WINDOW, UTC)
    answer = preview(desk.case(referral), order, desk.town.house.plan.library, now)

    assert isinstance(answer, Permit)
    assert ("telegram", str(chat)) == (answer.way.kind, answer.way.to)


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
