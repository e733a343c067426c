"""What an operator asks of Telegram: how the bot stands there, and to bring updates to our address.

Rule: it is asked by hand alone, never while people are served.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aiogram.methods import GetMe, GetWebhookInfo, SetWebhook

from bot.account import ALLOWED, Account
from bot.api import Api


@dataclass(frozen=True, slots=True)
class Standing:
    """The bot as Telegram knows it."""

    name: str
    username: str
    joins_groups: bool
    inline: bool
    url: str
    kinds: frozenset[str]
    waiting: int
    failed: str = field(default="")


async def look(account: Account) -> Standing:
    """How the bot stands. Raises Blocked or Unsent when Telegram does not say."""
    api = Api(account)
    try:
        me, hook = await api.ask(GetMe()), await api.ask(GetWebhookInfo())
    finally:
        await api.close()
    return Standing(
        me.full_name,
        me.username or "",
        bool(me.can_join_groups),
        bool(me.supports_inline_queries),
        hook.url,
        frozenset(hook.allowed_updates or ()),
        hook.pending_update_count,
        hook.last_error_message or "",
    )


async def tell(account: Account) -> None:
    """Have updates brought to our webhook, with our secret, and only those that we hear. Raises as `look` does."""
    api = Api(account)
    try:
        await api.ask(
            SetWebhook(
                url=account.webhook, secret_token=account.secret, allowed_updates=list(ALLOWED), max_connections=40
            )
        )
    finally:
        await api.close()
