"""What a journey is made of: steps, their fields, and when they are live.

Rule: a definition, never a run. Nothing here knows what anyone has answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

StepKind = Literal["ask", "say", "end"]
# field id, or one of the words 'door', 'desk' and 'entry', to the values that let a step live
Condition = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a step asks for.

    `choices` maps a choice's id to its label, `hears` to further words that
    mean it. `fills` is the path of the record that the answer goes to, `sets`
    what a choice means elsewhere in the record. With `fold` a page shows it
    only when it is wanted.
    """

    id: str
    kind: str
    label: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    hears: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fills: str = ""
    sets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    optional: bool = False
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a step, in English, as one kind of door puts them."""

    ask: str = ""
    hint: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing said or asked, or the end.

    `on` holds other wordings for single doors. `gate` lists the answers of the
    safe-to-talk step that are safe; no other step has any. `hands_over` is for
    an end: the referral is made there.
    """

    id: str
    kind: StepKind
    wording: Wording
    on: Mapping[str, Wording] = field(default_factory=dict)
    short: str = ""
    optional: bool = False
    fields: tuple[Field, ...] = ()
    gate: tuple[str, ...] = ()
    hands_over: bool = False
    consents: bool = field(init=False, repr=False, compare=False)
    """Whether this step asks to send."""
    about_contact: bool = field(init=False, repr=False, compare=False)
    """Whether the step says how the person may be reached, which is never passed over in haste."""

    def __post_init__(self) -> None:
        """Look through the fields once, since every turn asks."""
        paths = [f.fills for f in self.fields]
        paths += [path for f in self.fields for sets in f.sets.values() for path in sets]
        object.__setattr__(self, "consents", any(f.kind == "consent" for f in self.fields))
        object.__setattr__(self, "about_contact", any(path.startswith("plan.") for path in paths))

    def worded(self, door: str) -> Wording:
        """The wording for `door`."""
        return self.on.get(door, self.wording)


@dataclass(frozen=True, slots=True)
class Placed:
    """A step at its place in the one flat list, with the conditions around it.

    Every member of `whens` must hold, and one holds when any table in it does.
    """

    step: Step
    whens: tuple[tuple[Condition, ...], ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """How a door speaks: `typed` when answers are text, `trail` when words stay on the device.

    `sender` when it knows the phone number that a message comes from, `chat` when it
    can write again to the chat that one comes from.
    """

    id: str
    typed: bool
    trail: bool
    sender: bool = False
    chat: bool = False
