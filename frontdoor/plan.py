"""From settings to the values and parts that the doors are made of.

Rule: settings end here. What lies behind takes plain values, and never asks
where they came from.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from bot.account import SECRET_FORM, TOKEN_FORM
from bot.account import Account as Bot
from flows.finding import LibraryFault
from flows.library import HERE, Library, load
from frontdoor.checks.words import offered
from frontdoor.house import Addresses
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from reception.doorkeys import DoorKeys
from reception.faults import SealFault
from reception.front import Reception
from reception.keeper import Keeper
from reception.keyring import Keyring
from reception.lines import Lines
from reception.marks import Marks
from reception.names import Names
from reception.presence import Presence
from reception.publickeys import hub_keys
from reception.seal import Sealer
from reception.store import Store
from reception.vault import Vault
from sms.account import Account
from web.page import Page


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the doors are made of. `clock` gives unix seconds."""

    library: Library
    page: Page
    keyring: Keyring = field(repr=False)
    sealer: Sealer = field(repr=False)
    addresses: Addresses = field(repr=False)
    account: Account | None = None
    bot: Bot | None = None
    clock: Callable[[], float] = field(default=time.time, repr=False)

    @classmethod
    def of(cls, settings: Settings, addresses: Addresses, *, practice: bool = False, polls: bool = False) -> Self:
        """The plan that `settings` describe. Raises Refusal where they do not add up to a door.

        Only in practice are translations offered that nobody has signed. With `polls` the Telegram door fetches.
        """
        try:
            library = load(HERE, settings.library)
            keyring = Keyring.from_text(settings.master_keys.get_secret_value())
            door = DoorKeys.from_text(settings.door_keys.get_secret_value())
            sealer = Sealer(hub_keys(settings.hub_public_key), door)
        except (LibraryFault, SealFault) as fault:
            raise Refusal(str(fault)) from fault
        library = library if practice else offered(library, settings)
        page = Page(settings.title, settings.exit_url, settings.public_url, practice)
        return cls(library, page, keyring, sealer, addresses, twilio(settings), telegram(settings, polls=polls))

    def reception(self, door: Lines, keeper: Lines) -> Reception:
        """A reception on these two connections, which connect when they are first asked."""
        store = Store(door)
        return Reception(
            self.library,
            store,
            Names.of(self.keyring),
            Vault(self.keyring),
            self.sealer,
            Presence(store, self.library.hub, self.clock),
            Keeper(keeper),
            self.clock,
            marks=Marks(door, self.keyring, self.clock),
        )


def twilio(settings: Settings) -> Account | None:
    """The account that the text door is at; None where it is shut. Raises Refusal for half an account."""
    tokens = tuple(settings.twilio_auth_token.get_secret_value().replace(",", " ").split())
    sender = settings.twilio_number or settings.twilio_messaging_service_sid
    if not (settings.twilio_account_sid or tokens or sender):
        return None
    if not (settings.twilio_account_sid and 1 <= len(tokens) <= _TOKENS and sender):
        raise Refusal(
            "The text door is half open: it needs FRONTDOOR_TWILIO_ACCOUNT_SID, FRONTDOOR_TWILIO_AUTH_TOKEN (one, or "
            "two while you rotate), and FRONTDOOR_TWILIO_NUMBER or FRONTDOOR_TWILIO_MESSAGING_SERVICE_SID."
        )
    if settings.twilio_number and not _NUMBER.fullmatch(settings.twilio_number):
        raise Refusal("FRONTDOOR_TWILIO_NUMBER must be as Twilio writes it: + and the country, digits alone.")
    return Account(
        settings.twilio_account_sid,
        tokens,
        settings.public_url,
        settings.twilio_number,
        settings.twilio_messaging_service_sid,
        settings.twilio_api_url,
        settings.twilio_daily_segments,
        settings.twilio_pence_out,
        settings.twilio_pence_in,
    )


def telegram(settings: Settings, *, polls: bool = False) -> Bot | None:
    """The bot that the Telegram door is; None where it is shut. Raises Refusal for half of one."""
    token, secret = (one.get_secret_value().strip() for one in (settings.telegram_token, settings.telegram_secret))
    if not token:
        return None
    if not TOKEN_FORM.fullmatch(token):
        raise Refusal("FRONTDOOR_TELEGRAM_TOKEN is no token. Copy it from BotFather, digits, colon and all.")
    if not polls and not SECRET_FORM.fullmatch(secret):
        raise Refusal(
            "The Telegram door is half open: FRONTDOOR_TELEGRAM_SECRET must be 16 to 256 letters, digits, _ or -. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return Bot(token, secret, settings.public_url, settings.telegram_api_url, polls)


_TOKENS = 2
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
