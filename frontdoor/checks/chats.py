"""The Telegram door: whether the bot is whole here, and how it stands at Telegram.

Rule: the first asks nobody. The rest is asked only when an operator says so, since it loads a large library.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from bot.account import ALLOWED, SECRET_FORM, Account
from flows.plain import plain
from frontdoor.checks.address import is_private_enough
from frontdoor.checks.verdict import Verdict, fail, ok, warn
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings

CHECK = "telegram door"
_TELLING = ("abuse", "refuge", "domestic", "violen", "survivor", "victim", "idva", "women", "helpline", "hub", "help")


def account(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the Telegram door can open, and where its webhook is."""
    from frontdoor.plan import telegram

    del today
    try:
        made = telegram(settings, polls=True)
    except Refusal as refusal:
        yield fail(CHECK, str(refusal), "Mend it, or set no token.")
        return
    if made is None:
        yield ok(CHECK, "Shut: no bot at Telegram is set.")
    elif not SECRET_FORM.fullmatch(made.secret):
        yield warn(CHECK, "No secret is set: it opens only with serve --telegram-polling.", "docs/telegram.md")
    elif not is_private_enough(urlsplit(settings.public_url)):
        yield fail(CHECK, "Its webhook would come over plain http.", "Mend the public address first.")
    else:
        yield ok(CHECK, f"Webhook: {made.webhook}. How it stands at Telegram: frontdoor doctor --public")


def asked(settings: Settings) -> Iterator[Verdict]:
    """How the bot stands at Telegram, where a token is set."""
    from frontdoor.plan import telegram

    try:
        made = telegram(settings, polls=True)
    except Refusal:
        return
    if made:
        yield from _stands(made)


def told(settings: Settings) -> Iterator[Verdict]:
    """Tell Telegram where our webhook is, and then how it stands."""
    from frontdoor.plan import telegram

    made = telegram(settings)
    if made is None:
        yield fail(CHECK, "No bot is set, so there is nothing to tell.", "Set FRONTDOOR_TELEGRAM_TOKEN.")
        return
    from bot import office
    from bot.api import Blocked, Unsent

    try:
        asyncio.run(office.tell(made))
    except (Blocked, Unsent):
        yield fail(CHECK, "Telegram did not take the webhook.", "Look at the token, and at the public address.")
        return
    yield from _stands(made)


def _stands(made: Account) -> Iterator[Verdict]:
    from bot import office
    from bot.api import Blocked, Unsent

    try:
        at = asyncio.run(office.look(made))
    except (Blocked, Unsent):
        yield fail(CHECK, "Telegram does not answer, or does not know the token.", "Look at FRONTDOOR_TELEGRAM_TOKEN.")
        return
    said = plain(f"{at.name} {at.username}")
    if word := next((word for word in _TELLING if word in said), ""):
        yield warn(
            CHECK, f"The bot's name holds '{word}'. It stays in chat lists.", "Give it a neutral name: BotFather."
        )
    if at.joins_groups or at.inline:
        yield warn(CHECK, "The bot may join groups, or answers inline.", "Turn both off: BotFather, docs/telegram.md")
    if made.secret and (at.url != made.webhook or at.kinds != set(ALLOWED)):
        yield warn(CHECK, "Telegram brings updates elsewhere, or others.", "frontdoor doctor --telegram-webhook")
    elif at.failed:
        yield warn(
            CHECK, "The last webhook failed; Telegram tries again.", "Look at the proxy, and at frontdoor serve."
        )
    else:
        yield ok(CHECK, f"Telegram brings updates here; {at.waiting} wait.")
