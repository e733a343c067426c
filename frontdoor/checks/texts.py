"""The text door: whether the account is whole, and what Twilio is to be told.

Rule: it asks nobody. What it prints can be pasted where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from frontdoor.checks.address import is_private_enough
from frontdoor.checks.verdict import Verdict, fail, ok, warn
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from sms.account import RETRIED, STATUS


def account(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the text door can open, where its webhooks go, and whether STOP is answered in our words."""
    from frontdoor.plan import twilio

    del today
    check = "text door"
    try:
        made = twilio(settings)
    except Refusal as refusal:
        yield fail(check, str(refusal), "Set all of them, or none.")
        return
    if made is None:
        yield ok(check, "Shut: no account at Twilio is set.")
        return
    if not is_private_enough(urlsplit(settings.public_url)):
        yield fail(check, "Its webhooks would come over plain http.", "Mend the public address first.")
        return
    yield ok(check, f"Webhook: {made.url(RETRIED)}  Status callback: {made.url(STATUS)}")
    if not made.service_sid:
        yield warn(check, "There is no Messaging Service, so Twilio answers STOP in words of its own.", "docs/sms.md")
    if not made.daily_segments:
        yield warn(check, "There is no daily limit of segments.", "Set FRONTDOOR_TWILIO_DAILY_SEGMENTS.")
