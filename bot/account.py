"""What an operator sets of the bot at Telegram, as plain values.

Rule: it needs nothing of Telegram's library, which is large: a door that is shut never loads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

INBOUND: Final = "/telegram/inbound"
SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
TOKEN_FORM: Final = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,100}")
SECRET_FORM: Final = re.compile(r"[A-Za-z0-9_-]{16,256}")
ALLOWED: Final = ("message", "callback_query", "my_chat_member")
"""The kinds of update that we ask for; all others never come."""


@dataclass(frozen=True, slots=True)
class Account:
    """One bot. `secret` comes with each webhook; `polls` says that we fetch updates ourselves instead."""

    token: str = field(repr=False)
    secret: str = field(repr=False)
    public_url: str
    api_url: str = "https://api.telegram.org"
    polls: bool = False

    @property
    def webhook(self) -> str:
        """The address that Telegram is told."""
        return f"{self.public_url.rstrip('/')}{INBOUND}"
