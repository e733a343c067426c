"""People who text: webhooks signed as Twilio signs them, made before the clock starts.

Rule: each carries an id and a number that nobody has used, so that none is taken for a retry.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from statistics import median

from frontdoor.bench import measure
from frontdoor.bench.measure import AT_ONCE, PEOPLE, Speed
from frontdoor.bench.stage import Stage
from frontdoor.bench.wire import Line
from frontdoor.practice.twilio import Twilio
from frontdoor.refusal import Refusal
from reception.kept import Kept
from reception.lines import Lines
from reception.names import Names
from reception.store import Store
from reception.vault import Vault
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
    """Turns a second of 16 people who text, door and bare turn one after the other in each round."""
    pairs = []
    for _ in range(rounds):
        door = await _crowd(stage, seconds)
        bare = await measure.bare_turns(stage, seconds)
        pairs.append((door, bare))
    doors, bares = zip(*pairs, strict=True)
    return Speed(median(doors), median(bares), median(door / bare for door, bare in pairs))


async def lost(stage: Stage, people: int) -> tuple[int, int]:
    """Of the four texts that each person sends at once, as one story: how many are not kept, of how many."""
    kept = [await _four_at_once(stage, f"+447{secrets.randbelow(10**9):09}") for _ in range(people)]
    return people * AT_ONCE - sum(kept), people * AT_ONCE


async def _crowd(stage: Stage, seconds: float) -> float:
    account = _account(stage)
    talks = int(_TURNS_A_SECOND * seconds / len(WORDS)) + 1
    people = [[hook for _ in range(talks) for hook in person(account, *WORDS)] for _ in range(PEOPLE)]
    lines = [await Line.to(stage.front.port) for _ in people]
    start = time.perf_counter()
    counts = await asyncio.gather(
        *(_texting(line, hooks, start + seconds) for line, hooks in zip(lines, people, strict=True))
    )
    lasted = time.perf_counter() - start
    for line in lines:
        await line.close()
    return sum(counts) / lasted


async def _texting(line: Line, hooks: list[Webhook], until: float) -> int:
    count = 0
    for body, headers in hooks:
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
    kept = await _state(stage, number)
    return sum(words in kept for words in STORY)


async def _state(stage: Stage, number: str) -> str:
    lines = Lines(stage.plan.addresses.door)
    place = Names.of(stage.plan.keyring).place("sms", number)
    blob = (await Store(lines).find(place)).talk or b""
    await lines.close()
    return Kept.from_bytes(Vault(stage.plan.keyring).open(place.talk, None, blob)[1]).state.decode()


def _account(stage: Stage) -> Account:
    if stage.plan.account is None:
        raise Refusal("The text door is shut, so there is nothing to measure.")
    return stage.plan.account
