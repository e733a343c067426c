"""The same person on WhatsApp: the same webhooks, another address."""

from __future__ import annotations

from functools import partial
from typing import Final

from tests.players import sms

DOOR: Final = "whatsapp"
Player = partial(sms.Player, door="whatsapp")
