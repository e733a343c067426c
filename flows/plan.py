"""How one person can be reached safely, in their own terms: the contact plan.

Rule: what was not said is not allowed. Every default here is the refusing one;
who reads a plan needs no other rule than 'is it written that I may?'.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from flows.part import Code, Hour, Part, Slot

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Duration = Annotated[str, Field(pattern=r"^P\d{1,4}D$", description="ISO 8601, whole days")]
Initiative = Literal["service", "person_will_contact", "via_referrer", "via_safe_person"]
# 'web' waits on the page until they come back: nothing reaches them by it.
RouteKind = Literal["voice", "sms", "whatsapp", "email", "telegram", "web", "post", "in_person", "via_safe_person"]
Status = Literal["safe", "safe_with_conditions", "unsafe", "unknown"]
Content = Literal["none", "neutral_callback", "neutral_time", "full_after_verify"]
Never = Literal[
    "leave_voicemail",
    "call",
    "text",
    "whatsapp",
    "telegram",
    "email",
    "post",
    "visit",
    "call_home_line",
    "contact_via_child",
    "use_name_of_service",
]

DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Stands for the number or account that a person writes from; see record.with_sender.
SENDER = "@sender"
# Given for a number to text: the chat that a person writes in. It never leaves as such; see fill.build.
HERE = "@here"
TO_TEXT = "plan.me.route.sms.value"


class Window(Part):
    """Days and clock times at which a route may be used. `to` is not included; 24:00 ends a day."""

    days: tuple[Day, ...] = Field(min_length=1)
    from_: Clock = Field(validation_alias="from", serialization_alias="from")
    to: Clock
    tz: str = "Europe/London"
    except_: tuple[Code, ...] = Field(default=(), validation_alias="except", serialization_alias="except")


class Route(Part):
    """One way to a person. No windows means that no time was agreed, not that any will do."""

    id: Code
    kind: RouteKind
    value: str | None = Field(default=None, description="E.164, address or account; @sender until sealed")
    status: Status = "unknown"
    shared_with: tuple[str, ...] = ()
    monitored: Literal["no", "maybe", "yes"] = "maybe"
    voicemail: Literal["never", "neutral", "ok"] = "never"
    caller_id: Literal["withhold", "show", "ask"] = "withhold"
    preview_visible: bool = True
    windows: tuple[Window, ...] = ()
    max_attempts: int = Field(default=2, ge=0, le=9)
    min_gap_hours: int = Field(default=24, ge=1, le=999)
    content: Content = "none"


class Verify(Part):
    """How to be sure it is them. Low assurance when it was set where others may read."""

    method: Literal["worker_question", "code_word"] = "worker_question"
    set_via: Literal["web", "voice", "sms_thread", "telegram_thread"] | None = None
    assurance: Literal["low", "normal"] = "low"
    word: str | None = None


class DangerWord(Part):
    """A word that means 'I am in danger'. It is never answered in the thread it came by."""

    word: str | None = None
    set: bool = False
    effect: Literal["treat_as_immediate_danger_no_reply_in_thread"] = "treat_as_immediate_danger_no_reply_in_thread"


class ContactPlan(Part):
    """Everything one person said about being contacted. It is theirs alone.

    Nobody else's view, copy or export may hold it. `never` wins over all the
    rest. `frozen` is set when the plan may be in another's hands.
    """

    person: Slot
    default: Literal["no_contact_until_confirmed"] = "no_contact_until_confirmed"
    initiative: Initiative | None = None
    routes: tuple[Route, ...] = ()
    never: tuple[Never, ...] = ()
    if_someone_else_answers: Literal["hang_up", "wrong_number", "cover_line", "ask_for_me"] = "hang_up"
    cover_line_id: Code | None = None
    if_no_answer: Literal["stop", "retry_in_window"] = "stop"
    name_to_use: str | None = None
    caller_name: str | None = None
    pronouns: str | None = None
    language: str | None = None
    interpreter: str | None = None
    verify: Verify | None = None
    danger_word: DangerWord | None = None
    safe_people: tuple[str, ...] = ()
    unsafe_people: tuple[str, ...] = ()
    safe_places: tuple[str, ...] = ()
    lost_contact: Literal["stop", "tell_referrer", "welfare_discussion_by_human"] = "stop"
    note: str | None = Field(default=None, description="their own words; staff choose a safe equivalent")
    frozen: bool = False
    confirmed_at: Hour | None = None
    confirmed_how: Literal["by_person", "by_voice", "by_referrer"] | None = None
    recheck_after: Duration = "P14D"
    expires: Duration = "P30D"
    recheck_on: tuple[Code, ...] = (
        "moved",
        "new_phone",
        "separated",
        "court_date",
        "release",
        "abuser_message",
    )


# One window as text: 'mon,tue 09:00-13:00'. Several are joined with '; '.
_WINDOW = re.compile(r"([a-z,]+) (\d\d:\d\d)-(\d\d:\d\d)")


def windows(text: str) -> tuple[Window, ...]:
    """The windows that `text`, in the canonical form of flows.kinds, stands for.

    Raises ValueError when it is in no such form.
    """
    return tuple(_window(piece) for piece in text.split("; "))


def _window(piece: str) -> Window:
    found = _WINDOW.fullmatch(piece)
    if found is None:
        raise ValueError("not a contact window")
    days, start, end = found.groups()
    return Window.model_validate({"days": days.split(","), "from": start, "to": end})
