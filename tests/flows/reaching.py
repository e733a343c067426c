"""A contact that every rule allows, by each way, and the same with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from flows.contact import Permit, Refusal, permits
from flows.outward import History, HubRules, Now, Plan, Template, Way, Wording
from flows.plan import ContactPlan, Route, windows

Told = Mapping[str, Any]

LONDON: Final = ZoneInfo("Europe/London")
MOBILE: Final = "+447700900123"


def london(text: str) -> datetime:
    """An instant from London clock time: '2026-11-24 10:30'."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


NOON: Final = london("2026-11-24 12:00")
"""A Tuesday in the week that the plan was made."""

TEMPLATES: Final = {
    "ask": Template(
        "ask", "neutral_callback", {"en": "Is now good?", "pl": "Czy teraz?"}, ("sms", "telegram", "web"), asks=True
    ),
    "ring": Template("ring", "neutral_callback", {"en": "Please call."}, ("sms", "telegram", "web")),
    "time": Template("time", "neutral_time", {"en": "I will call as agreed."}, ("sms",)),
    "full": Template("full", "full_after_verify", {"en": "It is done."}, ("sms",)),
    "empty": Template("empty", "none", {"en": "Hello."}, ("sms",)),
    "blank": Template("blank", "neutral_callback", {"en": ""}, ("sms",)),
    "mail": Template("mail", "neutral_callback", {"en": "Please write."}, ("email",), subject="Hello"),
    "bare": Template("bare", "neutral_callback", {"en": "Please write back."}, ("email",)),
    "open": Template("open", "neutral_callback", {"en": "Is now a good time?"}, ("voice",), asks=True),
    "chat": Template("chat", "neutral_callback", {"en": "Hello again."}, ("voice",)),
    "left": Template("left", "neutral_callback", {"en": "I will try again."}, ("voicemail",)),
    "more": Template("more", "neutral_time", {"en": "I will try again at two."}, ("voicemail",)),
}
RULES: Final[Told] = {
    "holidays": (date(2026, 12, 25), date(2027, 1, 1)),
    "templates": TEMPLATES,
    "cover_lines": {"survey": "Hello, this is a short survey.", "parcel": "Hello, it is about a parcel."},
    "telling": ("police", "hurt", "refuge", "violence", "womens aid", "pomoc"),
    "names": ("Example family hub",),
    "replies_tried": ("sms", "whatsapp"),
}
SAID: Final[Told] = {
    "person": "me",
    "initiative": "service",
    "confirmed_at": london("2026-11-23 09:00"),
    "confirmed_how": "by_person",
}
ROUTE: Final[Told] = {
    "id": "r1",
    "status": "safe",
    "content": "neutral_callback",
    "windows": windows("mon,tue,wed,thu,fri 10:00-14:00"),
}
WAY: Final[Told] = {"route": "r1", "ref": "ours"}
WORDING: Final[Told] = {"by": "Ama", "id": "m1"}

# kind: what differs, for the route, the way and the wording
BY: Final[Mapping[str, tuple[Told, Told, Told]]] = {
    "sms": ({"value": MOBILE}, {"to": MOBILE}, {"template": "ring"}),
    "whatsapp": (
        {"value": MOBILE, "content": "full_after_verify"},
        {"to": MOBILE},
        {"text": "Hello there.", "level": "neutral_callback"},
    ),
    "telegram": ({"value": "5550"}, {"to": "5550"}, {"template": "ring"}),
    "email": ({"value": "sam@example.org"}, {"to": "sam@example.org"}, {"template": "mail", "subject": "Hello"}),
    "voice": ({"value": MOBILE, "content": "none"}, {"to": MOBILE, "act": "call", "ticked": 1}, {"template": "open"}),
    "web": ({"windows": ()}, {}, {"template": "ring"}),
}


def reach(  # each names one thing that is not as it should be
    kind: str = "sms",
    *,
    said: Told | None = None,
    route: Told | None = None,
    plan: Told | None = None,
    way: Told | None = None,
    wording: Told | None = None,
    at: datetime = NOON,
    paused: bool = False,
    rules: Told | None = None,
    history: Told | None = None,
) -> Permit | Refusal:
    """What the gate says to a contact that is right in all but what is named."""
    base = BY[kind]
    one = Route(**{**ROUTE, "kind": kind, **base[0], **(route or {})})
    whole = ContactPlan(**{**SAID, "routes": (one,), **(said or {})})
    return permits(
        Plan(whole, **(plan or {})),
        Way(**{**WAY, "kind": kind, **base[1], **(way or {})}),
        Wording(**{**WORDING, **base[2], **(wording or {})}),
        Now(at, HubRules(**{**RULES, **(rules or {})}), paused=paused),
        History(**(history or {})),
    )


def rule(answer: Permit | Refusal) -> str:
    """The rule that stands against it, or 'yes'."""
    return "yes" if isinstance(answer, Permit) else answer.rule
