"""`frontdoor sms`: what it costs, what to give Twilio, and that what is left there goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.library import load
from flows.segments import fold, segments
from frontdoor import cli
from frontdoor.practice import api
from frontdoor.practice.twilio import Kept, Twilio
from frontdoor.prices import costs
from sms.account import Account

DAY = 86_400
ACCOUNT = Account("AC" + "a" * 32, ("t",), "https://pages.example.org", "+447700900900")


@pytest.fixture
def twilio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Twilio]:
    """A stand-in that the settings point to."""
    made = Twilio(ACCOUNT, lambda *_: (500, ""))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("frontdoor.sms_commands._PAUSE_S", 0.0)
    with api.served(made) as url:
        settings = {
            "ACCOUNT_SID": ACCOUNT.sid,
            "AUTH_TOKEN": "t",
            "NUMBER": ACCOUNT.number,
            "API_URL": url,
        }
        for name, value in settings.items():
            monkeypatch.setenv(f"FRONTDOOR_TWILIO_{name}", value)
        monkeypatch.setenv("FRONTDOOR_PUBLIC_URL", ACCOUNT.public_url)
        yield made


def keep(twilio: Twilio, number: int, age: int, status: str = "delivered") -> None:
    """Have the stand-in keep a message of this age, in seconds."""
    sid = f"SM{number:032x}"
    twilio.messages[sid] = Kept(
        sid, "inbound", "+447700900123", ACCOUNT.number, "words of somebody", time.time() - age, status
    )


def test_sweep_deletes_what_is_older_than_a_day(twilio: Twilio, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing younger; it prints counts, and no number or word."""
    for number in range(5):
        keep(twilio, number, 2 * DAY)
    keep(twilio, 9, 60)

    assert 0 == cli.main(["sms", "sweep"])
    assert 1 == len(twilio.messages)
    assert "5 messages were older than 24 hours: 5 deleted, 0 not." == capsys.readouterr().out.strip()


def test_sweep_says_when_one_would_not_go(twilio: Twilio, capsys: pytest.CaptureFixture[str]) -> None:
    """One that hangs at the provider is told by the exit code."""
    keep(twilio, 1, 2 * DAY, "sending")

    assert 1 == cli.main(["sms", "sweep"])
    assert "0 deleted, 1 not." in capsys.readouterr().out


def test_sweep_tries_again_when_twilio_is_busy(twilio: Twilio) -> None:
    """A 429 is not an end."""
    keep(twilio, 1, 2 * DAY)
    twilio.faults.refuses = []

    class Once(list[int]):
        """Refuses the second request: the first is the list."""

        def __bool__(self) -> bool:
            return len(twilio.asked) == 2

    twilio.faults.refuses = Once([20429])
    assert 0 == cli.main(["sms", "sweep"])


def test_sweep_refuses_in_a_sentence(twilio: Twilio, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong token is told by Twilio's code alone."""
    twilio.faults.refuses = [20003]

    assert 2 == cli.main(["sms", "sweep"])
    said = capsys.readouterr().err
    assert "Twilio refused" in said
    assert "7700900123" not in said


def test_cost_is_of_the_texts_that_people_get(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each journey and language the shortest way and the longest, in segments and pence."""
    monkeypatch.setenv("FRONTDOOR_TWILIO_PENCE_OUT", "5")
    assert 0 == cli.main(["sms", "cost"])
    said = capsys.readouterr().out
    (short, long) = next(pair for pair in costs(load(), "sms") if pair[0].journey == "survivor")

    assert "survivor" in said
    assert f"{long.pence(5, 0.6):.1f}p" in said
    assert short.questions < long.questions <= 12
    assert short.out < long.out <= 24
    assert long.in_ == long.questions + 2


def test_fallback_is_what_twilio_can_say_without_us(twilio: Twilio, capsys: pytest.CaptureFixture[str]) -> None:
    """TwiML with the emergency words, and three wordings that fit and tell nothing; HELP is the emergency words."""
    assert 0 == cli.main(["sms", "fallback"])
    said, library = capsys.readouterr().out, load()
    urgent = "\n".join(library.emergency_lines("en", "sms"))

    assert said.rstrip().endswith(urgent)
    assert "https://pages.example.org/sms/inbound#rc=2&rp=all" in said
    assert "send START" in said
    for key in ("stopped", "started", "cannot_answer"):
        text = fold("\n".join(library.says_at(key, "sms", "en")))
        assert 1 == segments(text).count
        assert text in fold(said)
        assert not [word for word in library.telling if f" {word} " in f" {text.lower()} "]


def test_the_commands_say_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without an account there is nothing to sweep."""
    monkeypatch.chdir(tmp_path)
    assert 2 == cli.main(["sms", "sweep"])
    assert "FRONTDOOR_TWILIO_ACCOUNT_SID" in capsys.readouterr().err
    assert 2 == cli.main(["sms", "fallback"])
    assert "FRONTDOOR_PUBLIC_URL" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["07700900900", "Hub", "+44 7700 900900", "whatsapp:+447700900900"])
def test_a_number_is_as_twilio_writes_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: str
) -> None:
    """Any other way of writing it would find none of its messages; it is not printed."""
    monkeypatch.chdir(tmp_path)
    for name, value in {"ACCOUNT_SID": ACCOUNT.sid, "AUTH_TOKEN": "t", "NUMBER": number}.items():
        monkeypatch.setenv(f"FRONTDOOR_TWILIO_{name}", value)
    assert 2 == cli.main(["sms", "sweep"])
    said = capsys.readouterr().err

    assert "FRONTDOOR_TWILIO_NUMBER must be" in said
    assert number not in said


@pytest.mark.parametrize("command", ["sweep", "cost", "fallback"])
def test_each_command_shows_how_it_is_used(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """Its help ends with examples that can be pasted."""
    with pytest.raises(SystemExit):
        cli.main(["sms", command, "--help"])

    assert f"examples:\n  frontdoor sms {command}\n" in capsys.readouterr().out
