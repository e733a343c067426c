"""`frontdoor doctor`: one line for each thing that must stand, and what to do where it does not.

Rule: it changes nothing, unless told to set Telegram's webhook. The exit code is 0 when nothing fails, else 1.
"""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from frontdoor import house
from frontdoor.checks import chats, outside, store
from frontdoor.checks.standing import standing
from frontdoor.checks.verdict import Verdict, fail
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from reception.doorkeys import DoorKeys
from reception.faults import SealFault


def attach(parser: ArgumentParser) -> None:
    """Give `parser` the options of this command."""
    parser.add_argument("--settings", type=Path, help="the settings file (default: FRONTDOOR_SETTINGS, ./settings.env)")
    parser.add_argument("--public", action="store_true", help="also ask the public address, as a visitor would")
    parser.add_argument(
        "--telegram-webhook", action="store_true", help="tell Telegram where our webhook is, then ask it"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print every verdict; 1 when one fails."""
    settings = Settings.read(args.settings)
    failed = 0
    found = examine(settings, today(), public=args.public)
    for verdict in chain(found, chats.told(settings) if args.telegram_webhook else ()):
        print(verdict)
        failed += verdict.level == "fail"
    print(_trust(settings))
    print(f"{failed} to mend." if failed else "Nothing fails.")
    return 1 if failed else 0


def today() -> date:
    """The day, in UTC."""
    return datetime.now(UTC).date()


def examine(settings: Settings, day: date, *, public: bool = False) -> Iterator[Verdict]:
    """Every verdict there is, the store's after those that need none."""
    yield from standing(settings, day)
    yield from _store(settings, day)
    if public:
        yield from outside.verdicts(settings)
        yield from chats.asked(settings)


def _store(settings: Settings, day: date) -> Iterator[Verdict]:
    if not settings.redis_url and house.is_running(settings):
        yield from store.in_use()
        return
    try:
        with house.store(settings) as addresses:
            yield from asyncio.run(ask(settings, addresses.keeper, day))
    except Refusal as refusal:
        yield fail("store", "It does not start.", str(refusal))


async def ask(settings: Settings, keeper_url: str, day: date) -> list[Verdict]:
    """How the running store stands."""
    return [verdict async for verdict in store.verdicts(settings, keeper_url, day)]


def _trust(settings: Settings) -> str:
    """The line by which the hub trusts this door, when there is one."""
    try:
        line = DoorKeys.from_text(settings.door_keys.get_secret_value()).newest.public().to_text()
    except SealFault:
        return ""
    return f"\nThe hub trusts this door by this line (frontdoor hub keys --trust LINE):\n{line}\n"
