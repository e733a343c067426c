from __future__ import annotations

import time
from datetime import date

import pytest

from frontdoor.checks import address
from frontdoor.settings import Settings

TODAY = date(2026, 11, 22)


def _level(url: str) -> str:
    (verdict,) = address.public_url(Settings(public_url=url), TODAY)
    assert "ok" == verdict.level or verdict.do
    return verdict.level


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("https://pages.example.org", "ok"),
        ("https://pages.example.org/", "ok"),
        ("http://127.0.0.1:8000", "ok"),
        ("http://localhost:8000", "ok"),
        ("http://[::1]:8000", "ok"),
        ("http://pages.example.org", "fail"),
        ("http://10.0.0.1", "fail"),
        ("http://127.0.0.1.example.org", "fail"),
        ("https://pages.example.org/chat", "fail"),
        ("https://pages.example.org/?a=b", "fail"),
        ("https://user@pages.example.org", "fail"),
        ("ftp://127.0.0.1", "fail"),
        ("https://[", "fail"),
        ("", "fail"),
        ("https://domestic-abuse.example.org", "warn"),
    ],
)
def test_words_travel_encrypted_or_not_at_all(url: str, level: str) -> None:
    """An address is fit when it is https, or plain http that no other machine could ever see."""
    assert level == _level(url)


def test_a_clock_before_this_program_was_made_is_wrong() -> None:
    """A machine that woke up in 1970 does not pass."""
    (verdict,) = address.clock(Settings(), date(1970, 1, 1))

    assert "fail" == verdict.level


@pytest.mark.parametrize(("ahead", "level"), [(0, "ok"), (59, "ok"), (-3600, "fail"), (3600, "fail")])
def test_the_clock_is_held_against_the_stores(ahead: float, level: str) -> None:
    """More than a minute between the two clocks fails, since windows and promises hang on it."""
    (verdict,) = address.clock(Settings(), TODAY, time.time() + ahead)

    assert level == verdict.level
