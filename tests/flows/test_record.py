from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from flows.plan import SENDER, ContactPlan, Route
from flows.record import Person, Referral, Referrer, with_id, with_sender

NUMBER = "+447700900123"


def referral(**more: Any) -> Referral:
    """A referral that says next to nothing."""
    least: dict[str, Any] = {
        "created_at": datetime(2026, 11, 22, 2, 41, 7, tzinfo=UTC),
        "door": "sms",
        "journey": "survivor",
        "language": "en",
        "library": "0f1e2d3c",
        "people": (Person(id="me", compartment="me", name_used="Zoë"),),
    }
    return Referral(**{**least, **more})


def test_json_is_canonical() -> None:
    """The same content is the same bytes: keys sorted, no spaces, letters as they are, unknowns left out."""
    text = referral().to_json()
    bare = json.loads(text)
    assert text == json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert "Zoë" in text
    assert "null" not in text


def test_json_comes_back_the_same() -> None:
    """What is written is read back equal."""
    assert Referral.from_json(referral().to_json()) == referral()


def test_made_to_the_hour() -> None:
    """When a referral was made is told to the hour."""
    assert json.loads(referral().to_json())["created_at"] == "2026-11-22T02:00:00Z"


def test_has_no_role_for_a_person() -> None:
    """A person cannot be given a role, in any field."""
    assert not {"role", "type", "victim", "perpetrator"} & set(Person.model_fields)
    with pytest.raises(ValidationError):
        Person.model_validate({"id": "me", "compartment": "me", "role": "victim"})


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"id":"x"}', "\x00", "{"])
def test_other_json_is_refused(text: str) -> None:
    """What is no referral is refused whole."""
    with pytest.raises(ValidationError):
        Referral.from_json(text)


def test_sender_is_filled_in_everywhere() -> None:
    """'The number I write from' becomes that number on every route, and nothing else changes."""
    routes = (Route(id="r1", kind="sms", value=SENDER), Route(id="r2", kind="voice", value="+447700900456"))
    before = referral(contact_plans=(ContactPlan(person="me", routes=routes),), referrer=Referrer(phone=SENDER))
    after = with_sender(before, NUMBER)
    assert [route.value for route in after.contact_plans[0].routes] == [NUMBER, "+447700900456"]
    assert after.referrer == Referrer(phone=NUMBER)
    assert SENDER not in after.to_json()
    assert after.to_json().replace(NUMBER, SENDER) == before.to_json()


def test_id_comes_later() -> None:
    """A referral has no id until it is given one, and nothing else changes then."""
    assert referral().id == ""
    assert with_id(referral(), "abc") == referral(id="abc")


def test_importing_the_record_brings_in_no_door_and_no_store() -> None:
    """The record needs pydantic alone: no web, no network, no phone book."""
    heavy = "{'fastapi', 'redis', 'cryptography', 'phonenumbers', 'asyncio', 'aiogram'}"
    script = f"import flows.record, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
