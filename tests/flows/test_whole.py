"""Half surrogates, kept out."""

from __future__ import annotations

from flows.message import Message
from flows.state import Asked
from flows.whole import whole


def test_every_part_can_be_stored() -> None:
    """Wherever half a surrogate pair stands in a message, a question mark takes its place."""
    half = "a\ud800"
    mended = whole(Message("1", 0, "web", words=half, fields={half: (half, "b")}, target=half, asked=Asked(half, half)))
    assert ("a?", {"a?": ("a?", "b")}, "a?", Asked("a?", "a?")) == (
        mended.words,
        mended.fields,
        mended.target,
        mended.asked,
    )


def test_whole_messages_stay() -> None:
    """A message that can be stored is the very same, emoji and all."""
    message = Message("1", 0, "web", words="\N{GRINNING FACE} Zażółć", fields={"a": ("b",)})
    assert message is whole(message)
