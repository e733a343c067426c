"""What is asked of Twilio, as its own library asks it, against a stand-in that holds to Twilio's own description."""

from __future__ import annotations

import base64
import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import jsonschema
import pytest

from frontdoor.practice import api
from frontdoor.practice.contract import Contract
from frontdoor.practice.twilio import Kept, Twilio
from sms.account import Account
from sms.http import ProviderSilent, Wire
from sms.provider import Outcome, Provider, ProviderFault, utc
from tests.sms.conftest import PUBLISHED

NUMBER, SERVICE = "+447700900900", "MG" + "1" * 32
ACCOUNT = Account("AC" + "a" * 32, ("token-of-nobody",), "https://pages.example.org", NUMBER)
NOW = 1_792_065_600.0
NUMBERS = ("447700900123", "7700900123", "07700 900123")


@pytest.fixture
def twilio() -> Iterator[tuple[Twilio, Provider]]:
    """A stand-in on loopback, and our way to it."""
    made = Twilio(ACCOUNT, lambda *_: (500, ""), lambda: NOW, contract=Contract.of(PUBLISHED))
    with api.served(made) as url:
        yield made, Provider(replace(ACCOUNT, api_url=url))


def keep(twilio: Twilio, number: int, at: float = NOW, status: str = "delivered", to: str = NUMBER) -> str:
    """Have the stand-in keep a message; its id."""
    sid = f"SM{number:032x}"
    twilio.messages[sid] = Kept(sid, "inbound", "+447700900123", to, "words", at, status)
    return sid


def test_a_message_is_deleted_whole(twilio: tuple[Twilio, Provider]) -> None:
    """Not its body alone: number, time and all, as far as Twilio lets it go."""
    made, provider = twilio
    sid = keep(made, 1)

    assert (Outcome.GONE, 0) == provider.delete(sid)
    assert [("DELETE", f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages/{sid}.json")] == made.asked
    assert {} == made.messages


def test_one_that_is_on_its_way_is_not_gone_yet(twilio: tuple[Twilio, Provider]) -> None:
    """Twilio's 20009 is told from every other refusal."""
    made, provider = twilio

    assert (Outcome.NOT_YET, 20009) == provider.delete(keep(made, 1, status="sending"))


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (20404, Outcome.GONE),
        (20429, Outcome.LATER),
        (20500, Outcome.LATER),
        (20003, Outcome.REFUSED),
        (21211, Outcome.REFUSED),
    ],
)
def test_each_refusal_is_told_by_its_code(twilio: tuple[Twilio, Provider], code: int, outcome: Outcome) -> None:
    """Gone, later, or no; and the code is all that is known of it."""
    made, provider = twilio
    made.faults.refuses = [code]

    assert (outcome, code) == provider.delete(keep(made, 1))


def test_a_server_that_is_slow_is_not_waited_for(twilio: tuple[Twilio, Provider]) -> None:
    """The library's own client would wait for its answer, and find it gone."""
    made, _ = twilio
    made.faults.slow_s = 3.0
    with api.served(made) as url:
        impatient = Provider(replace(ACCOUNT, api_url=url), patience_s=0.5)

        assert (Outcome.LATER, 0) == impatient.delete(keep(made, 1))


def test_a_server_that_is_not_there_is_later() -> None:
    """Nobody listens: it is asked again another time."""
    assert (Outcome.LATER, 0) == Provider(replace(ACCOUNT, api_url="http://127.0.0.1:9")).delete("SM" + "0" * 32)


def test_what_is_older_is_found_page_by_page(twilio: tuple[Twilio, Provider]) -> None:
    """All that is older than the hour that was named, of this door's number alone, over many pages."""
    made, provider = twilio
    old = {keep(made, number, NOW - 90_000) for number in range(450)}
    keep(made, 1001, NOW - 3600)
    keep(made, 1002, NOW - 90_000, to="+447700900999")
    whatsapp = keep(made, 1003, NOW - 90_000, to=f"whatsapp:{NUMBER}")

    assert old | {whatsapp} == set(provider.older(utc(NOW) - timedelta(days=1)))


def test_a_service_finds_its_own(twilio: tuple[Twilio, Provider]) -> None:
    """Where a Messaging Service is set instead of a number, its messages are this door's."""
    made, _ = twilio
    sid = keep(made, 1, NOW - 90_000, to="+447700900999")
    made.account = replace(ACCOUNT, service_sid=SERVICE)
    with api.served(made) as url:
        ours = Provider(replace(ACCOUNT, number="", service_sid=SERVICE, api_url=url))
        others = Provider(replace(ACCOUNT, number="", service_sid="MG" + "2" * 32, api_url=url))

        assert [sid] == list(ours.older(utc(NOW)))
        assert [] == list(others.older(utc(NOW)))


def test_no_fault_tells_a_number(twilio: tuple[Twilio, Provider], caplog: pytest.LogCaptureFixture) -> None:
    """Twilio's texts of errors name the number: nothing that is raised, chained or logged at DEBUG does."""
    made, provider = twilio
    caplog.set_level(logging.DEBUG)
    made.faults.refuses = [21211, 21610]
    with pytest.raises(ProviderFault) as refused:
        list(provider.older(utc(NOW)))
    with suppress(ProviderSilent):
        Wire("http://127.0.0.1:9").request("GET", "https://api.twilio.com/?To=%2B447700900123")
    provider.delete(keep(made, 1))
    told = "".join(traceback.format_exception(refused.value)) + caplog.text

    assert str(refused.value).startswith("Twilio refused: code ")
    assert [] == [number for number in NUMBERS if number in told]
    assert "Twilio API Request" not in caplog.text


def test_silence_hides_what_was_asked() -> None:
    """A connection that fails has no cause to print: its text would hold the address."""
    with pytest.raises(ProviderSilent) as silent:
        Wire("http://127.0.0.1:9").request("GET", "https://api.twilio.com/x?To=%2B447700900123")
    told = "".join(traceback.format_exception(silent.value))

    assert "7700900123" not in told.replace('?To=%2B447700900123")', "")
    assert silent.value.__cause__ is None


def test_a_request_that_twilio_does_not_describe_is_refused(twilio: tuple[Twilio, Provider]) -> None:
    """The stand-in holds to the library's own types, and to Twilio's description where that is at hand."""
    made, _ = twilio
    due = "Basic " + base64.b64encode(f"{ACCOUNT.sid}:{ACCOUNT.tokens[0]}".encode()).decode()
    place = f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json"

    assert 400 == api.answer(made, "GET", f"{place}?Nonsense=1", b"", due)[0]
    assert 400 == api.answer(made, "POST", place, b"To=%2B447700900123&Body=x", due)[0]
    assert 400 == api.answer(made, "PUT", place, b"", due)[0]
    assert 404 == api.answer(made, "GET", place.replace("Messages", "Calls"), b"", due)[0]
    assert 401 == api.answer(made, "GET", place, b"", "Basic x")[0]


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="Twilio's description is not beside this project")
def test_the_stand_in_answers_as_twilio_describes(twilio: tuple[Twilio, Provider]) -> None:
    """Each message that it shows fits Twilio's own schema, and so do those of a list."""
    made, _ = twilio
    due = "Basic " + base64.b64encode(f"{ACCOUNT.sid}:{ACCOUNT.tokens[0]}".encode()).decode()
    schema = made.contract.schema
    assert schema is not None
    kind = {"$ref": "#/components/schemas/api.v2010.account.message", "components": schema["components"]}
    sid = keep(made, 1)
    _, one = api.answer(made, "GET", f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages/{sid}.json", b"", due)
    _, new = api.answer(
        made,
        "POST",
        f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json",
        b"To=%2B447700900123&From=%2B447700900900&Body=x&ValidityPeriod=300",
        due,
    )

    for shown in (one, new):
        jsonschema.validate(_without_null(shown), kind)


def _without_null(shown: object) -> dict[str, object]:
    """OpenAPI 3.0 says 'nullable' where JSON Schema has a type for it."""
    assert isinstance(shown, dict)
    return {name: value for name, value in shown.items() if value is not None}


def test_credentials_of_the_environment_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would read an edge or region from the environment, and ask another host."""
    monkeypatch.setitem(os.environ, "TWILIO_EDGE", "dublin")
    monkeypatch.setitem(os.environ, "TWILIO_REGION", "ie1")

    assert not Provider(ACCOUNT)._client.edge
    assert not Provider(ACCOUNT)._client.region
