"""How many text messages each journey takes, as a page to read: docs/segments.md.

Rule: counted from the very texts that are sent, with placeholders at their longest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple, get_args

from flows.check.states import Standing, Walked, Walker, walk_all
from flows.check.texts import reply_at, texts
from flows.language import ENGLISH
from flows.library import Library
from flows.message import Desk
from flows.segments import fold, segments
from flows.written import as_text

_HEAD: Final = """# Text messages

Made by `frontdoor flows segments`, and checked by a test: whoever changes a sentence makes this page anew.

A text of up to 160 plain characters is one message; a longer one is sent in parts of 153. *Whole conversation* is the
most that we send to someone who answers all that is asked, from the first reply to the last. *Questions* is the most
that is asked of anyone, and the limit of the journey. Safe-to-talk and what brings a person here are counted in each.
English alone is counted. Telegram is not here: nobody pays by the message there.

| Journey | Door | Texts | In one message | In two | Longest text | Whole conversation | Questions | Limit |
|---|---|---|---|---|---|---|---|---|
"""


class Length(NamedTuple):
    """One line of the page."""

    journey: str
    door: str
    texts: int
    ones: int
    twos: int
    longest: int
    whole: int
    asked: int
    limit: int

    def __str__(self) -> str:
        return "| " + " | ".join(map(str, self)) + " |"


def page(library: Library) -> str:
    """The page, in Markdown."""
    lines = "".join(f"{length}\n" for length in lengths(library))
    return f"{_HEAD}{lines}"


def lengths(library: Library) -> Iterator[Length]:
    """Each journey at each door that sends to a phone number, in the order of their names."""
    walked = walk_all(library)
    for door in (d.id for d in library.doors.values() if d.sender):
        whole = Conversations(library, door).longest()
        for journey, limits in sorted(library.turns.items()):
            if door in limits:
                ways = tuple(at for at in walked.standings if (at.journey, at.door) == (journey, door))
                sizes = [
                    (_messages(text.text), len(text.text))
                    for text in texts(replace(walked, standings=ways), languages=(ENGLISH,))
                ]
                yield Length(
                    journey,
                    door,
                    texts=len(sizes),
                    ones=sum(count == 1 for count, _ in sizes),
                    twos=sum(count > 1 for count, _ in sizes),
                    longest=max(length for _, length in sizes),
                    whole=whole[journey],
                    asked=max(at.turns for at in ways),
                    limit=limits[door],
                )


def _messages(text: str) -> int:
    return segments(fold(text)).count


class Conversations:
    """Every conversation at one door from its first text to its last, without writing each of them out."""

    def __init__(self, library: Library, door: str) -> None:
        """All that may be said at `door` while somebody reads."""
        self.library, self.door = library, door
        self.walker = Walker(library)
        self.known: dict[object, dict[str, int]] = {}

    def longest(self) -> dict[str, int]:
        """The most messages of a whole conversation, by its journey. What leads through another is left out."""
        found: Counter[str] = Counter()
        for desk in get_args(Desk):
            self.known.clear()
            found |= Counter(self._from(self.walker.standing(self.door, desk, {}, 0)))
        return dict(found)

    def _from(self, at: Standing) -> dict[str, int]:
        """The most messages from here to an end, by the journey that ends there."""
        key = self.walker.key(at)
        if key not in self.known:
            after = [step for step in self.walker.after(at) if step.turns > at.turns]
            own = _messages(as_text(reply_at(Walked(self.library, ()), at, ENGLISH)))
            most: Counter[str] = Counter() if after else Counter({at.journey: own})
            for step in after:
                most |= Counter({journey: own + count for journey, count in self._from(step).items()})
            self.known[key] = dict(most)
        return self.known[key]
