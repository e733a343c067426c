"""No contact to a number that may reach somebody else, whoever gave it, and by whichever door."""

from __future__ import annotations

import pytest

from hub.case import taken
from hub.fault import HubFault
from hub.write import _order
from reception.order import SealedOrder
from tests.players.web import Player
from tests.sms.desk import IN_WINDOW, Desk

CHANGE = ("hello", "1", "3", "40", "2", "skip", "1", "skip", "skip", "text me")


def newest(desk: Desk) -> str:
    """The one referral on the queue."""
    (made,) = [one.held for one in desk.town.house.read()]
    desk.town.house.empty()
    return made


def test_who_hurts_somebody_cannot_have_them_written_to(desk: Desk, number: str, referral: str) -> None:
    """On both sides of a harm stands one number: it is written to for neither, and the hub hears why, twice."""
    other = desk.town.number()
    desk.town.house.look()
    desk.town.says(other, *CHANGE, f"{number}, Monday 10-12", "SEND")
    theirs = newest(desk)
    desk.town.house.clock.at = IN_WINDOW + 60
    orders = [desk.write(one) for one in (referral, theirs)]
    desk.look()

    assert [] == desk.texts(number) == desk.texts(other)
    assert [[("refused", "G5")]] * 2 == [desk.of(order) for order in orders]


def test_a_number_that_a_worker_gives_on_the_page_shuts_it_too(desk: Desk, number: str, referral: str) -> None:
    """The doors share what they know of an address, and nothing else: another's plan holds it, so a person looks."""
    town = desk.town
    town.house.look()
    worker = Player(town.house, town.server)
    page = f"1 | Dr Ama Osei, GP | 020 7946 0000 | Sam Lee, 34, Redhill | 1 | Bruises. | 0{number[3:]} | 1 | 2"
    for after, words in enumerate(("hello", "1", "5", page, "skip", "1")):
        seen = worker.tell(words, after)
    assert seen.sent
    town.house.clock.at = IN_WINDOW + 60
    order = desk.write(referral)
    desk.look()

    assert [] == desk.texts(number)
    assert [("refused", "G5")] == desk.of(order)


def test_whom_a_worker_wrote_of_is_not_written_to_on_their_word(desk: Desk, number: str) -> None:
    """They gave no plan of their own: what the worker gave is for a worker's hand, and nothing goes out by it."""
    town = desk.town
    town.house.look()
    worker = Player(town.house, town.server)
    page = f"1 | Dr Ama Osei, GP | 020 7946 0000 | Sam Lee, 34, Redhill | 1 | Bruises. | 0{number[3:]} | 1 | 2"
    for after, words in enumerate(("hello", "1", "5", page, "skip", "1")):
        worker.tell(words, after)
    made = newest(desk)
    with pytest.raises(HubFault, match="by hand"):
        taken(desk.args(made, "--template", "good_time"))
    args = desk.args(made, "--template", "opening", "--person", "person", "--way", "voice")
    case, at = taken(args), int(town.house.clock.at)
    order = _order(args, case, at)
    desk.give(SealedOrder.of(order, case.door, case.key.public(), case.key.sign).text)
    desk.look()

    ((what, rule),) = desk.of(order.id)
    assert (what, rule) in {("refused", "G1"), ("refused", "G17")}
    assert [] == desk.texts(number)
