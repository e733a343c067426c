"""Every check there is, in the order an operator would mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from frontdoor.checks import address, chats, files, keys, texts, words
from frontdoor.checks.verdict import Verdict
from frontdoor.settings import Settings

CHECKS: tuple[Callable[[Settings, date], Iterator[Verdict]], ...] = (
    address.clock,
    address.public_url,
    keys.own_keys,
    keys.hub_key,
    keys.no_private_key,
    files.for_us_alone,
    files.room,
    words.library,
    texts.account,
    chats.account,
)


def standing(settings: Settings, today: date) -> Iterator[Verdict]:
    """How everything stands that can be told without the store."""
    for check in CHECKS:
        yield from check(settings, today)
