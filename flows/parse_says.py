"""From start.toml to the doors, the commands and the engine's own sentences.

Rule: what is said has a form for a page and one for a door where people type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, get_args

from flows import facts
from flows.notes import Notes, words
from flows.plain import plain
from flows.plan import RouteKind
from flows.steps import Door

COMMANDS: Final = ("leave", "back", "skip", "repeat", "change", "help", "person", "finish", "who", "more")


class Say(NamedTuple):
    """Lines in two forms: for a page, and for a door where people type."""

    page: tuple[str, ...]
    typed: tuple[str, ...]

    def at(self, door: Door) -> tuple[str, ...]:
        """The form that fits `door`."""
        return self.typed if door.typed else self.page


def door(notes: Notes, name: str, table: Mapping[str, Any]) -> Door:
    """A door, as its table describes it."""
    # A door that does not say leaves a trail: the careful reading.
    typed, sender, chat = (bool(table.get(key, False)) for key in ("typed", "sender", "chat"))
    if chat and not (typed and name in get_args(RouteKind)):
        notes.wrong(
            f"The door '{name}' is no chat that a plan can name.", "Take `chat` out. A way stands in flows/plan.py."
        )
    return Door(name, typed, bool(table.get("trail", True)), sender, chat)


def commands(notes: Notes, table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The words of each command, in plain form."""
    for name in set(table) ^ set(COMMANDS):
        notes.wrong(f"[commands] and '{name}' do not fit.", f"Have just {', '.join(COMMANDS)}.")
    return {name: frozenset(map(plain, words(said))) for name, said in table.items()}


def code(notes: Notes, name: str, table: Mapping[str, Any]) -> facts.Code:
    """An entry code, as its table describes it."""
    if not re.fullmatch(r"[A-Z]{4,6}", name):
        notes.wrong(
            f"The code '{name}' is not one that a link can carry.", "Use 4 to 6 capital letters that tell nothing."
        )
    if not table.get("opens"):
        notes.wrong(
            f"The code '{name}' opens nothing.", 'Give it opens = "work", or take it out: any code is recorded.'
        )
    given = {str(field): str(value) for field, value in table.get("given", {}).items()}
    return facts.Code(name, str(table.get("opens", "")), given)


def say(bare: Any) -> Say:
    """What is said, one form for all doors or one for each kind."""
    if isinstance(bare, Mapping):
        return Say(words(bare.get("web", ())), words(bare.get("text", ())))
    return Say(words(bare), words(bare))
