"""The wire of the web door: a posted form to a Message, a Reply to what the templates show.

Rule: pure, and never raises on what a browser may send, but for `Unreadable`. What
cannot be understood is left out; the engine then asks again.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args
from urllib.parse import parse_qsl

from reception.front import Asked, Command, Message, Reply, Shown

ANSWER_LIMIT = 5_000  # characters of one answer
_MOST_PARTS = 200  # names and values in one form
# A form's id, and once it was posted a digest of what it said.
_ID = re.compile(r"[A-Za-z0-9_-]{8,32}(?:\.[A-Za-z0-9_-]{16})?")
_NAME = re.compile(r"[A-Za-z0-9_.>-]{1,64}")
# A button of the way back, which is no part of a journey.
_DEED = re.compile(r"(?:return|keep):[a-z-]{2,16}")
_ENTRY = re.compile(r"[A-Za-z]{4,6}")
_COMMANDS = frozenset(get_args(Command))
# Commands after which the same question comes back: what was typed stays in the page.
_ASIDE = frozenset({"help", "person", "repeat", "language"})

Kind = Literal["radios", "boxes", "line", "lines"]


class Unreadable(ValueError):
    """The body is no form of ours. Holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a person posted, cleaned. `id` is None when the form bore none.

    `new` is set where the page came with a fresh cookie, so that the answer must bring it back.
    `deed` is a button of the way back.
    """

    id: str | None
    asked: Asked | None
    fields: Mapping[str, tuple[str, ...]] = field(repr=False)
    command: Command | None = None
    target: str | None = None
    entry: str | None = None
    alone: str | None = None
    language: str | None = None
    new: bool = False
    deed: str | None = None


def read(body: bytes) -> Form:
    """The form in `body`. Raises Unreadable when it has more parts than any form of ours."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_PARTS)
    except ValueError:
        raise Unreadable from None
    first = dict(reversed(pairs))
    step, digest = _match(_NAME, first.get("step")), _match(_NAME, first.get("digest"))
    alone = _match(_NAME, first.get("field"))
    command, target = _done(first.get("do", ""))
    language = _match(_NAME, first.get("language"))
    return Form(
        id=_match(_ID, first.get("id")),
        asked=Asked(step, digest) if step and digest else None,
        fields=_answers(pairs, alone or step or "answer"),
        command=command,
        target=target,
        entry=entry(first.get("c")),
        alone=alone,
        language=language,
        new="new" in first,
        deed=_match(_DEED, first.get("do")),
    )


def own_id(form: Form, fresh_id: str) -> str:
    """The id of what this form says; a form that bore none gets `fresh_id`.

    The same form posted again with the same words is one message, with other
    words another: whoever goes back and mends an answer is heard. Done twice it
    is as done once, so that a form to be posted once more may carry it.
    """
    said = repr((sorted(form.fields.items()), form.command, form.target))
    digest = base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest()).decode()
    return f"{(form.id or fresh_id).partition('.')[0]}.{digest[:16]}"


def message(form: Form, fresh_id: str, at: int) -> Message:
    """The form as a Message. A command leaves the answers aside; a form without an id gets `fresh_id`."""
    return Message(
        id=form.id or fresh_id,
        at=at,
        door="web",
        fields=None if form.command else form.fields,
        command=form.command,
        # A conversation opens in the language that its first page was shown in.
        target=form.target or form.language,
        asked=form.asked,
    )


def entry(code: str | None) -> str | None:
    """An entry code of 4 to 6 letters, or None."""
    return _match(_ENTRY, code)


def _match(pattern: re.Pattern[str], text: str | None) -> str | None:
    return text if text and pattern.fullmatch(text) else None


def _done(do: str) -> tuple[Command | None, str | None]:
    """The command on the button that was pressed, and its target: 'change:who' is ('change', 'who')."""
    word, _, target = do.partition(":")
    if word not in _COMMANDS:
        return None, None
    return next(c for c in get_args(Command) if c == word), _match(_NAME, target)


def _answers(pairs: Iterable[tuple[str, str]], alone: str) -> dict[str, tuple[str, ...]]:
    """Values by field id. `answer` is the only field of its page, called `alone`; blanks are left out."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        word, _, part = name.partition(".")
        text = clean(value)
        if word == "answer" and text:
            id_ = _match(_NAME, part) or alone
            found[id_] = (*found.get(id_, ()), text)
    return found


def clean(text: str) -> str:
    """`text` without control characters, trimmed, at most ANSWER_LIMIT long. Line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")[: 2 * ANSWER_LIMIT]
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()[:ANSWER_LIMIT]


@dataclass(frozen=True, slots=True)
class Control:
    """One field as HTML puts it: the control's name and id, and which kind of control it is."""

    name: str
    id: str
    kind: Kind
    shown: Shown
    mode: str = "text"

    @property
    def described(self) -> str:
        """The ids of what describes it: its hint, then its error."""
        ids = ((self.shown.hint, f"{self.id}-hint"), (self.shown.error, f"{self.id}-error"))
        return " ".join(id_ for text, id_ in ids if text)


# The keyboard that a phone shows for a field of this kind.
_MODES = {"age_band": "numeric", "phone": "tel", "number": "numeric", "email": "email"}


def controls(reply: Reply) -> tuple[Control, ...]:
    """The reply's fields as controls."""
    return controls_of(reply.fields)


def controls_of(fields: tuple[Shown, ...]) -> tuple[Control, ...]:
    """These fields as controls. A field that stands alone is named `answer`."""
    alone = len(fields) == 1
    return tuple(
        Control(
            name="answer" if alone else f"answer.{shown.id}",
            id=f"f-{place}",
            kind=_kind(shown),
            shown=shown,
            mode=_MODES.get(shown.kind, "text"),
        )
        for place, shown in enumerate(fields, 1)
    )


def _kind(shown: Shown) -> Kind:
    if shown.choices:
        return "boxes" if shown.kind == "several" else "radios"
    return "lines" if shown.kind == "text" else "line"


def refilled(reply: Reply, form: Form) -> Reply:
    """The reply with what the person had typed, when help or the like brings the same question back."""
    if form.command not in _ASIDE or form.asked is None or reply.step != form.asked.step:
        return reply
    return replace(
        reply,
        fields=tuple(replace(s, given=s.given or form.fields.get(s.id, ())) for s in reply.fields),
    )


def again(form: Form, id_: str) -> tuple[tuple[str, str], ...]:
    """The names and values that post the same form once more, as the message `id_`."""
    asked = form.asked or Asked("", "")
    do = f"{form.command}:{form.target}" if form.target else form.command or "answer"
    hidden = (
        ("id", id_),
        ("step", asked.step),
        ("digest", asked.digest),
        ("field", form.alone or ""),
        ("language", form.language or ""),
        ("c", form.entry or ""),
        ("new", "1" if form.new else ""),
        ("do", do),
    )
    return tuple((name, value) for name, value in hidden if value)


def said(form: Form) -> tuple[tuple[str, str], ...]:
    """The answers of the form, as the names and values of controls."""
    return tuple((f"answer.{id_}", value) for id_, values in form.fields.items() for value in values)


def language(accepted: str, offered: tuple[str, ...]) -> str:
    """The first language of an Accept-Language header that is offered; else the first offered."""
    for part in accepted[:200].split(","):
        tag = part.partition(";")[0].strip().lower()
        for known in offered:
            if known.lower() in {tag, tag.partition("-")[0]}:
                return known
    return offered[0]
