"""What goes into the engine and what comes out of it: Message, Reply, Turn.

Rule: these are values. They do nothing, and whatever a person wrote is kept
out of their `repr`, so that no log line and no traceback can show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flows.record import Referral
from flows.state import Asked, State

Command = Literal["leave", "back", "skip", "repeat", "change", "help", "person", "finish", "language", "who", "more"]
Mood = Literal["say", "danger", "goodbye"]
Desk = Literal["open", "overdue", "absent"]


@dataclass(frozen=True, slots=True)
class Now:
    """The instant, in unix seconds, and what reception knows of the hub at it.

    `desk` is 'overdue' when nobody has looked for too long to promise a time,
    and 'absent' when nobody reads the queue and no referral may be taken.
    """

    at: int
    desk: Desk = "open"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing a person did at a door: typed words, filled a form, or gave a command.

    `id` is the door's own id of this message, for telling a retry from a new one.
    `fields` holds a form's or button's answers by field id; values are as typed.
    `target` is the step to change, or the language to change to.
    `asked` is what a form or button says it answers; a typed door leaves it None.
    `entry` is the opaque code that a poster or link brought the person in with.
    `unopened` says that a picture, sound or file came with it, which no door opens.
    """

    id: str
    at: int
    door: str
    words: str | None = field(default=None, repr=False)
    fields: Mapping[str, tuple[str, ...]] | None = field(default=None, repr=False)
    command: Command | None = None
    target: str | None = None
    asked: Asked | None = None
    entry: str | None = None
    unopened: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as it is put to the person. `given` is an answer that did not fit, to be mended."""

    id: str
    kind: str
    label: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    given: tuple[str, ...] = field(default=(), repr=False)
    error: str = ""
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that stand beside the question, folded away until they are wanted."""

    id: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show or send next, in no door's own form.

    `lines` come first, then `ask` with its `fields`. `urgent` are the emergency
    words, set when `mood` is 'danger'. `can` holds the commands that fit here.
    `changes` are the answered questions that may be changed, by name, never
    with their answers. `own` is how many of the lines, at their end, belong to
    the question itself. `told_back` says how they will be reached, on the page
    that follows that answer and on no other.
    """

    step: str
    mood: Mood
    lines: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    ask: str = ""
    hint: str = ""
    fields: tuple[Shown, ...] = ()
    asked: Asked | None = None
    can: tuple[Command, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    asides: tuple[Aside, ...] = ()
    language: str = "en"
    own: int = 0
    told_back: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one message brings about. `reply=None` is silence; `state=None` means forget."""

    reply: Reply | None
    state: State | None
    referral: Referral | None = None
