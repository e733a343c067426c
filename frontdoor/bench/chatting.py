"""People in Telegram chats: our door and a default aiogram bot, one after the other on one store.

Rule: a turn counts when its answer has come to Telegram, which is played here by the least that
could answer; an answer counts as kept when it stands in the store.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from statistics import median
from typing import Any, Final

from bot.account import INBOUND, SECRET
from frontdoor.bench import measure
from frontdoor.bench.measure import PEOPLE, Speed
from frontdoor.bench.stage import Server, Stage, environment
from frontdoor.bench.stage import server as serving
from frontdoor.bench.texting import WORDS
from frontdoor.bench.wire import Line
from reception.lines import Lines

TOKEN: Final = "4200001:of-nobody-of-nobody-of-nobody"  # noqa: S105 - nobody's
_SECRET: Final = "of-nobody-of-nobody"  # noqa: S105 - the same
_TWO: Final = ("It began in May.", "We had moved.")
_CHAT: Final = re.compile(rb'chat_id"?[=:]\s*"?(\d+)')
_WAIT_S: Final = 10.0
_UPDATES: Final = count(1)


@dataclass
class Api:
    """Telegram, as little of it as there can be: it counts what is sent to each chat."""

    port: int = 0
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    came: dict[int, asyncio.Event] = field(default_factory=dict)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer call after call on one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = re.search(rb"(?i)content-length: *(\d+)", head)
                body = await reader.readexactly(int(size[1]) if size else 0)
                writer.write(self._answer(head.split(b" ", 2)[1], body))
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    def _answer(self, path: bytes, body: bytes) -> bytes:
        result: Any = True
        found = _CHAT.search(body)
        if path.endswith(b"/sendMessage") and found:
            chat = int(found[1])
            told = {"id": chat, "type": "private", "first_name": "x"}
            result = {"message_id": next(self.ids), "date": int(time.time()), "chat": told, "text": "x"}
            self.came.setdefault(chat, asyncio.Event()).set()
        said = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
        return head.encode() + said

    async def next(self, chat: int) -> None:
        """Wait for the next message to that chat. Raises TimeoutError when none comes."""
        async with asyncio.timeout(_WAIT_S):
            await self.came[chat].wait()
        self.came[chat].clear()


@dataclass(frozen=True, slots=True)
class Bots:
    """Our door, the default bot, and Telegram."""

    stage: Stage
    front: Server
    fsm: Server
    api: Api


@asynccontextmanager
async def bots(stage: Stage) -> AsyncIterator[Bots]:
    """Both bots, for as long as the block lasts."""
    api = Api()
    listening = await asyncio.start_server(api.talk, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    own = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": _SECRET, "TELEGRAM_API_URL": url}
    with _both(stage, own) as (front, fsm):
        yield Bots(stage, front, fsm, api)
    listening.close()


@contextmanager
def _both(stage: Stage, own: dict[str, str]) -> Iterator[tuple[Server, Server]]:
    told = environment(stage.settings, stage.plan.addresses, own)
    with serving("front", told) as front, serving("fsm", told) as fsm:
        yield front, fsm


async def turns(bots: Bots, rounds: int, seconds: float) -> Speed:
    """Turns a second of 16 people who write, our door and the default bot one after the other in each round."""
    pairs = []
    for server in (bots.front, bots.fsm):  # both build much of their library when it is first used
        await _crowd(bots, server, seconds)
    for _ in range(rounds):
        ours = await _crowd(bots, bots.front, seconds)
        pairs.append((ours, await _crowd(bots, bots.fsm, seconds)))
    ours_, theirs = zip(*pairs, strict=True)
    return Speed(median(ours_), median(theirs), median(one / other for one, other in pairs))


async def lost(bots: Bots, people: int) -> tuple[int, int, int]:
    """Of two answers that each person sends at once: how many we lose, how many the default bot loses, of how many."""
    ours = theirs = 0
    for _ in range(people):
        chat = await _two_at_once(bots, bots.front)
        state = await _state(bots.stage, chat)
        ours += sum(words not in state for words in _TWO)
        chat = await _two_at_once(bots, bots.fsm)
        kept = await _kept_by_fsm(bots.stage, chat)
        theirs += sum(words not in kept for words in _TWO)
    return ours, theirs, people * len(_TWO)


async def _crowd(bots: Bots, to: Server, seconds: float) -> float:
    lines = [await Line.to(to.port) for _ in range(PEOPLE)]
    start = time.perf_counter()
    counts = await asyncio.gather(*(_talking(bots, line, start + seconds) for line in lines))
    lasted = time.perf_counter() - start
    for line in lines:
        await line.close()
    return sum(counts) / lasted


async def _talking(bots: Bots, line: Line, until: float) -> int:
    done, chat = 0, 0
    for words in cycle(WORDS):
        if time.perf_counter() > until:
            break
        chat = secrets.randbelow(2**40) if words == WORDS[0] else chat
        await _says(bots, line, chat, words)
        done += 1
    return done


async def _says(bots: Bots, line: Line, chat: int, words: str) -> None:
    bots.api.came.setdefault(chat, asyncio.Event())
    await line.send(*_update(chat, words), INBOUND)
    await bots.api.next(chat)


async def _two_at_once(bots: Bots, to: Server) -> int:
    chat = secrets.randbelow(2**40)
    lines = [await Line.to(to.port) for _ in _TWO]
    for words in WORDS[:4]:
        await _says(bots, lines[0], chat, words)
    await asyncio.gather(*(line.send(*_update(chat, said), INBOUND) for line, said in zip(lines, _TWO, strict=True)))
    await bots.api.next(chat)
    await asyncio.sleep(0.1)  # the default bot answers its webhook first, and writes after
    for line in lines:
        await line.close()
    return chat


def _update(chat: int, words: str) -> tuple[bytes, dict[str, str]]:
    who = {"id": chat, "is_bot": False, "first_name": "x"}
    where = {"id": chat, "type": "private", "first_name": "x"}
    number = next(_UPDATES)
    message = {"message_id": number, "date": int(time.time()), "chat": where, "from": who, "text": words}
    body = json.dumps({"update_id": number, "message": message}).encode()
    return body, {"content-type": "application/json", SECRET: _SECRET}


async def _state(stage: Stage, chat: int) -> str:
    _, kept = await measure.stored(stage, "telegram", str(chat), None)
    return kept.state.decode()


async def _kept_by_fsm(stage: Stage, chat: int) -> str:
    lines = Lines(stage.plan.addresses.door)
    found: bytes | None = await lines.ask("GET", f"talk:{{0}}:fsm:{chat}:{chat}:data")
    await lines.close()
    return (found or b"").decode()
