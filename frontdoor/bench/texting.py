"""People who text: webhooks signed as Twilio signs them, made before the clock starts.

Rule: each carries an id and a number that nobody has used, so that none is taken for a retry.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from functools import partial

from frontdoor.bench import measure
from frontdoor.bench.measure import AT_ONCE, PEOPLE, Speed
from frontdoor.bench.stage import Stage
from frontdoor.bench.wire import Line
from frontdoor.practice.twilio import Twilio
from frontdoor.refusal import Refusal
from sms.account import INBOUND, Account

WORDS = ("hello", "1", "1", "34", "He shouts at me.", "1", "2", "1 2", "Sam, Redhill", "1", "1", "skip")
"""What one person writes before they could send: every question but the last."""
STORY = ("It began in May.", "We had moved.", "It is every week.", "I am tired of it.")

Webhook = tuple[bytes, dict[str, str]]
_TURNS_A_SECOND = 150
"""Webhooks made ready for one person and second; more than one connection can take."""


def person(account: Account, *words: str, number: str = "") -> list[Webhook]:
    """Every webhook of one person who texts these."""
    twilio = Twilio(account, lambda *_: (500, ""))
    number = number or f"+447{secrets.randbelow(10**9):09}"
    return [twilio.envelope(INBOUND, twilio.received(number, said)) for said in words]


async def turns(stage: Stage, rounds: int, seconds: float) -> Speed:
    """Turns a second of 16 people who text."""
    return await measure.beside_bare(stage, rounds, seconds, lambda: partial(_texting, _people(stage, seconds)))


def _people(stage: Stage, seconds: float) -> Iterator[list[Webhook]]:
    """16 people who have more to text than they can in so many seconds."""
    account = _account(stage)
    talks = int(_TURNS_A_SECOND * seconds / len(WORDS)) + 1
    return iter([[hook for _ in range(talks) for hook in person(account, *WORDS)] for _ in range(PEOPLE)])


async def lost(stage: Stage, people: int) -> tuple[int, int]:
    """Of the four texts that each person sends at once, as one story: how many are not kept, of how many."""
    kept = [await _four_at_once(stage, f"+447{secrets.randbelow(10**9):09}") for _ in range(people)]
    return people * AT_ONCE - sum(kept), people * AT_ONCE


async def _texting(people: Iterator[list[Webhook]], line: Line, until: float) -> int:
    count = 0
    for body, headers in next(people):
        if time.perf_counter() > until:
            break
        count += await _heard(line, body, headers)
    return count


async def _heard(line: Line, body: bytes, headers: dict[str, str]) -> bool:
    answer = await line.send(body, headers, INBOUND)
    return answer.status == 200 and b"<Message" in answer.body  # noqa: PLR2004 - OK


async def _four_at_once(stage: Stage, number: str) -> int:
    """How many of four texts, posted in the same instant, are in what is kept afterwards."""
    account = _account(stage)
    lines = [await Line.to(stage.front.port) for _ in STORY]
    for body, headers in person(account, *WORDS[:4], number=number):
        await lines[0].send(body, headers, INBOUND)
    four = person(account, *STORY, number=number)
    await asyncio.gather(*(line.send(*hook, INBOUND) for line, hook in zip(lines, four, strict=True)))
    for line in lines:
        await line.close()
    _, kept = await measure.stored(stage, "sms", number, None)
    return sum(words in kept.state.decode() for words in STORY)


def _account(stage: Stage) -> Account:
    if stage.plan.account is None:
        raise Refusal("The text door is shut, so there is nothing to measure.")
    return stage.plan.account
