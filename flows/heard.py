"""What every rule of the engine looks at, gathered once a turn.

Rule: a value that is read, never changed; what it works out it works out once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.facts import Trigger
from flows.language import ENGLISH
from flows.library import Library
from flows.live import Pass, walk
from flows.message import Message, Now
from flows.show import asked_of, lines_for, spoken
from flows.state import Answer, Asked, State
from flows.steps import Step


@dataclass(frozen=True, slots=True)
class Heard:
    """The library, the message, the instant, and the triggers that the message set off."""

    library: Library
    message: Message
    now: Now
    danger: tuple[Trigger, ...]
    # By identity of the answers, which are never changed in place; each is held, so that its id stays its own.
    passes: dict[int, tuple[Mapping[str, Answer], Pass]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def typed(self) -> bool:
        """Whether answers come as text at this door."""
        return self.library.doors[self.message.door].typed


def spoken_at_first(heard: Heard) -> str:
    """The language that someone opens a conversation in, as far as the message tells; English where it does not."""
    wanted = heard.message.target
    return wanted if wanted and wanted in heard.library.languages else ENGLISH


def walked(heard: Heard, state: State) -> Pass:
    """The forward pass over this state's answers, made once a turn for the same ones."""
    known = heard.passes.get(id(state.answers))
    if known is None:
        found = walk(heard.library, state.answers, state.door, heard.now.desk, state.entry)
        known = heard.passes[id(state.answers)] = state.answers, found
    return known[1]


def asked_now(heard: Heard, state: State, step: Step) -> Asked:
    """What `step` is asked as now. Only consent is to the lines before it as well."""
    lines = lines_for(walked(heard, state), step, state.door) if step.consents else ()
    return asked_of(heard.library, step, lines, state.door, state.language)


def says(heard: Heard, state: State, key: str) -> tuple[str, ...]:
    """The engine's own sentence `key`, as this door and language put it."""
    english = heard.library.says[key].at(heard.library.doors[state.door])
    return spoken(heard.library, english, state.door, state.language, heard.now)
