"""A frozen way that two workers open again, and words that wait until it was just said that it is safe to talk."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from flows.danger import GAP
from reception.order import Order
from tests.sms.desk import Desk

TWO = ("Ama", "Bo")


def frozen(desk: Desk, number: str, referral: str) -> None:
    """They are written to, and somebody says that it is not their phone."""
    desk.write(referral)
    desk.look()
    assert [] == desk.town.says(number, "wrong number")
    desk.town.house.clock.at += 60


def thaw(desk: Desk, referral: str, **more: Any) -> str:
    """Have the way opened again; the order's id."""
    why = {"reason": "They rang us", "by": TWO, "asked": "voice"} | more.pop("thaw", {})
    bare = desk.order(referral).model_dump(by_alias=True) | {"says": None, "thaw": why, "id": secrets.token_hex(12)}
    order = Order.model_validate(bare | more)
    desk.give(desk.sealed(referral, order).text)
    desk.look()
    return order.id


def later(desk: Desk, referral: str) -> list[tuple[str, str]]:
    """What comes of a message on the next such day, when the clocks have gone back."""
    desk.town.house.clock.at += 7 * 24 * 3600 + 3600
    order = desk.write(referral)
    desk.look()
    return desk.of(order)


def test_two_workers_open_it_again(desk: Desk, number: str, referral: str) -> None:
    """From then on their plan holds as before; what was tried is not forgotten, so they are asked by G10 first."""
    frozen(desk, number, referral)
    order = thaw(desk, referral)
    assert [("noted", "")] == desk.of(order)
    assert [("refused", "G10")] == later(desk, referral)
    desk.town.says(number, "HI")
    after = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(after)


@pytest.mark.parametrize("by", [("Ama", "ama "), ("Ama", " ")])
def test_one_worker_under_two_names_opens_nothing(desk: Desk, number: str, referral: str, by: tuple[str, str]) -> None:
    """The door counts them itself, whatever the hub's own command let through."""
    frozen(desk, number, referral)
    order = thaw(desk, referral, thaw={"by": by})

    assert [("refused", "G13")] == desk.of(order)
    assert [("refused", "G13")] == later(desk, referral)


def test_a_message_is_no_ground_to_open_it(desk: Desk, number: str, referral: str) -> None:
    """An order that says so is none: it does not even open."""
    frozen(desk, number, referral)
    order = desk.order(referral)
    why: Any = Order.model_fields["thaw"].annotation
    bare = why.__args__[0].model_construct(reason="They texted", by=TWO, asked="message")
    desk.give(desk.sealed(referral, order.model_copy(update={"says": None, "thaw": bare})).text)
    desk.look()

    assert ("refused", "content") in [(what, rule) for _, what, rule in desk.outcomes()]
    assert [("refused", "G13")] == later(desk, referral)


def test_it_does_not_undo_what_came_after_it(desk: Desk, number: str, referral: str) -> None:
    """It was decided before the way was shut: by now they know less than the door does. Nor does a copy of it."""
    early = desk.town.house.clock.at
    order = thaw(desk, referral)
    assert [("noted", "")] == desk.of(order)
    frozen(desk, number, referral)
    sealed = thaw(desk, referral, at=int(early) - 60, until=int(early) + 3600)

    assert [("refused", "G13")] == desk.of(sealed)
    assert [("refused", "G13")] == later(desk, referral)


def test_a_copy_of_an_order_opens_nothing_again(desk: Desk, number: str, referral: str) -> None:
    """It was carried out once. Whoever can write to the store cannot open a way with what two workers said before."""
    frozen(desk, number, referral)
    why = {"reason": "They rang us", "by": TWO, "asked": "voice"}
    bare = desk.order(referral).model_dump(by_alias=True) | {"says": None, "thaw": why}
    copied = desk.sealed(referral, Order.model_validate(bare)).text
    desk.give(copied)
    desk.look()
    desk.town.says(number, "who is this")
    desk.give(copied)
    desk.look()

    assert 0 == desk.waiting()
    assert [("refused", "G13")] == later(desk, referral)


def test_shut_again_is_as_shut_as_before(desk: Desk, number: str, referral: str) -> None:
    """Somebody disowns it a second time after it was opened: frozen, and the hub hears of it again."""
    frozen(desk, number, referral)
    first = thaw(desk, referral)
    desk.town.house.clock.at += 60
    assert [] == desk.town.says(number, "who is this")

    assert [("noted", "")] == desk.of(first)
    assert 2 == [what for _, what, _ in desk.outcomes()].count("frozen")
    assert [("refused", "G13")] == later(desk, referral)


def test_nobody_opens_what_its_owner_has_stopped(desk: Desk, number: str, referral: str) -> None:
    """STOP is theirs to take back, with START, and not the hub's."""
    desk.write(referral)
    desk.look()
    desk.town.says(number, "STOP")
    desk.town.house.clock.at += 60
    order = thaw(desk, referral)

    assert [("refused", "G13")] == desk.of(order)
    assert [("refused", "G13")] == later(desk, referral)


def whole(desk: Desk, referral: str) -> list[tuple[str, str]]:
    """What comes of a worker's own words that tell more, by a plan that two workers have widened so far."""
    said = desk.case(referral).signed.of.plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    said["routes"] = [one | {"content": "full_after_verify", "max_attempts": 9} for one in said["routes"]]
    said["if_no_answer"] = "retry_in_window"
    edit = {"version": 2, "plan": said, "reason": "They asked us to", "by": TWO, "asked": "voice"}
    order = desk.order(referral, "--verified", text="Please bring your papers on Tuesday.")
    made = Order.model_validate(order.model_dump(by_alias=True) | {"edit": edit})
    desk.give(desk.sealed(referral, made).text)
    desk.look()
    return desk.of(made.id)


def test_more_than_a_neutral_line_waits_until_it_is_safe(desk: Desk, number: str, referral: str) -> None:
    """They are asked first; when they have just said that it is safe, it goes. The door itself knows that they have."""
    assert [("refused", "G12")] == whole(desk, referral)
    desk.write(referral)
    desk.look()
    asked = desk.town.says(number, "HI")
    assert "Is it OK to message here now?" in asked[0]
    desk.town.house.clock.at += 30
    assert [("refused", "G12")] == whole(desk, referral)
    desk.town.says(number, "1")
    desk.town.house.clock.at += GAP

    assert "G12" not in [rule for _, rule in whole(desk, referral)]


def told_safe(desk: Desk, number: str, referral: str) -> None:
    """They are written to, answer, and say that it is safe."""
    desk.write(referral)
    desk.look()
    desk.town.says(number, "HI")
    desk.town.says(number, "1")


@pytest.mark.parametrize("words", ["bye", "he is standing over me", "who is this"])
def test_what_they_say_next_may_take_it_back(desk: Desk, number: str, referral: str, words: str) -> None:
    """Who leaves, who is not alone any more, or is not them after all: what they said a minute ago holds no longer."""
    told_safe(desk, number, referral)
    desk.town.says(number, words)

    assert [("refused", "G12")] == whole(desk, referral) or [("refused", "G13")] == whole(desk, referral)


def test_after_a_while_it_holds_no_longer(desk: Desk, number: str, referral: str) -> None:
    """A quarter of an hour, as in a conversation."""
    told_safe(desk, number, referral)
    desk.town.house.clock.at += GAP + 1

    assert [("refused", "G12")] == whole(desk, referral)
