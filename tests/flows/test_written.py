"""A reply as text holds everything in it, in the order it is to be read."""

from __future__ import annotations

from flows.message import Reply, Shown
from flows.written import as_text

CHOICES = (("yes", "Yes"), ("no", "No"))


def test_order() -> None:
    """Emergency words, lines, question, hint, choices."""
    reply = Reply("q", "danger", ("Line.",), ("Call 999.",), "Ask?", "Hint.", (Shown("q", "choice", choices=CHOICES),))
    assert "Call 999.\nLine.\nAsk?\nHint.\n1 Yes\n2 No" == as_text(reply)


def test_consent_has_no_numbers() -> None:
    """Nothing may be sent by a number, so none is offered."""
    assert "Send?" == as_text(Reply("c", "say", ask="Send?", fields=(Shown("c", "consent", choices=CHOICES),)))


def test_nothing_empty() -> None:
    """What is not there leaves no empty line."""
    assert "Ask?" == as_text(Reply("q", "say", ("",), (), "Ask?"))
