"""A contact that nobody asked for, before it is made: by which way, in what words, when, after what.

Rule: these are facts, told by whoever means to make it. What is not told is not
known, and flows.contact takes what is not known for a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal

from flows.plan import ContactPlan, Content, RouteKind

Rule = Literal[
    "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12",
    "G13", "G14", "G15", "G16", "G17", "G18", "G19", "G20", "G21", "G22", "G23", "G24",
]  # fmt: skip

LASTS: Final = timedelta(minutes=1)
"""How long a Permit holds."""
ARRIVES: Final = timedelta(minutes=6)
"""By then a message has arrived or never will: a Permit's minute, and five in which a provider may still send it."""

LEVELS: Final[tuple[Content, ...]] = ("none", "neutral_callback", "neutral_time", "full_after_verify")
"""How much a wording tells, from nothing to all."""


@dataclass(frozen=True, slots=True)
class Edit:
    """How a plan came to differ from what the person first said, and who answers for it."""

    reason: str = field(default="", repr=False)
    by: tuple[str, ...] = field(default=(), repr=False)
    asked: Literal["staff", "voice", "message"] = "message"
    wider: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's plan as a door has signed it: which version, and until when.

    `names` are other people's in the same referral and `told` are the person's own
    answers: no message may hold either.
    """

    said: ContactPlan = field(repr=False)
    version: int = 1
    until: datetime | None = None
    edit: Edit | None = None
    names: tuple[str, ...] = field(default=(), repr=False)
    told: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """The way that is meant. `route` names one of the plan, `to` is the number or address that would be dialled.

    `ref` stands for `to` in History: the same for the same number, and telling nothing
    of it. `ticked` is the version of the plan that a worker has read.
    """

    route: str
    kind: RouteKind
    to: str = field(default="", repr=False)
    ref: str = ""
    act: Literal["send", "call", "voicemail", "answered_by_other"] = "send"
    whom: Literal["person", "referrer"] = "person"
    recipients: int = 1
    ticked: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """What would be said: an approved template, an approved cover line, or words of a worker's own.

    `level` is what free words are said to tell; a template has its own. `by` is the
    worker who asks for it: nothing goes out that no named person wants sent.
    """

    template: str = ""
    text: str = field(default="", repr=False)
    cover_line: str = ""
    level: Content = "full_after_verify"
    language: str = "en"
    by: str = field(default="", repr=False)
    cause: Literal["worker", "reminder", "survey", "nudge", "receipt", "retry"] = "worker"
    id: str = ""
    subject: str = field(default="", repr=False)
    attached: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """An approved neutral wording, by language. `asks` when it does nothing but ask if now is a good time."""

    id: str
    level: Content
    texts: Mapping[str, str]
    ways: tuple[str, ...]
    asks: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True)
class HubRules:
    """What the hub has set for everybody. Made from the library by flows.hub_rules."""

    timezone: str = "Europe/London"
    holidays: tuple[date, ...] = ()
    quiet: tuple[date, ...] = ()
    templates: Mapping[str, Template] = field(default_factory=dict)
    cover_lines: Mapping[str, str] = field(default_factory=dict)
    telling: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unscanned: tuple[str, ...] = ()
    replies_tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Now:
    """An instant, with its time zone, and what holds at it. `paused` while the hub has stopped all contact."""

    at: datetime
    rules: HubRules = field(default_factory=HubRules, repr=False)
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One earlier try that the person has not answered."""

    ref: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Verified:
    """A worker has made sure that it is them. `by` is the worker."""

    at: datetime
    method: Literal["worker_question", "code_word"] = "worker_question"
    by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class History:
    """What has gone before, without a word or a number in it: refs, counts and times.

    `attempts` are those since the person last answered. `frozen` are ways that may be in
    other hands. `elsewhere` are addresses that stand in someone else's plan. `harm` has an
    address from each side, for each edge of harm. `tried` are messages that were, or may
    have been, sent. `safe_at` is when they last said that it is safe to talk, by this way.
    `since` says what has happened since they made the plan: moved, court_date ...
    """

    attempts: tuple[Attempt, ...] = ()
    frozen: frozenset[str] = frozenset()
    least_version: int = 1
    elsewhere: frozenset[str] = frozenset()
    harm: frozenset[tuple[str, str]] = frozenset()
    tried: frozenset[str] = frozenset()
    safe_at: datetime | None = None
    verified: Verified | None = None
    since: frozenset[str] = frozenset()
    sent_last_hour: int = 0
