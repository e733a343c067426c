"""What doctor says of the Telegram door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import SecretStr

from bot.account import ALLOWED, Account
from frontdoor.checks import chats
from frontdoor.practice import botapi
from frontdoor.practice.telegram import Telegram
from frontdoor.settings import Settings

TODAY = date(2026, 11, 22)
TOKEN, SECRET = "4200001:of-nobody-of-nobody", "a-secret-of-nobody"


@pytest.fixture
def telegram() -> Telegram:
    """A bot at a stand-in for Telegram."""
    return Telegram(Account(TOKEN, SECRET, "https://pages.example.org"), lambda *_: (500, ""))


@pytest.fixture
def settings(telegram: Telegram) -> Iterator[Settings]:
    """Settings that point there."""
    with botapi.served(telegram) as url:
        yield Settings(
            public_url="https://pages.example.org",
            telegram_token=SecretStr(TOKEN),
            telegram_secret=SecretStr(SECRET),
            telegram_api_url=url,
        )


@pytest.mark.parametrize(
    ("token", "secret", "level"),
    [("", "", "ok"), (TOKEN, SECRET, "ok"), (TOKEN, "", "warn"), (TOKEN, "sh ort", "warn"), ("x", SECRET, "fail")],
)
def test_half_a_bot_is_said_so(token: str, secret: str, level: str) -> None:
    """No token is a door that is shut; a token that is none does not stand."""
    made = Settings(
        public_url="https://pages.example.org", telegram_token=SecretStr(token), telegram_secret=SecretStr(secret)
    )
    (verdict,) = chats.account(made, TODAY)

    assert level == verdict.level
    assert not token or token not in str(verdict) or token == "x"


def test_the_webhook_is_set_and_then_stands(settings: Settings, telegram: Telegram) -> None:
    """Before, doctor says that updates go elsewhere; after it has told Telegram, that they come here."""
    assert ["warn"] == [verdict.level for verdict in chats.asked(settings)]
    assert ["ok"] == [verdict.level for verdict in chats.told(settings)]
    assert "https://pages.example.org/telegram/inbound" == telegram.webhook["url"]
    assert SECRET == telegram.webhook["secret_token"]
    assert list(ALLOWED) == telegram.webhook["allowed_updates"]


def test_a_token_that_telegram_does_not_know_is_said_so(settings: Settings) -> None:
    """A wrong token does not stand, and is not shown."""
    other = settings.model_copy(update={"telegram_token": SecretStr("4200002:somebody-elses")})
    (verdict,) = chats.asked(other)

    assert "fail" == verdict.level
    assert "somebody" not in str(verdict)
