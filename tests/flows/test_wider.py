"""A changed plan is wider unless every part of it is surely the same or narrower."""

from __future__ import annotations

from typing import Any

import pytest

from flows.plan import ContactPlan, Route, Window, windows
from flows.wider import wider
from tests.flows.reaching import london

ROUTE: dict[str, Any] = {
    "id": "r1", "kind": "sms", "value": "+447700900123", "status": "safe_with_conditions", "shared_with": ("child",),
    "monitored": "maybe", "voicemail": "neutral", "caller_id": "ask", "preview_visible": True,
    "windows": windows("mon,tue 10:00-14:00; fri 20:00-22:00"), "max_attempts": 3, "min_gap_hours": 24,
    "content": "neutral_time",
}  # fmt: skip
PLAN: dict[str, Any] = {
    "person": "me", "initiative": "service", "never": ("call",), "if_someone_else_answers": "cover_line",
    "cover_line_id": "survey", "if_no_answer": "retry_in_window", "name_to_use": "Sam", "safe_people": ("Jo",),
    "unsafe_people": ("Al",), "safe_places": ("library",), "lost_contact": "tell_referrer",
    "confirmed_at": london("2026-11-23 09:00"), "confirmed_how": "by_person", "recheck_after": "P14D",
    "expires": "P30D", "recheck_on": ("moved",),
}  # fmt: skip
NIGHT = (Window(days=("mon",), from_="22:00", to="02:00"),)


def plan(route: dict[str, Any] | None = None, **said: Any) -> ContactPlan:
    """The plan, with something changed."""
    return ContactPlan(**{**PLAN, "routes": (Route(**{**ROUTE, **(route or {})}),), **said})


HIDDEN: dict[str, Any] = {"preview_visible": False}
NARROWER: list[dict[str, Any]] = [
    {}, {"initiative": "person_will_contact"}, {"never": ("call", "text")}, {"if_someone_else_answers": "hang_up"},
    {"cover_line_id": None}, {"if_no_answer": "stop"}, {"safe_people": ()}, {"unsafe_people": ("Al", "Bo")},
    {"safe_places": ()}, {"lost_contact": "stop"}, {"recheck_after": "P7D"}, {"expires": "P7D"},
    {"recheck_on": ("moved", "new_phone")}, {"frozen": True}, {"routes": ()},
    {"route": {"status": "unknown"}}, {"route": {"status": "unsafe"}}, {"route": {"shared_with": ("child", "partner")}},
    {"route": {"monitored": "yes"}}, {"route": {"voicemail": "never"}}, {"route": {"caller_id": "withhold"}},
    {"route": {"windows": ()}}, {"route": {"windows": windows("mon 10:00-14:00")}},
    {"route": {"windows": windows("tue 11:00-12:00; fri 21:00-22:00")}}, {"route": {"max_attempts": 1}},
    {"route": {"min_gap_hours": 48}}, {"route": {"content": "none"}},
    {"route": {"windows": (Window(days=("mon",), from_="10:00", to="14:00", except_=("bank_holidays",)),)}},
    {"routes": (Route(**ROUTE), Route(id="r2", kind="voice", status="unknown"))},
    {"routes": (Route(**ROUTE), Route(id="r2", kind="voice", status="unsafe"))},
]  # fmt: skip
WIDER: list[dict[str, Any]] = [
    {"initiative": "via_referrer"}, {"never": ()}, {"if_someone_else_answers": "ask_for_me"},
    {"cover_line_id": "parcel"},
    {"safe_people": ("Jo", "Kit")}, {"unsafe_people": ()}, {"safe_places": ("library", "gym")},
    {"lost_contact": "welfare_discussion_by_human"}, {"recheck_after": "P15D"}, {"expires": "P31D"},
    {"recheck_on": ()}, {"name_to_use": "Sal"}, {"confirmed_at": london("2026-11-24 09:00")},
    {"confirmed_how": "by_voice"},
    {"note": "ring me"}, {"person": "other"},
    {"route": {"value": "+447700900124"}}, {"route": {"kind": "voice"}}, {"route": {"id": "r2"}},
    {"route": {"status": "safe"}}, {"route": {"shared_with": ()}}, {"route": {"monitored": "no"}},
    {"route": {"voicemail": "ok"}}, {"route": {"caller_id": "show"}}, {"route": {"preview_visible": False}},
    {"route": {"windows": windows("mon,wed 10:00-14:00")}}, {"route": {"windows": windows("mon 09:59-14:00")}},
    {"route": {"windows": windows("mon 10:00-14:01")}},
    {"route": {"windows": windows("mon 10:00-12:00; sun 10:00-12:00")}},
    {"route": {"windows": windows("fri 10:00-12:00")}},
    {"route": {"windows": (Window(days=("mon",), from_="13:00", to="11:00"),)}},
    {"route": {"windows": (Window(days=("mon",), from_="10:00", to="14:00", tz="Europe/Paris"),)}},
    {"route": {"max_attempts": 4}}, {"route": {"min_gap_hours": 23}}, {"route": {"content": "full_after_verify"}},
    {"routes": (Route(**ROUTE), Route(id="r2", kind="voice", status="safe_with_conditions"))},
    {"routes": (Route(**ROUTE), Route(id="r2", kind="voice", status="safe"))},
]  # fmt: skip


@pytest.mark.parametrize("told", NARROWER, ids=str)
def test_narrower(told: dict[str, Any]) -> None:
    """The same, or less, takes one worker."""
    assert not wider(plan(), plan(**told))


@pytest.mark.parametrize("told", WIDER, ids=str)
def test_wider(told: dict[str, Any]) -> None:
    """More of anything, or something that is merely different, takes two."""
    assert wider(plan(), plan(**told))


def test_back_again_is_wider() -> None:
    """What made a plan narrower makes it wider when it is undone, but for what changes nothing."""
    undone = [told for told in NARROWER if told and len(told.get("routes", ())) < 2]
    assert all(wider(plan(**told), plan()) for told in undone)


def test_a_hidden_preview_may_be_shown_in_the_plan() -> None:
    """To know that a preview shows is to know of more danger, and makes nothing wider."""
    assert not wider(plan(HIDDEN), plan())


def test_night_and_day() -> None:
    """A window inside another to the minute is narrower; an empty or backward one inside it is not taken for one."""
    day = plan({"windows": windows("mon 10:00-14:00")})
    for start, end in (("10:00", "12:00"), ("12:00", "14:00"), ("10:01", "13:59")):
        assert not wider(day, plan({"windows": windows(f"mon {start}-{end}")}))
    assert wider(day, plan({"windows": (Window(days=("mon",), from_="12:00", to="12:00"),)}))
    assert wider(day, plan({"windows": (Window(days=("mon",), from_="13:00", to="11:00"),)}))


def test_past_midnight() -> None:
    """A window past midnight is inside another only when it is the same."""
    night = plan({"windows": NIGHT})
    assert not wider(night, night)
    assert wider(night, plan({"windows": (Window(days=("mon",), from_="23:00", to="02:00"),)}))


def test_an_exception_less_is_wider() -> None:
    """A day that was left out and no longer is makes the plan wider."""
    kept = (Window(days=("mon",), from_="10:00", to="14:00", except_=("bank_holidays",)),)
    assert wider(plan({"windows": kept}), plan({"windows": windows("mon 10:00-14:00")}))
