"""What an operator sets of the account at Twilio, as plain values.

Rule: checked before anyone is served; its secrets show nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

INBOUND: Final = "/sms/inbound"
STATUS: Final = "/sms/status"
RETRIED: Final = f"{INBOUND}#rc=2&rp=all"
"""The webhook as Twilio is to be told of it: to try twice more, whatever went wrong."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account, and the number or Messaging Service that people write to.

    `tokens` are one auth token, or two during a rotation: both are taken from
    webhooks, and the first is used to ask. `public_url` is what Twilio was told.
    `daily_segments` is the most that may be sent a day before new conversations
    wait; 0 is no limit. Prices are pence for one segment.
    """

    sid: str
    tokens: tuple[str, ...] = field(repr=False)
    public_url: str
    number: str = field(default="", repr=False)
    service_sid: str = ""
    api_url: str = "https://api.twilio.com"
    daily_segments: int = 2000
    pence_out: float = 4.0
    pence_in: float = 0.6

    def url(self, path: str) -> str:
        """The address of one of our webhooks, as Twilio knows it."""
        return f"{self.public_url.rstrip('/')}{path}"
