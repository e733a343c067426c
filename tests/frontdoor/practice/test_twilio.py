"""The stand-in holds the door to what Twilio would take, and has Twilio's bad days."""

from __future__ import annotations

import pytest

from frontdoor.practice.contract import LIST, ONE, STATUSES, Contract, place_of
from frontdoor.practice.twilio import SIGNED, DoorFault, Twilio
from sms.account import STATUS, Account
from sms.signature import Signature
from sms.wire import twiml

ACCOUNT = Account("AC" + "a" * 32, ("t",), "https://pages.example.org", "+447700900900")
PHONE = "+447700900123"


def at(answer: str, status: int = 200) -> Twilio:
    """A stand-in before a door that answers this."""
    return Twilio(ACCOUNT, lambda *_: (status, answer))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("no xml", 200),
        ("<Answer/>", 200),
        ("<Response><Say>x</Say></Response>", 200),
        ("<Response><Message></Message></Response>", 200),
        (twiml(("a" * 1601,)), 200),
        (twiml(("x",), "https://elsewhere.example.org/"), 200),
        (twiml(()), 500),
    ],
)
def test_an_answer_that_twilio_would_not_take_is_a_fault(answer: str, status: int) -> None:
    """No XML, other verbs, nothing to say, too long, a callback elsewhere, an error."""
    with pytest.raises(DoorFault):
        at(answer, status).text(PHONE, "hello")


def test_what_it_signs_the_door_takes() -> None:
    """By Twilio's own validator."""
    made = at(twiml(()))
    body, headers = made.envelope("/sms/inbound", made.received(PHONE, "\u00e9 & = +"))
    form = Signature(("t",)).form(ACCOUNT.url("/sms/inbound"), headers["Content-Type"], [headers[SIGNED]], body)

    assert form is not None
    assert "\u00e9 & = +" == form["Body"]


def test_callbacks_come_late_twice_and_backwards() -> None:
    """When they are told to, as often and in the order that is asked for."""
    came: list[str] = []
    made = at(twiml(("x",), ACCOUNT.url(STATUS)))
    made.text(PHONE, "hello")

    def heard(_: str, body: bytes, __: object) -> tuple[int, str]:
        came.append(body.decode().split("MessageStatus=")[1].split("&")[0])
        return 204, ""

    made.deliver = heard

    assert [] == came
    assert 2 == made.call_back(twice=True, backwards=True)
    assert ["delivered", "delivered", "sent", "sent"] == came


def test_a_stopped_phone_gets_nothing() -> None:
    """As at Twilio: the door may answer what it likes."""
    made = at(twiml(("x",), ACCOUNT.url(STATUS)))
    made.text(PHONE, "STOP")

    assert () == made.text(PHONE, "hello")
    assert ["21610", "21610"] == [form.get("ErrorCode") for _, form in made.callbacks]
    assert 1 == len(made.text(PHONE, "start"))


def test_the_contract_is_the_librarys_own() -> None:
    """The names that the library would send are known, others are not."""
    contract = Contract.of()

    assert () == contract.faults("POST", LIST, {"To": PHONE, "From": PHONE, "Body": "x", "ValidityPeriod": "300"})
    assert ("Validity is not known", "From is missing") == contract.faults(
        "POST", LIST, {"To": PHONE, "Body": "x", "Validity": "300"}
    )
    assert () == contract.faults("GET", LIST, {"DateSent<": "2026-11-22", "PageSize": "50", "PageToken": "x"})
    assert {"queued", "delivered", "read"} <= STATUSES


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (f"/2010-04-01/Accounts/AC{'a' * 32}/Messages.json", LIST),
        (f"/2010-04-01/Accounts/AC{'a' * 32}/Messages/SM{'b' * 32}.json", ONE),
        (f"/2010-04-01/Accounts/AC{'a' * 32}/Messages/SM1.json", None),
        ("/", None),
    ],
)
def test_places_of_the_api(path: str, place: str | None) -> None:
    """Ids have Twilio's own shape."""
    found = place_of(path)

    assert place == (found[0] if found else None)
