"""A Reply as one plain text, for doors where people type.

Rule: everything in the Reply is in the text, in the order it is to be read; the
number before a choice is its place, and is what may be typed back.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.library import Library
from flows.message import Reply, Shown


def as_text(reply: Reply) -> str:
    """The reply as lines of text. Emergency words come first."""
    return "\n".join(line for line in _lines(reply) if line)


def as_texted(library: Library, reply: Reply) -> str:
    """The same in the letters that go out by text message, as the reply's language spells them there."""
    return library.language(reply.language).texted(as_text(reply))


def _lines(reply: Reply) -> Iterator[str]:
    yield from reply.urgent
    yield from reply.told_back
    yield from reply.lines
    for shown in reply.fields:
        yield shown.error
    yield reply.ask
    yield reply.hint
    for shown in reply.fields:
        yield from _choices(shown)


def _choices(shown: Shown) -> Iterator[str]:
    # Consent is given by its own word, never by a number, so it has none.
    if shown.kind == "consent":
        return
    for number, (_, label) in enumerate(shown.choices, 1):
        yield f"{number} {label}"
