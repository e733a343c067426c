from __future__ import annotations

import secrets

import pytest

from flows.narrower import NARROWS
from reception import fate, less
from reception.keyring import Keyring
from reception.valkey import Valkey
from tests.reception.house import TODAY
from tests.reception.writing import Desk


def ends(valkey: Valkey, *facts: str) -> tuple[int, list[tuple[str, str]]]:
    """How many texts go out when these facts stand, and what the hub is told."""
    desk = Desk(valkey)
    referral, order = secrets.token_hex(10), f"order-{secrets.token_hex(6)}"
    less_key = less.key(desk.keyring)
    told = [mark for fact in facts for mark in less.marks(less_key, referral, [fact]) or (fact,)]
    if told:
        desk.at_door.rpush(fate.key(0, referral), "back:{0}:x", *told)
        desk.at_door.expire(fate.key(0, referral), 3600)
    desk.give(desk.sealed(desk.order(order, desk.plan("+447700900111", referral))))
    assert desk.look()
    said = [(what, rule) for id_, what, rule in desk.outcomes() if id_ == order]
    went = desk.went["+447700900111"]
    desk.close()
    return went, said


def test_without_a_coming_back_it_is_sent(valkey: Valkey) -> None:
    """The same order goes, where nothing was taken out of the plan."""
    assert ends(valkey) == (1, [("sent", "")])
    assert ends(valkey, "looked", "added") == (1, [("sent", "")])


def test_less_counts_at_the_next_message(valkey: Valkey) -> None:
    """An order that the hub gave by the old plan is refused, whether or not the hub has read of it."""
    for chosen in ("text", "all"):
        went, said = ends(valkey, "looked", chosen)
        assert went == 0
        assert said[0][0] == "refused"


def test_what_was_not_taken_out_still_goes(valkey: Valkey) -> None:
    """Who wants no calls may still be texted."""
    assert ends(valkey, "call") == (1, [("sent", "")])


def test_to_who_took_it_back_nothing_is_sent(valkey: Valkey) -> None:
    """Neither before nor after somebody looked."""
    assert ends(valkey, "withdrawn") == (0, [("refused", "withdrawn")])
    assert ends(valkey, "looked", "withdrawn") == (0, [("refused", "withdrawn")])


@pytest.mark.parametrize("chosen", NARROWS)
def test_a_mark_tells_nothing_but_to_a_door(chosen: str) -> None:
    """Of two people, or at two doors, the same choice has two marks."""
    key, other = (less.key(Keyring.new(TODAY)) for _ in range(2))
    made = {less.marks(key, "one", [chosen]), less.marks(key, "two", [chosen]), less.marks(other, "one", [chosen])}
    assert len(made) == 3
    assert not any(chosen in mark for (mark,) in made)
