"""The engine as someone to talk with: what a talk, a test or a terminal plays against.

Rule: between any two messages the state goes to JSON and comes back, as it does
when a store stands between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from flows.engine import advance
from flows.library import Library
from flows.message import Command, Message, Now, Reply, Turn
from flows.plain import plain
from flows.record import Referral
from flows.state import State
from flows.talk import Seen
from flows.written import as_text

_BEGAN = 1_792_000_000  # a Wednesday morning in October 2026, inside most hubs' hours


@dataclass(slots=True)
class EnginePlayer:
    """One person's conversation with the engine at one door."""

    library: Library
    door: str
    began: int = _BEGAN
    state: State | None = None
    reply: Reply | None = None
    referrals: list[Referral] = field(default_factory=list)
    count: int = 0
    entry: str = ""

    def tell(self, words: str, after: int) -> Seen:
        """What comes of `words`, said `after` seconds since the talk began."""
        self.count += 1
        at = self.began + after
        message = spoken_as(self.library, self.door, self.reply, words)
        message = replace(message, id=str(self.count), at=at, entry=self.entry or None)
        turn = advance(self.library, self._read_back(), message, Now(at))
        return self._take(turn)

    def _read_back(self) -> State | None:
        return State.from_json(self.state.to_json()) if self.state else None

    def _take(self, turn: Turn) -> Seen:
        self.state, self.reply = turn.state, turn.reply
        if turn.referral:
            self.referrals.append(turn.referral)
        return seen_in(turn)


def seen_in(turn: Turn) -> Seen:
    """What a person sees of a turn, as a talk tells it."""
    reply = turn.reply
    return Seen(
        text=as_text(reply) if reply else None,
        step=reply.step if reply else "",
        danger=bool(reply and reply.urgent),
        sent=turn.referral is not None,
        forgotten=turn.state is None,
    )


def spoken_as(library: Library, door: str, reply: Reply | None, words: str) -> Message:
    """`words` as a message at this door: typed where people type, else as the form that was shown. No id, no time."""
    if library.doors[door].typed:
        return Message(id="", at=0, door=door, words=words)
    asked = reply.asked if reply else None
    command, target = _button(library, reply, words)
    if command:
        return Message(id="", at=0, door=door, command=command, target=target, asked=asked)
    fields = dict(_filled_in(reply, words)) if reply else {}
    return Message(id="", at=0, door=door, fields=fields, asked=asked)


def _button(library: Library, reply: Reply | None, words: str) -> tuple[Command | None, str | None]:
    said = plain(words)
    if code := next((code for code in library.languages if said in library.language(code).called), None):
        return "language", code
    shorts: Mapping[str, str] = {plain(short): i for i, short in (reply.changes if reply else ())}
    if said.startswith("change ") and said.removeprefix("change ") in shorts:
        return "change", shorts[said.removeprefix("change ")]
    names: tuple[Command, ...] = ("leave", "back", "skip", "repeat", "help", "person", "finish")
    return next((n for n in names if said in library.commands[n]), None), None


def _filled_in(reply: Reply, words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    parts = [part.strip() for part in words.split(" | ")] if len(reply.fields) > 1 else [words]
    for shown, part in zip(reply.fields, parts, strict=False):
        if part == "-":
            continue
        if not shown.choices:
            yield shown.id, (part,)
            continue
        numbers = {str(n): i for n, (i, _) in enumerate(shown.choices, 1)}
        labels = {plain(label): i for i, label in shown.choices}
        picked = part.replace(",", " ").split()
        if all(n in numbers for n in picked):
            yield shown.id, tuple(numbers[n] for n in picked)
        else:
            yield shown.id, (labels.get(plain(part), part),)
