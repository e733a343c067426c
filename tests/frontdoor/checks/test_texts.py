from __future__ import annotations

from datetime import date

import pytest
from pydantic import SecretStr

from frontdoor.checks import texts
from frontdoor.settings import Settings

TODAY = date(2026, 11, 24)
WHOLE: dict[str, object] = {
    "public_url": "https://pages.example.org",
    "twilio_account_sid": "AC" + "0" * 32,
    "twilio_auth_token": SecretStr("one two"),
    "twilio_messaging_service_sid": "MG" + "0" * 32,
}


def levels(**changed: object) -> list[str]:
    """The verdicts on these settings."""
    made = Settings.model_construct(**(Settings().model_dump() | WHOLE | changed))
    return [verdict.level for verdict in texts.account(made, TODAY)]


def test_a_whole_account_is_well_and_its_addresses_are_told() -> None:
    """The very address to paste, retries and all."""
    made = Settings.model_construct(**(Settings().model_dump() | WHOLE))
    (verdict,) = texts.account(made, TODAY)

    assert "ok" == verdict.level
    assert "https://pages.example.org/sms/inbound#rc=2&rp=all" in verdict.says


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"twilio_account_sid": "", "twilio_auth_token": SecretStr(""), "twilio_messaging_service_sid": ""}, ["ok"]),
        ({"twilio_account_sid": ""}, ["fail"]),
        ({"twilio_auth_token": SecretStr("")}, ["fail"]),
        ({"twilio_auth_token": SecretStr("one,two three")}, ["fail"]),
        ({"twilio_messaging_service_sid": ""}, ["fail"]),
        ({"public_url": "http://pages.example.org"}, ["fail"]),
        ({"twilio_messaging_service_sid": "", "twilio_number": "+447700900900"}, ["ok", "warn"]),
        ({"twilio_daily_segments": 0}, ["ok", "warn"]),
    ],
)
def test_what_is_missing_is_said(changed: dict[str, object], wanted: list[str]) -> None:
    """Half an account, three tokens, plain http: no. No service, no limit: a warning."""
    assert wanted == levels(**changed)
