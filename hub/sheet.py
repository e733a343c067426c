"""What can stand on a printed page, and how a referral is read for it.

Rule: values alone. A page is made once, then set as text or as HTML; a part of
the referral that has another form than it should is passed over, never a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from hub.plain import spoken

Bare = Mapping[str, Any]
Tone = Literal["", "go", "stop"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing, and what is known of it. `go` is allowed, `stop` never is."""

    label: str
    value: str = field(repr=False)
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of ours."""

    text: str = field(repr=False)
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, whole. `about` says whose, and what they were asked."""

    about: str
    text: str = field(repr=False)


Line = Fact | Note | Quote


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `small` may be set in small letters."""

    title: str = field(repr=False)
    lines: tuple[Line, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page. `plans` come before all else, in a frame of their own."""

    title: str
    plans: tuple[Section, ...]
    rest: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The library's questions, as words. Empty where there is no library to read."""

    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    shorts: Mapping[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the referral is kept and when it came. `today` is for what has run out."""

    held: str
    digest: str
    sent: str
    today: date


def parts(bare: Bare, name: str) -> Sequence[Bare]:
    """The objects under `name`; none when it is something else."""
    found = bare.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def texts(bare: Bare, name: str) -> list[str]:
    """The words under `name`; none when it is something else."""
    found = bare.get(name)
    return [str(one) for one in found] if isinstance(found, list) else []


def left_over(bare: Bare, shown: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """What was sent and is not among `shown`, without what says nothing."""
    return ((name, value) for name, value in bare.items() if name not in shown and value not in _NOTHING)


def plainly(value: Any) -> str:
    """Any value of a record, in one line."""
    if isinstance(value, dict):
        return "; ".join(f"{spoken(str(name))}: {plainly(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(plainly(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    # Only what is all small letters and lines is a code; a person's words keep their spelling.
    return spoken(str(value)) if _CODE.fullmatch(str(value)) else str(value)


_CODE = re.compile(r"[a-z0-9_]+")
_NOTHING: tuple[object, ...] = (None, [], {}, "", False)
