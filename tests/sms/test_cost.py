"""What a completed survivor referral costs by text, in segments that are sent: the figures of docs/sms.md."""

from __future__ import annotations

import pytest

from tests.sms.conftest import ROOT, Town

HERSELF = ("hello", "1", "1", "34", "He shouts at me.", "1")
CALLED = ("1 2", "Sam, Redhill", "1", "ME, weekdays 10-12", "SEND")
TEXTED = ("1 2", "Sam, Redhill", "2", "ME, weekdays 10-12", "SEND")


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ((*HERSELF, "3", *TEXTED), 16),
        ((*HERSELF, "3", *CALLED), 17),
        ((*HERSELF, "1", *CALLED), 18),
        ((*HERSELF, "DONE", *CALLED[2:]), 15),
        (("hello", "1", "1", "DONE", "4", "SEND"), 10),
    ],
)
def test_a_completed_referral_in_segments(town: Town, words: tuple[str, ...], most: int) -> None:
    """Texted for real, from the first word to its arrival: so many segments, and docs/sms.md says the same."""
    town.house.empty()
    sender = town.number()
    said = town.says(sender, *words)
    sent = sum(kept.segments for kept in town.twilio.messages.values() if kept.to == sender)

    assert said[0].startswith("It has arrived.")
    assert 1 == town.house.waiting()
    assert most == sent
    assert f"| {most} |" in (ROOT / "docs" / "sms.md").read_text("utf-8")
