"""The hub writes back through the real door, by a plan that was made at it, and a provider's stand-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.hub_rules import hub_rules
from flows.library import load
from hub.case import taken
from reception import base64url
from reception.doorkeys import DoorKey
from reception.outbox import LEASE_S
from reception.signedplan import SignedPlan
from reception.unseal import HubPrivate
from tests.house import House
from tests.reception.make_vectors import STRANGER
from tests.sms.conftest import Town
from tests.sms.desk import AFTER, BEFORE, IN_WINDOW, TELLING, Desk, london, sending

GOOD_TIME = "Hello. When it is a good time, reply HI. If it is not, you do not need to reply."


def restarted(desk: Desk) -> Desk:
    """The same hub, at a door that has just been started again."""
    server = desk.town.house.server()
    town = replace(desk.town, server=server, app=server.client.app)
    desk.town.twilio.deliver = lambda path, body, headers: _post(town, path, body, headers)
    return Desk(town, desk.tmp, desk.heard)


def _post(town: Town, path: str, body: bytes, headers: object) -> tuple[int, str]:
    answer = town.post(path, body, headers)  # type: ignore[arg-type]
    return answer.status, answer.text


def test_in_their_time_it_goes_out_once(desk: Desk, number: str, referral: str) -> None:
    """The words are the approved ones, the outcome is 'sent', and nothing is left on the outbox."""
    order = desk.write(referral)
    desk.look()
    desk.look()

    assert [GOOD_TIME] == desk.texts(number)
    assert [("sent", "")] == desk.of(order)
    assert 0 == desk.waiting()


def test_it_goes_in_a_language_that_is_signed(desk: Desk, number: str, referral: str) -> None:
    """A draft is sent to nobody. Once it is offered it goes, spelt as that language is by text."""
    refused = desk.write(referral, "--language", "pl")
    desk.look()
    assert [] == desk.texts(number)
    assert [("refused", "G14")] == desk.of(refused)
    outbox = desk.town.app.state.outbox
    outbox.rules = replace(outbox.rules, hub=hub_rules(load()))
    order = desk.write(referral, "--language", "pl")
    desk.look()

    (sent,) = desk.texts(number)
    assert sent.isascii()
    assert "Dzien dobry" in sent
    assert [("sent", "")] == desk.of(order)


def test_who_stopped_on_one_channel_is_written_to_on_none(desk: Desk, number: str, referral: str) -> None:
    """A stop on WhatsApp holds for unasked texts as well, though the provider keeps the two apart."""
    town = desk.town
    assert town.server.client.portal
    town.server.client.portal.call(town.room.stopped.stop, f"whatsapp:{number}")
    assert not town.room.stopped.knows(number)
    order = desk.write(referral)
    desk.look()

    assert [] == desk.texts(number)
    assert [("refused", "G13")] == desk.of(order)


def test_outside_their_time_it_is_held_and_then_goes(desk: Desk, number: str, referral: str) -> None:
    """It is told once that it waits; it goes when their own time has come."""
    desk.town.house.clock.at = BEFORE
    order = desk.write(referral)
    desk.look()
    desk.look()
    assert [] == desk.texts(number)
    desk.town.house.clock.at = IN_WINDOW
    desk.look()

    assert [GOOD_TIME] == desk.texts(number)
    assert [("held", "G2"), ("sent", "")] == desk.of(order)


def test_what_was_held_for_too_long_is_never_sent(desk: Desk, number: str, referral: str) -> None:
    """Past its own end it is dropped, though their time has come round again."""
    desk.town.house.clock.at = AFTER
    order = desk.write(referral, "--hours", "2")
    desk.look()
    desk.town.house.clock.at = IN_WINDOW + 7 * 24 * 3600
    desk.look()

    assert [] == desk.texts(number)
    assert [("held", "G2"), ("expired", "")] == desk.of(order)
    assert 0 == desk.waiting()


def test_a_telling_word_is_refused(desk: Desk, number: str, referral: str) -> None:
    """Even from a worker who has made sure that it is them, and even where the hub's own check was passed over."""
    order = desk.write(referral, "--verified", "--level", "neutral_callback", text=TELLING)
    desk.look()

    assert [] == desk.texts(number)
    assert [("refused", "G7")] == desk.of(order)


def test_own_words_wait_for_a_worker_to_be_sure(desk: Desk, number: str, referral: str) -> None:
    """The same neutral words are refused before somebody has made sure, and go afterwards."""
    before = desk.write(referral, "--level", "neutral_callback", text="Please call on Tuesday.")
    after = desk.write(referral, "--verified", "--level", "neutral_callback", text="Please call on Tuesday.")
    desk.look()

    assert [("refused", "G6")] == desk.of(before)
    assert [("sent", "")] == desk.of(after)
    assert ["Please call on Tuesday."] == desk.texts(number)


def test_one_try_is_all_until_they_answer(desk: Desk, number: str, referral: str) -> None:
    """The second message is refused; once they have answered, another may go."""
    desk.write(referral)
    desk.look()
    second = desk.write(referral)
    desk.look()
    assert [("refused", "G10")] == desk.of(second)
    assert "Is it OK to message here now?" in desk.town.says(number, "HI")[0]
    third = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(third)


@pytest.mark.parametrize("words", ["who is this", "wrong number"])
def test_who_disowns_it_hears_nothing_and_stays_frozen(desk: Desk, number: str, referral: str, words: str) -> None:
    """Nothing is said in the thread, the hub is told once, and a restart does not open that way again."""
    order = desk.write(referral)
    desk.look()
    assert [] == desk.town.says(number, words)
    assert [] == desk.town.says(number, words)
    assert [("sent", ""), ("frozen", "G13")] == desk.of(order)

    desk = restarted(desk)
    later = desk.write(referral)
    desk.look()
    assert [("refused", "G13")] == desk.of(later)
    assert [GOOD_TIME] == desk.texts(number)


def test_stop_freezes_too(desk: Desk, number: str, referral: str) -> None:
    """Whoever tells the provider to stop is not written to again, and the hub hears why."""
    order = desk.write(referral)
    desk.look()
    desk.town.says(number, "STOP")
    later = desk.write(referral)
    desk.look()

    assert [("sent", ""), ("frozen", "G13")] == desk.of(order)
    assert [("refused", "G13")] == desk.of(later)


def test_the_danger_word_is_never_answered(desk: Desk, number: str, referral: str) -> None:
    """A word of their own within a reply freezes the way; the door keeps no more of it than a mark."""
    case = desk.case(referral)
    said = case.signed.of.plan.model_dump(by_alias=True) | {"danger_word": {"word": "blue kettle", "set": True}}
    of = case.signed.of.model_copy(update={"plan": type(case.signed.of.plan).model_validate(said)})
    signed = SignedPlan.by(desk.town.house.plan.sealer.door.newest, of)
    order = desk.order(referral).model_copy(update={"plan": signed.text})
    desk.give(desk.sealed(referral, order).text)
    desk.look()

    assert [] == desk.town.says(number, "yes the Blue Kettle is fine")
    assert [("sent", ""), ("frozen", "G13")] == desk.of(order.id)


def test_someone_we_never_wrote_to_freezes_nothing(desk: Desk, number: str, referral: str) -> None:
    """'Who is this' from a person who began it themselves is answered as ever, and shuts no way to them."""
    desk.town.says(number, "who is this")
    order = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(order)


def test_a_number_in_two_peoples_plans_is_not_written_to(desk: Desk, number: str, referral: str) -> None:
    """Another person gives the same number for theirs: neither is written to, and the hub is told why."""
    other = desk.town.number()
    desk.town.says(other, *("hello", "1", "1", "34", "skip", "skip", "skip", "skip", "skip", "text me"))
    desk.town.says(other, f"{number}, Monday 10-12", "send")
    order = desk.write(referral)
    desk.look()

    assert [] == desk.texts(number)
    assert [("refused", "G5")] == desk.of(order)


def test_their_own_number_twice_is_still_theirs(desk: Desk, number: str, referral: str) -> None:
    """Who asks for help again from the same phone can still be reached on it."""
    again = desk.refer(number)
    desk.town.house.clock.at = london("2026-10-26 10:30")  # the clocks have gone back meanwhile
    order = desk.write(again)
    desk.look()

    assert [("sent", "")] == desk.of(order)


def test_a_lost_answer_is_told_as_it_is_and_never_tried_again(desk: Desk, number: str, referral: str) -> None:
    """The provider did it and its answer was lost: 'maybe sent', once, and one text."""
    desk.town.twilio.faults.loses = 1
    order = desk.write(referral)
    for _ in range(3):
        desk.look()
        desk.town.house.clock.at += LEASE_S + 1

    assert [("maybe sent", "")] == desk.of(order)
    assert [GOOD_TIME] == desk.texts(number)


def test_a_plain_no_of_the_provider_is_told(desk: Desk, number: str, referral: str) -> None:
    """It has sent nothing, so it is 'refused', and is not tried again either."""
    desk.town.twilio.faults.refuses = [21610]
    order = desk.write(referral)
    desk.look()
    desk.look()

    assert [] == desk.texts(number)
    assert [("refused", "provider")] == desk.of(order)


def test_the_same_order_again_is_taken_off_in_silence(desk: Desk, number: str, referral: str) -> None:
    """A copy of an order that is done sends nothing and tells nothing, at once or months later."""
    order = desk.order(referral)
    sealed = desk.sealed(referral, order).text
    for _ in range(2):
        desk.give(sealed)
    desk.look()
    desk.town.house.clock.at += 7 * 24 * 3600
    desk.give(sealed)
    desk.look()

    assert [GOOD_TIME] == desk.texts(number)
    assert [("sent", "")] == desk.of(order.id)
    assert 0 == desk.waiting()


def bad(desk: Desk, referral: str) -> dict[str, tuple[str, str]]:
    """Orders that are none, and the word for what is wrong with each."""
    order = desk.order(referral)
    good = desk.sealed(referral, order)
    case = desk.case(referral)
    stranger = HubPrivate.new(date(2026, 10, 1))
    old_door = DoorKey.new(date(2020, 1, 1))
    forged = SignedPlan.by(STRANGER, case.signed.of).text
    prefix, sigkid, body, signature = case.signed.text.split(".")
    raw = base64url.decode(body).replace(b'"10:00"', b'"00:00"')
    edited = f"{prefix}.{sigkid}.{base64url.encode(raw)}.{signature}"
    long = order.model_copy(update={"until": order.at + 90 * 24 * 3600})
    return {
        "foreign": ("{}", "shape"),
        "no text": ("\x00\xff", "shape"),
        "half": (good.text[:-40], "shape"),
        "a referral": (desk.town.house.plan.sealer.seal("referral-1", b"{}"), "shape"),
        "unsigned": (replace(good, signature=b"").text, "signature"),
        "signed by another": (SealedOrder_of(order, case, stranger), "hub"),
        "changed": (replace(good, sealed=good.sealed[:-1] + b"\0").text, "signature"),
        "to another door": (desk.sealed(referral, order, door=STRANGER.public()).text, "key"),
        "to an old key": (desk.sealed(referral, order, door=old_door.public()).text, "key"),
        "a plan of no door": (desk.sealed(referral, order.model_copy(update={"plan": forged})).text, "plan"),
        "a plan that was widened": (desk.sealed(referral, order.model_copy(update={"plan": edited})).text, "plan"),
        "for too long": (desk.sealed(referral, long).text, "content"),
    }


def SealedOrder_of(order: object, case: object, key: HubPrivate) -> str:  # noqa: N802 - reads as what it makes
    """The order, signed by a hub that nobody knows here."""
    from reception.order import SealedOrder

    return SealedOrder.of(order, case.door, key.public(), key.sign).text  # type: ignore[arg-type, attr-defined]


def test_what_is_no_order_is_refused_by_name_and_stops_nobody(desk: Desk, number: str, referral: str) -> None:
    """Each is told once, under an id of its own, and taken off; the good order behind them all goes out."""
    wrong = bad(desk, referral)
    for text, _ in wrong.values():
        desk.give(text)
    order = desk.write(referral)
    desk.look()
    told = desk.outcomes()

    assert [(what, rule) for one, what, rule in told if one != order] == [("refused", c) for _, c in wrong.values()]
    assert all(one.startswith("odd-") for one, *_ in told if one != order)
    assert [GOOD_TIME] == desk.texts(number)
    assert 0 == desk.waiting()


def test_an_unsigned_copy_does_not_use_up_the_id_of_the_signed_one(desk: Desk, number: str, referral: str) -> None:
    """Whoever can write to the store cannot keep a message back by sending a spoilt copy ahead."""
    order = desk.order(referral)
    sealed = desk.sealed(referral, order)
    desk.give(replace(sealed, signature=b"x" * 64).text)
    desk.give(sealed.text)
    desk.look()

    assert [("sent", "")] == desk.of(order.id)


@pytest.mark.parametrize("jump", [-3600, -40 * 24 * 3600, 40 * 24 * 3600])
def test_a_clock_that_jumps_sends_nothing(desk: Desk, number: str, referral: str, jump: float) -> None:
    """Back by an hour or a month, it waits; forward, it has run out."""
    order = desk.write(referral)
    desk.town.house.clock.at += jump
    desk.look()

    assert [] == desk.texts(number)
    assert ("sent", "") not in desk.of(order)


def test_a_plan_changed_by_a_message_is_not_used(desk: Desk, number: str, referral: str) -> None:
    """A wider plan that was asked for by message is refused, whoever signs for it; a narrower one voids the old."""
    case = desk.case(referral)
    wide = _changed(case.signed.of.plan, {"max_attempts": 9})
    edit = {"version": 2, "plan": wide, "reason": "They texted", "by": ["Ama", "Bo"], "asked": "message"}
    order = desk.order(referral)
    made = order.model_validate({**order.model_dump(by_alias=True), "edit": edit})
    desk.give(desk.sealed(referral, made).text)
    told = order.model_validate({**made.model_dump(by_alias=True), "says": None, "route": None, "id": "order-noted"})
    desk.give(desk.sealed(referral, told).text)
    desk.look()

    assert [("refused", "G19")] == desk.of(made.id)
    assert [("refused", "G19")] == desk.of(told.id)
    assert [] == desk.texts(number)


def test_a_narrower_plan_voids_the_one_before(desk: Desk, number: str, referral: str) -> None:
    """One worker narrows it; what was held under the older plan is refused from then on."""
    desk.town.house.clock.at = BEFORE
    held = desk.write(referral)
    desk.look()
    case = desk.case(referral)
    edit = {
        "version": 2,
        "plan": {**_changed(case.signed.of.plan, {}), "never": ["text"]},
        "reason": "No",
        "by": ["Ama"],
    }
    order = desk.order(referral)
    bare = order.model_dump(by_alias=True) | {"edit": edit, "says": None, "route": None, "id": "order-narrow"}
    desk.give(desk.sealed(referral, order.model_validate(bare)).text)
    desk.look()
    desk.town.house.clock.at = IN_WINDOW
    desk.look()

    assert [("noted", "")] == desk.of("order-narrow")
    assert [("held", "G2"), ("refused", "G19")] == desk.of(held)
    assert [] == desk.texts(number)


def _changed(plan: object, route: dict[str, object]) -> dict[str, object]:
    bare: dict[str, object] = plan.model_dump(mode="json", by_alias=True, exclude_none=True)  # type: ignore[attr-defined]
    bare["routes"] = [one | route for one in bare["routes"]]  # type: ignore[attr-defined]
    return bare


def test_the_order_of_another_house_is_not_ours(desk: Desk, referral: str, tmp_path: Path) -> None:
    """A plan that another door has signed opens nothing here."""
    with House.over(desk.town.house.valkey, tmp_path / "other") as other:
        signed = SignedPlan.by(other.plan.sealer.door.newest, desk.case(referral).signed.of)
    order = desk.order(referral).model_copy(update={"plan": signed.text})
    desk.give(desk.sealed(referral, order).text)
    desk.look()

    assert [("refused", "plan")] == [(what, rule) for _, what, rule in desk.outcomes()]


def test_the_process_of_its_own_sends_too(desk: Desk, number: str, referral: str) -> None:
    """As it is served: Twilio's library in a process that ends."""
    from sms.apart import sent

    desk.town.app.state.outgoing.ask = sent
    order = desk.write(referral)
    desk.look()

    assert [("sent", "")] == desk.of(order)
    assert [GOOD_TIME] == desk.texts(number)
    (kept,) = [one for one in desk.town.twilio.messages.values() if one.direction == "outbound-api"]
    assert kept.callback.endswith("/sms/status")


def test_what_stands_in_is_what_is_served(desk: Desk) -> None:
    """The stand-in for the process gives the same three answers."""
    account = desk.town.house.plan.account
    assert account is not None
    desk.town.twilio.faults.refuses = [20500]
    assert "unsure" == desk.town.house.portal.call(sending(account), account, "+447700900999", "Hello.")


def test_what_is_taken_needs_a_signed_plan(desk: Desk, number: str) -> None:
    """Who says that they will call us leaves no plan to write by, and the worker is told to do it by hand."""
    from hub.fault import HubFault

    desk.town.says(number, *("hello", "1", "1", "34", "skip", "skip", "skip", "skip", "skip", "4", "send"))
    (held,) = [one.held for one in desk.town.house.read()]
    with pytest.raises(HubFault, match="by hand"):
        taken(desk.args(held, "--template", "good_time"))
