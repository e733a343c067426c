"""The measurements themselves, each of them bounded in time and count.

Rule: a figure is of something that a person would notice; what is compared is
measured in turns, so that a drifting machine drifts for both.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from statistics import median
from typing import TypeVar
from urllib.parse import urlencode

from frontdoor.bench.stage import Stage
from frontdoor.bench.visit import Conversation, Turn
from frontdoor.bench.wire import Line
from frontdoor.refusal import Refusal
from reception.kept import Kept
from reception.lines import Lines
from reception.names import Names
from reception.store import Store
from reception.vault import Vault
from web import cookie as cookies

T = TypeVar("T")
Person = Callable[[Line, float], Awaitable[int]]
"""What one person does on a connection until a time has come: how many turns they took."""

PEOPLE = 16
AT_ONCE = 4
GZIP = {"accept_encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Speed:
    """Turns a second, of the door and of the bare turn: medians over the rounds, and the median of their ratios."""

    door: float
    bare: float
    ratio: float

    def __str__(self) -> str:
        return f"{self.door:,.0f}/s, {self.ratio:.0%} of the bare turn's {self.bare:,.0f}/s"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of many people sending at once. Times are seconds from the press to the page that says so."""

    said: int
    queued: int
    per_second: float
    p50: float
    p99: float


async def turns(stage: Stage, talk: Conversation, rounds: int, seconds: float) -> Speed:
    """Turns a second of 16 people on the page."""
    return await beside_bare(stage, rounds, seconds, lambda: partial(_talking, talk))


async def beside_bare(stage: Stage, rounds: int, seconds: float, ready: Callable[[], Person]) -> Speed:
    """Turns a second of 16 people, door and bare turn one after the other in each round.

    `ready` is called before the clock of each round starts.
    """
    pairs = []
    for _ in range(rounds):
        door = await _crowd(stage.front.port, seconds, ready())
        pairs.append((door / seconds, await _crowd(stage.bare.port, seconds, _bare) / seconds))
    doors, bares = zip(*pairs, strict=True)
    return Speed(median(doors), median(bares), median(door / bare for door, bare in pairs))


async def sending(stage: Stage, talk: Conversation, people: int) -> Sent:
    """Bring `people` to the last question, then let them send, 16 at once."""
    before = sum(1 for _ in stage.queue.entries())
    waiting = iter(await _many(stage.front.port, people, lambda line: _until_last(line, talk)))
    took: list[float] = []

    async def press(line: Line) -> None:
        for cookie in waiting:
            start = time.perf_counter()
            answer = await line.post(talk.turns[-1].body(), cookie)
            if talk.ended(answer):
                took.append(time.perf_counter() - start)

    start = time.perf_counter()
    await _each(stage.front.port, press)
    lasted = time.perf_counter() - start
    queued = sum(1 for _ in stage.queue.entries()) - before
    if not took:
        raise Refusal("Nobody could send, so there is nothing to measure. Try it by hand: frontdoor demo")
    took.sort()
    return Sent(len(took), queued, len(took) / lasted, took[len(took) // 2], took[int(len(took) * 0.99)])


async def whole(stage: Stage, talk: Conversation, people: int) -> float:
    """Whole conversations a second, from the first answer to 'sent', 16 people at once."""
    start = time.perf_counter()
    ended = await _many(stage.front.port, people, lambda line: _through(line, talk))
    return sum(ended) / (time.perf_counter() - start)


async def lost(stage: Stage, talk: Conversation, people: int) -> tuple[int, int]:
    """Of the answers that each person gives four at once: how many are not kept, of how many."""
    first = len(talk.turns) - 1 - AT_ONCE
    begun, four = talk.turns[: max(first, 1)], talk.turns[max(first, 1) : -1]
    kept = [await _four_at_once(stage, begun, four) for _ in range(people)]
    return people * len(four) - sum(kept), people * len(four)


async def at_rest(stage: Stage, talk: Conversation) -> int:
    """Bytes that one conversation takes in the store, sealed, when all but the last question is answered."""
    line = await Line.to(stage.front.port)
    cookie = await _until_last(line, talk)
    await line.close()
    blob, _ = await _stored(stage, cookie)
    return len(blob)


async def first_page(stage: Stage) -> tuple[int, int, int]:
    """Bytes of the first page: gzipped, and on the wire with its headers; and requests that it makes a browser send."""
    line = await Line.to(stage.front.port)
    answer = await line.get(**GZIP)
    plain = (await line.get()).body.decode()
    await line.close()
    return len(answer.body), answer.size, 1 + plain.count(' src="') + plain.count('<link rel="stylesheet"')


async def leaving(stage: Stage, talk: Conversation, people: int) -> tuple[float, float]:
    """Seconds that the door takes to answer a press of 'leave': the median, and the longest."""
    line = await Line.to(stage.front.port)
    took = []
    for _ in range(people):
        cookie = (await line.post(talk.turns[0].body())).cookie
        start = time.perf_counter()
        await line.post(b"", cookie, "/leave")
        took.append(time.perf_counter() - start)
    await line.close()
    return median(took), max(took)


async def _crowd(port: int, seconds: float, one: Person) -> int:
    counts: list[int] = []
    until = time.perf_counter() + seconds

    async def person(line: Line) -> None:
        counts.append(await one(line, until))

    await _each(port, person)
    return sum(counts)


async def _each(port: int, one: Callable[[Line], Awaitable[None]]) -> None:
    """Let 16 people do `one` at once, each on a connection of their own."""
    lines = [await Line.to(port) for _ in range(PEOPLE)]
    await asyncio.gather(*(one(line) for line in lines))
    for line in lines:
        await line.close()


async def _many(port: int, people: int, one: Callable[[Line], Awaitable[T]]) -> list[T]:
    left, came = iter(range(people)), list[T]()

    async def worker(line: Line) -> None:
        for _ in left:
            came.append(await one(line))

    await _each(port, worker)
    return came


async def _talking(talk: Conversation, line: Line, until: float) -> int:
    """Turns taken until the time is up, one conversation after another, none of them sent."""
    count, cookie = 0, ""
    for turn in cycle(talk.turns[:-1]):
        if time.perf_counter() > until:
            return count
        cookie = "" if turn is talk.turns[0] else cookie
        answer = await line.post(turn.body(), cookie)
        cookie = cookie or answer.cookie
        count += answer.status == 200  # noqa: PLR2004 - OK
    return count


async def _bare(line: Line, until: float) -> int:
    count, cookie = 0, ""
    while time.perf_counter() < until:
        if count % AT_ONCE**2 == 0:
            cookie = f"c={secrets.token_urlsafe(16)}"
        body = urlencode({"answer": "yes", "step": "a-step", "digest": "0123456789", "id": secrets.token_urlsafe(16)})
        count += (await line.post(body.encode(), cookie)).status == 200  # noqa: PLR2004 - OK
    return count


async def _until_last(line: Line, talk: Conversation) -> str:
    """Answer all but the last question; the person's cookie."""
    cookie = ""
    for turn in talk.turns[:-1]:
        answer = await line.post(turn.body(), cookie)
        cookie = cookie or answer.cookie
    return cookie


async def _through(line: Line, talk: Conversation) -> bool:
    cookie = await _until_last(line, talk)
    return talk.ended(await line.post(talk.turns[-1].body(), cookie))


async def _four_at_once(stage: Stage, begun: Sequence[Turn], four: Sequence[Turn]) -> int:
    """How many of `four`, posted in the same instant, are in the state afterwards."""
    line = await Line.to(stage.front.port)
    cookie = ""
    for turn in begun:
        answer = await line.post(turn.body(), cookie)
        cookie = cookie or answer.cookie
    lines = [await Line.to(stage.front.port) for _ in four]
    await asyncio.gather(*(one.post(turn.body(), cookie) for one, turn in zip(lines, four, strict=True)))
    for one in (line, *lines):
        await one.close()
    _, kept = await _stored(stage, cookie)
    state = kept.last_state()
    return sum(turn.step in state.answers for turn in four) if state else 0


async def _stored(stage: Stage, cookie: str) -> tuple[bytes, Kept]:
    """What the store holds for the browser with this cookie: as it lies there, and opened."""
    name, _, value = cookie.partition("=")
    key = cookies.read({name: value}, https=False)
    if key is None:
        raise Refusal("The door handed out no cookie.")
    return await stored(stage, "web", key.id, key.secret)


async def stored(stage: Stage, door: str, address: str, secret: bytes | None) -> tuple[bytes, Kept]:
    """What the store holds for one person: as it lies there, and opened."""
    lines = Lines(stage.plan.addresses.door)
    place = Names.of(stage.plan.keyring).place(door, address)
    blob = (await Store(lines).find(place)).talk or b""
    await lines.close()
    _, raw = Vault(stage.plan.keyring).open(place.talk, secret, blob)
    return blob, Kept.from_bytes(raw)
