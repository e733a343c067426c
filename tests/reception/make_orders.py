"""Makes docs/vectors/orders.json afresh: a signed plan, orders by it, and an outcome, with the published test keys.

Rule: as for make_vectors: run it only when the format changes (`PYTHONPATH=. python tests/reception/make_orders.py`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flows.plan import ContactPlan, Route, windows
from reception.order import Order, Says, SealedOrder
from reception.outcome import Outcome
from reception.signedplan import PlanOf, SignedPlan
from tests.reception.make_vectors import DOOR, FOLDER, HUB, NOON, OTHER, STRANGER, WARNING

AT = int(NOON)


def plan(key: Any = DOOR) -> SignedPlan:
    """Text me on weekdays from ten to two."""
    route = Route(
        id="r1",
        kind="sms",
        value="+447700900123",
        status="safe",
        content="neutral_callback",
        windows=windows("mon,tue,wed,thu,fri 10:00-14:00"),
    )
    at = datetime.fromtimestamp(NOON, UTC)
    said = ContactPlan(person="me", initiative="service", routes=(route,), confirmed_at=at, confirmed_how="by_person")
    until = datetime(2026, 12, 22, 12, tzinfo=UTC)
    return SignedPlan.by(
        key,
        PlanOf(
            referral="vector-referral-1", person="me", version=1, until=until, door="sms", owner="someone", plan=said
        ),
    )


def order(by: SignedPlan) -> Order:
    """Have a neutral template sent."""
    says = Says(by="Ama Osei", template="good_time")
    return Order(id="vector-order-1", at=AT, until=AT + 3600, plan=by.text, route="r1", says=says)


def made() -> dict[str, Any]:
    """The file."""
    good = SealedOrder.of(order(plan()), DOOR.public(), HUB.public(), HUB.sign)
    refused = {
        "foreign": ("{}", "shape"),
        "not signed": (replace(good, signature=b"").text, "signature"),
        "signed by another hub": (SealedOrder.of(order(plan()), DOOR.public(), OTHER.public(), OTHER.sign).text, "hub"),
        "sealed to another door": (
            SealedOrder.of(order(plan()), STRANGER.public(), HUB.public(), HUB.sign).text,
            "key",
        ),
        "by a plan that another door signed": (
            SealedOrder.of(order(plan(STRANGER)), DOOR.public(), HUB.public(), HUB.sign).text,
            "plan",
        ),
    }
    return {
        "warning": WARNING,
        "plan": plan().text,
        "opened": {"event": good.text, "opens": order(plan()).to_bytes().decode()},
        "refused": [{"name": name, "event": text, "fault": fault} for name, (text, fault) in refused.items()],
        "outcome": Outcome("vector-order-1", "refused", "G10", "").to_text(DOOR, NOON),
    }


if __name__ == "__main__":
    (FOLDER / "orders.json").write_text(json.dumps(made(), indent=1) + "\n", encoding="utf-8")
