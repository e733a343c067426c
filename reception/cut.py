"""Cuts what came in to what may be kept, before the engine sees it.

Rule: it shortens and cleans, and never refuses: someone who wrote too much is
still answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from flows.message import Message
from flows.state import Asked

ANSWER = 5000
"""Characters of one answer that are kept."""
_NAME = 64
_MOST = 50


def cut(message: Message) -> Message:
    """The message with each answer at most `ANSWER` characters long, every text one that UTF-8 can hold.

    The very same when nothing in it has to change, as nearly always where people type.
    """
    words = None if message.words is None else _text(message.words, ANSWER)
    fields = None if message.fields is None else _fields(message.fields)
    target = None if message.target is None else _text(message.target, _NAME)
    asked = Asked(*(_text(part, _NAME) for part in message.asked)) if message.asked else None
    if (words, fields, target, asked) == (message.words, message.fields, message.target, message.asked):
        return message
    return replace(message, words=words, fields=fields, target=target, asked=asked)


def _fields(given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        _text(name, _NAME): tuple(_text(value, ANSWER) for value in values[:_MOST])
        for name, values in islice(given.items(), _MOST)
    }


def _text(text: str, most: int) -> str:
    # Lone surrogates and NULs are what invalid UTF-8 becomes on its way here.
    return text[:most].encode(errors="replace").decode().replace("\0", "")
