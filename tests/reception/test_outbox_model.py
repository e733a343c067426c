"""Whatever is cut off and whatever comes twice: at most one message an order, and exactly one end for each."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from reception.outbox import LEASE_S
from reception.outcome import FINAL
from reception.valkey import Valkey
from tests.reception.writing import HOUR, Desk

_POINTS = 24


class Orders(RuleBasedStateMachine):
    """A hub that gives orders, some twice, to a door whose process may end at any command."""

    valkey: ClassVar[Valkey]
    given: Bundle[Any] = Bundle("given")

    @initialize()
    def open(self) -> None:
        """A door and a hub with new keys."""
        self.desk = Desk(self.valkey)
        self.numbers: dict[str, str] = {}

    @rule(target=given, hours=st.sampled_from([0.01, 0.5, 1, 20]), late=st.booleans())
    def give(self, *, hours: float, late: bool) -> Any:
        """A message to somebody new, some of them to people whose time it is not."""
        id_, number = f"order-{secrets.token_hex(6)}", f"+44770090{len(self.numbers):04}"
        self.numbers[id_] = number
        more = {"windows": ()} if late else {}
        text = self.desk.sealed(self.desk.order(id_, self.desk.plan(number, f"ref-{id_}", **more), hours=hours))
        self.desk.give(text)
        return id_, text

    @rule(one=given)
    def again(self, one: Any) -> None:
        """The same order once more, early or late."""
        self.desk.give(one[1])

    @rule(
        at=st.integers(0, _POINTS),
        after=st.booleans(),
        does=st.sampled_from(["sent", "before", "after", "unsure", "refused"]),
    )
    def look_and_end(self, *, at: int, after: bool, does: str) -> None:
        """The door looks, and its process ends somewhere on the way."""
        self.desk.next = does
        self.desk.look(at, after=after)

    @rule()
    def look(self) -> None:
        """The door looks, and all goes well."""
        self.desk.next = "sent"
        assert self.desk.look()

    @rule(seconds=st.sampled_from([1, LEASE_S + 1, HOUR, 6 * HOUR, 22 * HOUR, -HOUR]))
    def wait(self, seconds: int) -> None:
        """Time goes by, or a clock is set back."""
        self.desk.clock.at += seconds

    @invariant()
    def nothing_goes_twice(self) -> None:
        """No order is sent more than once, nor told to have ended more than once."""
        if not hasattr(self, "desk"):
            return
        ends = [id_ for id_, what, _ in self.desk.outcomes() if what in FINAL]
        assert len(ends) == len(set(ends))
        assert all(count <= 1 for count in self.desk.went.values())

    def teardown(self) -> None:
        """In the end each order has ended once, and how it is told to have ended is so."""
        if not hasattr(self, "desk"):
            return
        self.desk.next = "sent"
        for _ in range(3):
            self.desk.clock.at += 30 * HOUR
            assert self.desk.look()
        ends = {id_: what for id_, what, _ in self.desk.outcomes() if what in FINAL}
        self.nothing_goes_twice()
        assert ends.keys() == self.numbers.keys()
        for id_, what in ends.items():
            went = self.desk.went[self.numbers[id_]]
            assert went == {"sent": 1, "refused": 0, "expired": 0}.get(what, went), (what, went)
        assert self.desk.waiting() == 0
        self.desk.close()


@pytest.mark.parametrize("often", [pytest.param(12, id="few"), pytest.param(400, id="many", marks=pytest.mark.prove)])
def test_each_order_goes_at_most_once_and_ends_just_once(valkey: Valkey, often: int) -> None:
    """Crashes before and after each command and each side of the provider's call, copies, waits and clocks set back."""
    Orders.valkey = valkey
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Orders,
        settings=settings(max_examples=often, stateful_step_count=14, deadline=None, suppress_health_check=checks),
    )


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "point", [pytest.param(at, marks=() if at % 3 == 0 else pytest.mark.prove) for at in range(_POINTS)]
)
def test_an_end_at_each_point(valkey: Valkey, point: int, *, after: bool) -> None:
    """One order and its copy, a process that ends at this command, and another after it: one end, at most one text."""
    desk = Desk(valkey)
    number = "+447700900321"
    text = desk.sealed(desk.order(f"order-{secrets.token_hex(6)}", desk.plan(number, secrets.token_hex(8))))
    desk.give(text)
    desk.give(text)
    desk.look(point, after=after)
    desk.look()
    desk.clock.at += LEASE_S + 1
    desk.look()
    (end,) = [what for _, what, _ in desk.outcomes() if what in FINAL]

    assert end in {"sent", "maybe sent"}
    assert desk.went[number] <= 1
    assert end != "sent" or desk.went[number] == 1
    assert desk.waiting() == 0
    desk.close()


def test_processes_that_look_at_the_same_time_send_one(valkey: Valkey) -> None:
    """Each finds the order new and its plan in order; the store lets just one of them try."""
    desk = Desk(valkey)
    number = "+447700900322"
    desk.give(desk.sealed(desk.order(f"order-{secrets.token_hex(6)}", desk.plan(number, secrets.token_hex(8)))))
    desk.next = "slow"
    desk.look_at_once()

    assert desk.went[number] == 1
    assert ["sent"] == [what for _, what, _ in desk.outcomes()]
    desk.close()
