from __future__ import annotations

import secrets
from typing import Any, cast

import pytest

from flows.on_the_page import on_the_page
from reception import base64url, fate, left, less
from reception.fate import Fate
from reception.order import Order, Says
from reception.signedplan import SignedPlan
from reception.valkey import Valkey
from tests.reception.writing import HOUR, Desk

NUMBER = "+447700900112"
SEED = base64url.encode(bytes(range(32)))


@pytest.fixture
def referral() -> str:
    """An id that nobody had before."""
    return secrets.token_hex(10)


def worded(desk: Desk, referral: str, *facts: str) -> None:
    """Somebody has taken words for it, and this is what happened since."""
    desk.at_door.rpush(fate.key(0, referral), f"back:{{0}}:x {left.public(SEED)}", *facts)
    desk.at_door.expire(fate.key(0, referral), HOUR)


def order(desk: Desk, referral: str) -> Order:
    """Leave them a line on the page."""
    made = desk.order(f"order-{secrets.token_hex(6)}", desk.plan(NUMBER, referral))
    return for_the_page(made)


def for_the_page(made: Order) -> Order:
    """The same order, for the page and in a worker's own words."""
    return made.model_copy(update={"route": "web", "says": Says(by="Ama", text="We can meet.")})


def letters(desk: Desk, referral: str) -> list[str]:
    """What they would read."""
    known = Fate.of(cast(Any, desk.at_door.lrange(fate.key(0, referral), 0, -1)))
    blobs = [cast(Any, desk.at_door.get(name)) for name in known.wrote]
    return [left.opened(SEED, referral, blob or b"") for blob in blobs]


def test_the_page_is_open_where_every_other_way_is_shut(valkey: Valkey, referral: str) -> None:
    """Who said 'do not contact me' is not texted, and is left a line where they come and look."""
    desk = Desk(valkey)
    worded(desk, referral, *less.marks(less.key(desk.keyring), referral, ["all"]))
    page, text = order(desk, referral), desk.order(f"order-{secrets.token_hex(6)}", desk.plan(NUMBER, referral))
    for one in (page, text):
        desk.give(desk.sealed(one))
    assert desk.look()
    said = {id_: what for id_, what, _ in desk.outcomes()}
    assert (said[page.id], said[text.id]) == ("sent", "refused")
    assert letters(desk, referral) == ["We can meet."]
    assert desk.went[NUMBER] == 0
    desk.close()


def test_words_open_no_other_way(valkey: Valkey, referral: str) -> None:
    """Who said 'I will contact you' and took words is still not texted, though their plan names a number."""
    desk = Desk(valkey)
    worded(desk, referral)
    signed = desk.plan(NUMBER, referral)
    said = signed.of.plan.model_copy(update={"initiative": "person_will_contact"})
    mine = SignedPlan.by(desk.door.newest, signed.of.model_copy(update={"plan": said}))
    text, page = (desk.order(f"order-{secrets.token_hex(6)}", mine) for _ in range(2))
    for one in (text, for_the_page(page)):
        desk.give(desk.sealed(one))
    assert desk.look()
    told = {id_: (what, rule) for id_, what, rule in desk.outcomes()}
    assert (told[text.id], told[page.id]) == (("refused", "G1"), ("sent", ""))
    assert desk.went[NUMBER] == 0
    desk.close()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_cut_off_anywhere_it_is_left_once_and_told_once(valkey: Valkey, referral: str, *, after: bool) -> None:
    """Whichever command the process ends at, there is one letter at most and one final outcome."""
    desk, cut = Desk(valkey), 0
    while True:
        mine = f"{referral}{cut}"
        desk.clock.at += 3 * HOUR  # only so many messages go in an hour
        worded(desk, mine)
        one = order(desk, mine)
        desk.give(desk.sealed(one))
        whole = desk.look(cut, after=after)
        desk.clock.at += 300
        assert desk.look()
        (said,) = [what for id_, what, _ in desk.outcomes() if id_ == one.id]
        assert said in {"sent", "maybe sent"}
        assert len(letters(desk, mine)) <= 1
        assert said != "sent" or letters(desk, mine) == ["We can meet."]
        if whole:
            break
        cut += 1
    desk.close()


def test_what_has_no_words_any_more_is_refused(valkey: Valkey, referral: str) -> None:
    """The words ran out between the order and the look: nothing is left, and nothing is made."""
    desk = Desk(valkey)
    one = order(desk, referral)
    desk.give(desk.sealed(one))
    assert desk.look()
    assert [(what, rule) for id_, what, rule in desk.outcomes() if id_ == one.id] == [("refused", "G1")]
    assert not desk.at_door.lrange(fate.key(0, referral), 0, -1)
    desk.close()


def test_the_page_changes_nothing_else_of_a_plan(valkey: Valkey, referral: str) -> None:
    """What they forbade, and each way they named, stand as they were; another person's plan stays whole."""
    desk = Desk(valkey)
    plan = desk.plan(NUMBER, referral).of.plan.model_copy(update={"never": ("use_name_of_service",), "frozen": True})
    confirmed = plan.confirmed_at
    assert confirmed is not None
    made = on_the_page(plan, confirmed)
    assert (made.never, made.frozen, made.routes[:-1]) == (plan.never, True, plan.routes)
    theirs = plan.model_copy(update={"person": "other"})
    assert on_the_page(theirs, confirmed) is theirs
    assert on_the_page(made, confirmed) is made
    desk.close()


def test_once_it_is_taken_back_nothing_was_written() -> None:
    """Also where the door was cut off before it could take the letters away."""
    facts = [b"back:{0}:x key", b"wrote:one", b"looked", b"wrote:two"]
    assert Fate.of(facts).wrote == ("one", "two")
    assert Fate.of([*facts, b"withdrawn"]).wrote == ()
