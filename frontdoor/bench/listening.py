"""How long it takes to hear what 5,000 characters set off, the worst that could be thought of among them.

Rule: the longest answer that is taken, and texts made to be slow; the best of a few
tries, because the machine's other work is not the listener's.
"""

from __future__ import annotations

import gc
import random
import string
import time
from collections.abc import Iterator

from flows.library import Library

LONGEST = 5_000
REACH_MS = 5.0
_TRIES = 25


def texts(library: Library) -> Iterator[tuple[str, str]]:
    """Texts of 5,000 characters, each with its name."""
    chance = random.Random(5)  # noqa: S311 the same texts every time
    words = sorted(word for word in library.listener.words if word.isalpha())
    yield "a story", _filled("When he is home he shouts, and I go to my sister with the kids until it is quiet. ")
    yield "begins everything", _filled("he is going to ")
    yield "one pattern undone again and again", _filled("not he is going to kill me lol ")
    yield "single letters", _filled("a ")
    yield "one endless word", "k" * LONGEST
    yield "no word twice, none known", " ".join(_made_up(chance) for _ in range(LONGEST // 7))
    yield "slips of known words", _filled_from(chance, [word[:-2] + word[-1] + word[-2] for word in words if word[5:]])
    yield "known words run together", _filled_from(chance, [a + b for a, b in zip(words, words[7:], strict=False)])
    yield "every known word", _filled_from(chance, words)
    yield "sentences of one word", _filled("He. Hits. Me. ")
    yield "starred out", _filled("k*ll h*rt s*icide m*rder ")
    yield "invisible characters", _filled("k\u200bi\u202ell \u2067m\u2069e ")
    yield "another script", _filled("وہ مجھے مار رہا ہے ")


def _filled(text: str) -> str:
    return (text * (LONGEST // len(text) + 1))[:LONGEST]


def _filled_from(chance: random.Random, words: list[str]) -> str:
    return " ".join(chance.choices(words, k=LONGEST // 4))[:LONGEST]


def _made_up(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=6))


def milliseconds(library: Library) -> dict[str, float]:
    """For each text the time it took, in ms."""
    gc.collect()
    gc.freeze()  # as it is where doors are served
    made = dict(texts(library))
    # Text by text and round by round, so that a moment of other work does not fall on all tries of one.
    rounds = [{name: _once(library, text) for name, text in made.items()} for _ in range(_TRIES)]
    gc.unfreeze()
    return {name: min(took[name] for took in rounds) for name in made}


def _once(library: Library, text: str) -> float:
    began = time.thread_time()
    library.listener.hear(text)
    return (time.thread_time() - began) * 1000
