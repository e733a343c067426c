"""What a thief finds at the door of a message that was sent or refused: nothing of it, in clear or as ciphertext."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
import redis

from reception import base64url, names
from reception.envelope import Sealed
from reception.faults import SealFault
from reception.marks import KEPT_S, Move
from reception.order import SealedOrder
from reception.outbox import Outbox
from reception.outcome import FINAL
from reception.seal import Sealer
from reception.unseal import HubPrivate
from reception.valkey import Valkey
from tests.emptied import rewritten
from tests.reception.house import TODAY
from tests.reception.writing import HOUR, NOON, Desk

NUMBER = "+447700900456"


def files(data: Path) -> bytes:
    """All that the store has on disk."""
    return b"\n".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("does", "window", "end"), [("sent", True, "sent"), ("refused", True, "refused"), ("sent", False, "expired")]
)
def test_nothing_of_it_is_left(tmp_path: Path, does: str, end: str, *, window: bool) -> None:
    """After its end and the rewrite: no number, name, wording or plan, and no part of what was sealed."""
    with Valkey(tmp_path / "store") as valkey:
        desk = Desk(valkey)
        desk.next = does
        plan = desk.plan(NUMBER, secrets.token_hex(8), **({} if window else {"windows": ()}))
        order = desk.order(f"order-{secrets.token_hex(6)}", plan)
        text = desk.sealed(order)
        desk.give(text)
        before = files(tmp_path / "store")
        desk.look()
        if not window:
            desk.clock.at = order.until + 1
            desk.look()
        assert [end] == [what for _, what, _ in desk.outcomes() if what in FINAL]
        with redis.Redis.from_url(valkey.url("keeper"), protocol=2) as keeper:
            rewritten(keeper, tmp_path / "store")
        after = files(tmp_path / "store")
        desk.close()

    pieces = [text[at : at + 24].encode() for at in range(0, len(text) - 24, 24)]
    assert all(piece in before for piece in pieces)
    assert not any(piece in after for piece in pieces)
    clear = (NUMBER, NUMBER[1:], NUMBER[3:], "Please call", "Sam", plan.of.referral, plan.text[:60])
    assert not [word for word in clear if word.encode() in after]
    assert base64url.encode(NUMBER.encode()).encode() not in after


def test_a_door_opens_nothing_that_is_the_hubs(valkey: Valkey) -> None:
    """Its keys open orders that are sealed to it, and no referral: not even one that names its own key."""
    desk, other = Desk(valkey), HubPrivate.new(TODAY)
    event = Sealer((other.public(),), desk.door, desk.clock).seal("referral-1", b"{}")
    container = Sealed.from_text(event).containers[0]
    with pytest.raises(SealFault) as fault:
        desk.door.open(container.header.kid, container.sealed, container.sealed_for())
    assert fault.value.code == "key"
    with pytest.raises(SealFault) as fault:
        desk.door.open(desk.door.newest.public().kid, container.sealed, container.sealed_for())
    assert fault.value.code == "closed"
    desk.close()


def test_a_hub_cannot_open_what_it_gave(valkey: Valkey) -> None:
    """An order is for the door alone: whoever steals the hub's key reads no message that waits."""
    desk = Desk(valkey)
    sealed = SealedOrder.from_text(desk.sealed(desk.order("order-abcdef", desk.plan(NUMBER, "referral-1"))))
    assert sealed.kid == desk.door.newest.public().kid != desk.hub.public().kid
    assert names.outbox(0) == "hub:{0}:outbox"
    desk.close()


def test_no_mark_outlives_its_time(valkey: Valkey) -> None:
    """After 400 days a number may be somebody else's: that it was frozen is forgotten when something new is noted."""
    desk, found = Desk(valkey), list[bool]()

    async def shut(outbox: Outbox) -> None:
        await outbox.marks.move("freeze", Move("order-of-then", outbox.marks.ref(NUMBER)))

    async def look(outbox: Outbox) -> None:
        found.append(await outbox.marks.is_frozen(outbox.marks.ref(NUMBER)))

    desk.clock.at = NOON - KEPT_S - HOUR
    desk.run(shut, None, after=False)
    desk.clock.at = NOON
    desk.run(look, None, after=False)
    desk.give(desk.sealed(desk.order(f"order-{secrets.token_hex(6)}", desk.plan("+447700900457", "referral-9"))))
    desk.look()
    desk.run(look, None, after=False)
    desk.close()

    assert found == [True, False]
