"""The published orders are read as they say, so that another program's are too."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.plan import ContactPlan, Route
from flows.record import HarmAssertion, Person, Referral
from reception.doorkeys import DoorKeys
from reception.faults import SealFault
from reception.order import LONGEST_S, Order, SealedOrder
from reception.outcome import Outcome
from reception.signedplan import SignedPlan, plans_of
from tests.reception.make_orders import order, plan
from tests.reception.make_vectors import DOOR, FOLDER, HUB, NOON

ORDERS: dict[str, Any] = json.loads((FOLDER / "orders.json").read_text("utf-8"))
DOORS = DoorKeys((DOOR,))


def read(text: str, now: float = NOON) -> Order:
    """What the door makes of it."""
    made = SealedOrder.from_text(text).opened(DOORS, (HUB.public(),), now)
    SignedPlan.from_text(made.plan, DOORS.public())
    return made


def test_the_published_order_opens_to_what_it_says() -> None:
    """Byte for byte, by the plan beside it."""
    made = read(ORDERS["opened"]["event"])
    assert made.to_bytes().decode() == ORDERS["opened"]["opens"]
    assert made == order(plan())
    assert made.plan == ORDERS["plan"]


@pytest.mark.parametrize("one", ORDERS["refused"], ids=lambda one: str(one["name"]))
def test_each_refused_one_has_its_code(one: dict[str, str]) -> None:
    """And nothing of it is opened that must not be."""
    with pytest.raises(SealFault) as fault:
        read(one["event"])
    assert fault.value.code == one["fault"]


def test_the_published_outcome_is_believed() -> None:
    """It names the order and the rule, to the hour."""
    assert Outcome.from_text(ORDERS["outcome"], DOORS.public()) == Outcome(
        "vector-order-1", "refused", "G10", "2026-11-22T12:00:00Z"
    )


@pytest.mark.parametrize("years", [-1, 11])
def test_a_hub_whose_key_does_not_hold_gives_no_orders(years: int) -> None:
    """Before its first day and after its last."""
    with pytest.raises(SealFault) as fault:
        read(ORDERS["opened"]["event"], NOON + years * 366 * 24 * 3600)
    assert fault.value.code == "hub"


@pytest.mark.parametrize(
    "change",
    [
        {"until": int(NOON)},
        {"until": int(NOON) + LONGEST_S + 1},
        {"route": None},
        {"id": "../../etc"},
    ],
)
def test_an_order_that_says_too_much_is_none(change: dict[str, object]) -> None:
    """Signed and sealed as it should be, and still: no end, an end too far off, no way, an id that is a path."""
    bare = order(plan()).model_copy(update=change)
    with pytest.raises(SealFault) as fault:
        Order.from_bytes(bare.to_bytes())
    assert fault.value.code == "content"


def test_nothing_of_an_order_or_a_plan_shows_when_printed() -> None:
    """No number, wording or name of a worker."""
    sealed = SealedOrder.from_text(ORDERS["opened"]["event"])
    shown = f"{order(plan())!r} {plan()!r} {plan().of!r} {sealed!r}"
    assert not [word for word in ("7700900123", "good_time", "Ama", "frontdoor-plan") if word in shown]


def test_the_schema_of_the_files_is_told() -> None:
    """The page that others read names every kind of fault in the file."""
    page = (Path(__file__).parents[2] / "docs" / "hub-queue.md").read_text("utf-8")
    assert all(f"`{one['fault']}`" in page for one in ORDERS["refused"])


def test_an_address_on_both_sides_of_a_harm_is_marked_as_the_plan_is_signed() -> None:
    """Within one referral as well: each signed plan names that route, and none that only they have."""
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    shared = Route(id="r1", kind="sms", value="+447700900123", status="safe")
    own = Route(id="r2", kind="voice", value="+447700900124", status="safe")
    plans = tuple(
        ContactPlan(person=slot, routes=routes) for slot, routes in (("me", (shared, own)), ("other", (shared,)))
    )
    made = Referral(
        id="referral-1",
        created_at=at,
        door="web",
        journey="survivor",
        language="en",
        library="x",
        people=(Person(id="me", compartment="me"), Person(id="other", compartment="other")),
        contact_plans=plans,
    )
    harm = HarmAssertion(id="h1", from_="other", to="me", source="self", at=at)
    hurt = made.model_copy(update={"harm_assertions": (harm,)})
    owners = {"me": "a", "other": "b"}

    assert [one.of.both_sides for one in plans_of(made, DOOR, owners)] == [(), ()]
    assert [one.of.both_sides for one in plans_of(hurt, DOOR, owners)] == [("r1",), ("r1",)]
