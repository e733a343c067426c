"""A message without half surrogates, which a provider's JSON may bring and UTF-8 cannot carry.

Rule: what the engine keeps can always be stored; each half becomes a question mark.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flows.message import Message
from flows.state import Asked

_HALF = re.compile(r"[\ud800-\udfff]")


def whole(message: Message) -> Message:
    """`message` as it can be stored; the very same when nothing in it has to change."""
    fields = message.fields or {}
    given = (message.words, message.target, *(message.asked or ()), *fields, *(v for vs in fields.values() for v in vs))
    if not any(text and _HALF.search(text) for text in given):
        return message
    return replace(
        message,
        words=_mended(message.words),
        target=_mended(message.target),
        asked=Asked(*map(_said, message.asked)) if message.asked else None,
        fields={_said(k): tuple(map(_said, vs)) for k, vs in fields.items()} if message.fields is not None else None,
    )


def _mended(text: str | None) -> str | None:
    return None if text is None else _said(text)


def _said(text: str) -> str:
    return _HALF.sub("?", text)
