"""Conversations to measure with: one is held by following forms, and then held again by many.

Rule: what is posted again is what a browser would post, under fresh message ids
and a cookie of its own; no page is read on the way.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

from frontdoor.bench.forms import Page, read
from frontdoor.bench.wire import Answer, Line
from frontdoor.refusal import Refusal

_MOST_TURNS = 80


@dataclass(frozen=True, slots=True)
class Turn:
    """One form as it was posted, without its message id."""

    step: str
    pairs: tuple[tuple[str, str], ...] = field(repr=False)

    def body(self) -> bytes:
        """The form under a message id that nobody has used."""
        return urlencode((*self.pairs, ("id", secrets.token_urlsafe(16)))).encode()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Every turn from the first page to 'sent', and the step that is shown at the end."""

    turns: tuple[Turn, ...]
    end: str

    def ended(self, answer: Answer) -> bool:
        """Whether `answer` is the page that says it was sent."""
        return answer.status == 200 and f'data-step="{self.end}"'.encode() in answer.body  # noqa: PLR2004 - OK


async def hold(port: int) -> Conversation:
    """Hold one conversation, answering all that is asked. Raises Refusal when it does not come to an end."""
    line = await Line.to(port)
    page, cookie, turns = read((await line.get()).body.decode()), "", list[Turn]()
    while page.asks and len(turns) < _MOST_TURNS:
        turns.append(_turn(page, again=bool(turns) and turns[-1].step == page.step))
        answer = await line.post(turns[-1].body(), cookie)
        page, cookie = read(answer.body.decode()), cookie or answer.cookie
    await line.close()
    if page.asks or page.mood != "goodbye":
        raise Refusal(f"The conversation to measure with stopped at '{page.step}'.")
    return Conversation(tuple(turns), page.step)


def _turn(page: Page, *, again: bool) -> Turn:
    """An answer to the page; the way past it, when the answer before did not fit."""
    pairs = page.skipped() if again else page.answered()
    return Turn(page.step, tuple((name, value) for name, value in pairs if name != "id"))
