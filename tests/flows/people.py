"""People made by hypothesis: what they may do at any door, sensible or not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from flows.check.states import Standing, walk_all
from flows.danger import GAP
from flows.engine import advance
from flows.library import Library
from flows.message import Message, Now, Reply, Turn
from flows.plain import plain
from flows.show import question
from flows.state import Asked, State

Actions = list[tuple[str, Any]]
BEGAN = 1_792_065_600
SAMPLES = {
    "text": "They shout at me.",
    "name": "Sam",
    "number": "2",
    "age_band": "34",
    "place": "Redhill",
    "phone": "07700 900123",
    "email": "sam@example.org",
    "window": "weekdays 10-12",
    "secret": "blue kettle",
}
COMMANDS = ("back", "skip", "repeat", "change", "help", "person", "finish", "language")
# Every character there is, half surrogates too: a provider's JSON may bring them.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
WORDS = st.sampled_from(
    (
        "hello",
        "1",
        "2",
        "9",
        "skip",
        "back",
        "change",
        "send",
        "SEND",
        "no",
        "yes",
        "done",
        "help",
        "person",
        "1 3",
        "Sam, GU1",
    )
)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(0, 12)),
        st.tuples(st.just("answer"), st.integers(0, 12)),
        st.tuples(st.just("answer"), st.integers(0, 12)),
        st.tuples(st.just("words"), st.one_of(WORDS, ANY_TEXT)),
        st.tuples(st.just("command"), st.sampled_from(COMMANDS)),
        st.tuples(st.just("late"), st.integers(0, 20)),
        st.tuples(st.just("wait"), st.sampled_from((20, GAP + 1))),
    ),
    max_size=12,
)
"""What somebody does, one thing after another. `late` answers a question that was shown long ago."""

PLACES = st.integers(0, 400)
"""Where somebody stands before, by the number of the state."""


@dataclass
class Person:
    """Somebody in a conversation with the engine. Between turns the state is JSON, as in a store."""

    library: Library
    door: str
    state: State | None = None
    reply: Reply | None = None
    at: int = BEGAN
    said: list[Message] = field(default_factory=list)
    shown: list[Reply] = field(default_factory=list)

    def do(self, action: tuple[str, Any]) -> Turn | None:
        """One of ACTIONS, done."""
        kind, what = action
        if kind == "wait":
            self.at += what
            return None
        return self.tell(self.message(kind, what))

    def message(self, kind: str, what: Any) -> Message:
        """The message that an action is."""
        asked = self.reply.asked if self.reply else None
        if kind == "answer":
            return self.answer(self.reply, what)
        if kind == "late":
            return self.answer(self.shown[what % len(self.shown)] if self.shown else None, what)
        if kind == "command":
            target = next(iter(self.state.answers), None) if self.state else None
            return replace(self._bare(), command=what, target=target, asked=asked)
        return replace(self._bare(), words=what)

    def answer(self, reply: Reply | None, number: int) -> Message:
        """A fitting answer to what `reply` asks; which one is in `number`."""
        if reply is None or not reply.fields:
            return replace(self._bare(), words="hello")
        values = {f.id: self._value(f.kind, f.choices, number) for f in reply.fields}
        if not self.library.doors[self.door].typed:
            return replace(self._bare(), fields={k: (v,) for k, v in values.items()}, asked=reply.asked)
        shown = reply.fields[0]
        if shown.kind == "consent":
            return replace(self._bare(), words="no" if number % 2 else "send")
        if shown.choices:
            return replace(self._bare(), words=str(number % len(shown.choices) + 1))
        return replace(self._bare(), words=", ".join(values.values()))

    def tell(self, message: Message) -> Turn:
        """What comes of `message`, a second later."""
        self.at += 1
        message = replace(message, id=str(len(self.said)), at=self.at)
        self.said.append(message)
        kept = State.from_json(self.state.to_json()) if self.state else None
        turn = advance(self.library, kept, message, Now(self.at))
        self.state, self.reply = turn.state, turn.reply
        if turn.reply and turn.reply.asked:
            self.shown.append(turn.reply)
        return turn

    def _bare(self) -> Message:
        return Message(id="", at=0, door=self.door)

    def _value(self, kind: str, choices: tuple[tuple[str, str], ...], number: int) -> str:
        return choices[number % len(choices)][0] if choices else SAMPLES[kind]


def come_to(library: Library, door: str, actions: Actions, place: int = 0) -> Person:
    """Somebody who stood at the state of that number, any that can be reached, and then has done all this.

    At 0 they have said nothing yet. Whoever is forgotten begins anew with the next message.
    """
    person = stood_at(library, door, place)
    for action in actions:
        person.do(action)
    return person


def stood_at(library: Library, door: str, place: int) -> Person:
    """Somebody in the state of that number among those walked at `door`, just shown what is due there."""
    places = _places(library, door)
    at = places[place % len(places)]
    person = Person(library, door)
    if at is None or at.due is None:
        return person
    state = State(door=door, language="en", heard_at=BEGAN, answers=at.answers, entry=at.entry or None)
    person.reply = question(library, state, at.found, at.due, Now(BEGAN))
    person.state = replace(state, asked=person.reply.asked)
    person.shown.append(person.reply)
    return person


_WALKED: dict[tuple[str, str], list[Standing | None]] = {}


def _places(library: Library, door: str) -> list[Standing | None]:
    key = library.digest, door
    if key not in _WALKED:
        asking = (at for at in walk_all(library).at("ask") if at.door == door and at.desk == "open")
        _WALKED[key] = [None, *asking]
    return _WALKED[key]


def chooses_to_send(library: Library, before: State | None, message: Message) -> bool:
    """Whether `message` is the choice to send, made at the question that its writer was just shown."""
    if before is None or before.asked is None or not library.steps.get(before.asked.step):
        return False
    asked: Asked = message.asked or before.asked
    consent = library.steps[before.asked.step]
    given = message.fields or {f.id: (plain(message.words or ""),) for f in consent.fields}
    return asked == before.asked and consent.consents and all(given.get(f.id) == ("send",) for f in consent.fields)
