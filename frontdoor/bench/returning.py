"""How long the return page takes over words that somebody has, and over words that nobody has.

Rule: the three kinds are mixed at random, so that the machine's moods fall on all alike.
"""

from __future__ import annotations

import random
import re
import statistics
from time import perf_counter
from urllib.parse import urlencode

from frontdoor.bench.table import Row
from frontdoor.bench.visit import Conversation
from frontdoor.bench.wire import Line
from frontdoor.refusal import Refusal
from reception import returnwords

_WORDS = re.compile(rb"<li>([a-z]+)</li>")


async def row(port: int, talk: Conversation, each: int) -> Row:
    """Known words beside two lots of unknown ones, `each` times. Raises Refusal when no words are given."""
    line = await Line.to(port)
    cookie = ""
    for turn in talk.turns:
        answer = await line.post(turn.body(), cookie)
        cookie = cookie or answer.cookie
    known = b" ".join(_WORDS.findall((await line.post(b"do=keep%3Awords", cookie)).body)).decode()
    if not returnwords.read(known).words:
        raise Refusal("No words to come back with were given.")
    took: dict[str, list[float]] = {"known": [], "unknown": [], "unknown again": []}
    kinds = [kind for kind in took for _ in range(each)]
    random.shuffle(kinds)
    for kind in kinds:
        words = known if kind == "known" else " ".join(returnwords.mint())
        took[kind].append(await _timed(line, words, cookie))
    await line.close()
    return _row({kind: statistics.median(ms) for kind, ms in took.items()}, took["unknown"])


async def _timed(line: Line, words: str, cookie: str) -> float:
    body = urlencode({"do": "return:open", "answer": words}).encode()
    begun = perf_counter()
    await line.post(body, cookie)
    return 1000 * (perf_counter() - begun)


def _row(medians: dict[str, float], unknown: list[float]) -> Row:
    """Nobody could tell them apart by one look where the medians differ by less than looks at one kind do."""
    known, *others = medians.values()
    apart = abs(known - statistics.mean(others))
    low, _, high = statistics.quantiles(unknown, n=4)
    told = ", ".join(f"{kind} {ms:.2f} ms" for kind, ms in medians.items())
    what, reach = "return words, known and unknown", "apart by less than the middle half of unknown ones"
    return Row(what, reach, f"{told}; {apart:.2f} ms apart, middle half {high - low:.2f} ms wide", apart < high - low)
