"""What a person may ask for at any time: to leave, go back, skip, change, hear again, be helped.

Rule: on a typed door a command is the whole message; on a page the buttons give
commands and typed words are answers.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from flows import choose
from flows.library import Library
from flows.live import Pass
from flows.message import Message, Reply, Shown
from flows.plain import plain
from flows.show import changes
from flows.state import Asked, State
from flows.steps import Step

CHANGES: Final = "change"
"""The step that a typed list of changeable answers is asked as."""
AT_THE_GATE: Final = frozenset({"back", "repeat", "help", "language", "more"})
"""What may be asked for before it is known to be safe to talk, leaving apart."""


def of(library: Library, message: Message) -> str | None:
    """The command that `message` gives, if it gives one."""
    if message.command:
        return message.command
    if not message.words or not library.doors[message.door].typed:
        return None
    said = plain(message.words)
    return next((name for name, words in library.commands.items() if said in words), None)


def tongue(library: Library, message: Message) -> Message:
    """The message, as the command that it is when it is a word that changes the language."""
    if message.command or not message.words or not library.doors[message.door].typed:
        return message
    said = plain(message.words)
    code = next((code for code in library.languages if said in library.language(code).called), None)
    return replace(message, words=None, command="language", target=code) if code else message


def leaves(library: Library, message: Message) -> bool:
    """Whether the person leaves."""
    return of(library, message) == "leave"


def list_changes(library: Library, state: State, reply: Reply) -> Reply:
    """`reply` turned into the question which earlier answer to change."""
    choices = reply.changes
    ask = "\n".join(library.says_at("change_which", state.door, state.language))
    digest = hashlib.blake2b(repr((ask, choices)).encode(), digest_size=6).hexdigest()
    field = Shown(CHANGES, "choice", choices=choices)
    asked = Asked(CHANGES, digest)
    return replace(reply, step=CHANGES, lines=(), own=0, ask=ask, hint="", fields=(field,), asked=asked)


def change_named(library: Library, state: State, found: Pass, words: str) -> Step | None:
    """The answered question that `words` name, by its number in the list or its short name."""
    chosen = choose.choose(words, dict(changes(library, state, found)), {})
    return library.steps[chosen.ids[0]] if chosen else None
