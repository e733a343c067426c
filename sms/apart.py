"""Asks Twilio in a process of its own, which ends when it has: to delete messages, or to send one.

Rule: the library that asks Twilio takes as much memory as half a door, and raises
faults that hold numbers. It never comes near the process that hears people.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Final

from sms.account import Account

Ended = Mapping[str, tuple[str, int]]
"""For each id what came of it ('gone', 'not yet', 'later' or 'refused'), and Twilio's code."""
Ask = Callable[[Sequence[str]], Awaitable[Ended]]

_EACH_S: Final = 12
_START_S: Final = 20
_OURS: Final = "FRONTDOOR_"

log: Final = logging.getLogger(__name__)


def asking(account: Account) -> Ask:
    """Asks for the deletion of these ids. Whatever goes wrong on the way is 'later'."""

    async def ask(ids: Sequence[str]) -> Ended:
        told = json.dumps([asdict(account), list(ids)]).encode()
        said = await _said(told, _START_S + _EACH_S * len(ids))
        try:
            return {sid: (str(outcome), int(code)) for sid, (outcome, code) in json.loads(said).items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    return ask


async def sent(account: Account, to: str, text: str) -> str:
    """What came of asking for this message: 'sent', 'refused', or 'unsure' for all that is not plainly one of them.

    It is asked for once. Only sms.outgoing calls this, with a Permit in its hand.
    """
    told = json.dumps([asdict(account), [], {"to": to, "text": text}]).encode()
    try:
        outcome, code = json.loads(await _said(told, _START_S + _EACH_S))
    except (ValueError, TypeError):
        return "unsure"
    if outcome == "refused":
        log.warning("the provider refuses to send", extra={"door": "sms", "status": int(code)})
    return str(outcome)


async def _said(told: bytes, patience_s: float) -> bytes:
    """What the process says to this; nothing when it does not in time. It is gone when this returns."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sms.apart",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a trace could hold a number
        env=_environment(),
    )
    try:
        async with asyncio.timeout(patience_s):
            said, _ = await process.communicate(told)
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return said


def _environment() -> dict[str, str]:
    """Ours without any setting of the door, so that no key of its goes along; and the way to our own code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def main() -> None:
    """Read an account and ids from standard input, delete, and write what came of each. With a message, send that."""
    from sms.provider import Provider  # noqa: PLC0415 - the parent imports this module too, and must not load it

    account, ids, *message = json.load(sys.stdin)
    provider = Provider(Account(**account | {"tokens": tuple(account["tokens"])}))
    if message:
        json.dump(provider.create(message[0]["to"], message[0]["text"]), sys.stdout)
        return
    outcomes = {sid: provider.delete(sid) for sid in ids}
    json.dump({sid: (outcome.value, code) for sid, (outcome, code) in outcomes.items()}, sys.stdout)


if __name__ == "__main__":
    main()
