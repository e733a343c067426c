from __future__ import annotations

import pytest
from pydantic import ValidationError

from flows.plan import ContactPlan, Route, Window, windows


def test_nothing_said_is_nothing_allowed() -> None:
    """A plan of which nothing was said lets nobody make contact, and hangs up on anyone else."""
    plan = ContactPlan(person="me")
    assert plan.default == "no_contact_until_confirmed"
    assert (plan.initiative, plan.routes, plan.confirmed_at) == (None, (), None)
    assert (plan.if_someone_else_answers, plan.if_no_answer, plan.lost_contact) == ("hang_up", "stop", "stop")


def test_a_route_refuses_until_told() -> None:
    """A route of which only the number is known is not safe, has no time, no voicemail, no content."""
    route = Route(id="r1", kind="voice", value="+447700900123")
    assert (route.status, route.windows, route.voicemail) == ("unknown", (), "never")
    assert (route.content, route.caller_id, route.monitored) == ("none", "withhold", "maybe")


def test_windows_are_read_from_their_canonical_form() -> None:
    """Days and times come out of the form that the contact window field writes."""
    first, second = windows("mon,tue 09:00-13:00; sun 18:00-24:00")
    assert first == Window(days=("mon", "tue"), from_="09:00", to="13:00")
    assert (second.days, second.from_, second.to, second.tz) == (("sun",), "18:00", "24:00", "Europe/London")


@pytest.mark.parametrize("text", ["", "mornings", "mon 9-5", "mon 09:00-25:00", "moon 09:00-10:00", " 09:00-10:00"])
def test_other_forms_are_no_windows(text: str) -> None:
    """Anything but the canonical form is refused, and not understood by half."""
    with pytest.raises((ValueError, ValidationError)):
        windows(text)


def test_window_is_written_as_from_and_to() -> None:
    """In JSON a window has the names 'from' and 'except', whatever Python allows."""
    written = windows("fri 10:00-12:00")[0].model_dump(mode="json", by_alias=True)
    assert written == {"days": ["fri"], "from": "10:00", "to": "12:00", "tz": "Europe/London", "except": []}
