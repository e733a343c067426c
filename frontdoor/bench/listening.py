"""How long it takes to hear what 5,000 characters set off, the worst that could be thought of among them.

Rule: the longest answer that is taken, and texts made to be slow; the best of many tries, because
the machine's other work is not the listener's, and the middle one beside it.
"""

from __future__ import annotations

import gc
import random
import string
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from flows.library import Library

LONGEST = 5_000
REACH_MS = 5.0
_REST_S = 0.2


def texts(library: Library) -> Iterator[tuple[str, str]]:
    """Texts of 5,000 characters, each with its name."""
    chance = random.Random(5)  # noqa: S311 the same texts every time
    listener = library.listener
    words = sorted(word for word in listener.words if word.isalpha())
    told = sorted({word for tongue in listener.tongues for family in tongue.evidence.values() for word in family})
    yield "a story", _filled("When he is home he shouts, and I go to my sister with the kids until it is quiet. ")
    yield "begins everything", _filled("he is going to ")
    yield "one pattern undone again and again", _filled("not he is going to kill me lol ")
    yield "single letters", _filled("a ")
    yield "one endless word", "k" * LONGEST
    yield "no word twice, none known", " ".join(_made_up(chance) for _ in range(LONGEST // 7))
    yield "known words run together", _filled_from(chance, [a + b for a, b in zip(words, words[7:], strict=False)])
    yield "every known word", _filled_from(chance, words)
    yield "every known word, a sentence each", ". ".join(chance.choices(words, k=LONGEST // 4))[:LONGEST]
    yield "short known words", _filled_from(chance, [word for word in words if len(word) <= _SHORT])
    yield "words that weigh", _filled_from(chance, [word.rstrip("*") for word in told])
    yield "short words that weigh", _filled_from(chance, [word for word in told if len(word) <= _SHORT])
    for name, misspelt in _MISSPELT.items():
        yield name, _filled_from(chance, [misspelt(word) for word in words if word[5:]])
    yield "sentences of one word", _filled("He. Hits. Me. ")
    yield "starred out", _filled("k*ll h*rt s*icide m*rder ")
    yield "invisible characters", _filled("k\u200bi\u202ell \u2067m\u2069e ")
    yield "another script", _filled("وہ مجھے مار رہا ہے ")


_SHORT = 4
_MISSPELT: Mapping[str, Callable[[str], str]] = {
    "slips at the end": lambda word: word[:-2] + word[-1] + word[-2],
    "slips in the midst": lambda word: word[:2] + word[3] + word[2] + word[4:],
    "letters left out": lambda word: word[:3] + word[4:],
    "spelt by ear": lambda word: word.replace("e", "a").replace("y", "i"),
    "letters drawn out": lambda word: word[:2] + word[1] * 2 + word[2:],
    "digits for letters": lambda word: word[0] + word[1:].replace("o", "0").replace("i", "1").replace("e", "3"),
    "a letter starred out": lambda word: f"{word[0]}*{word[2:]}",
    "without the last g": lambda word: f"{word}in",
    "somebody's": lambda word: f"{word}'s",
}
"""Each known word otherwise than it is known."""


def _filled(text: str) -> str:
    return (text * (LONGEST // len(text) + 1))[:LONGEST]


def _filled_from(chance: random.Random, words: list[str]) -> str:
    return " ".join(chance.choices(words, k=LONGEST // 4))[:LONGEST]


def _made_up(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=6))


@dataclass(slots=True)
class Timed:
    """How long hearing took: every try of every text, in ms."""

    library: Library = field(repr=False)
    tries: dict[str, list[float]] = field(default_factory=dict)

    def again(self, rounds: int) -> None:
        """Hear every text so many times more.

        Called all through the benchmarks, text by text and round by round, so that other work on the machine does not
        fall on all tries of one.
        """
        gc.collect()
        gc.freeze()  # as it is where doors are served
        made = dict(texts(self.library))
        for _ in range(rounds):
            time.sleep(_REST_S)
            for name, text in made.items():
                self.tries.setdefault(name, []).append(_once(self.library, text))
        gc.unfreeze()

    def told(self) -> tuple[str, bool]:
        """The best tries of a story and of the slowest text, the middle one of that, and whether REACH_MS is met."""
        best = {name: min(took) for name, took in self.tries.items()}
        worst = max(best, key=best.__getitem__)
        half = median(self.tries[worst])
        told = (
            f"{best['a story']:.1f} ms a story, {best[worst]:.1f} ms at worst ({worst}; half of its tries ≤ {half:.1f})"
        )
        return told, best[worst] < REACH_MS


def _once(library: Library, text: str) -> float:
    began = time.thread_time()
    library.listener.hear(text)
    return (time.thread_time() - began) * 1000
