from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.narrower import NARROWS, narrowed
from flows.plan import ContactPlan, Route, windows
from flows.wider import wider

KINDS = ("voice", "sms", "whatsapp", "email", "telegram", "web", "post", "in_person", "via_safe_person")
ROUTES = st.builds(
    Route,
    id=st.sampled_from(("a", "b", "c")),
    kind=st.sampled_from(KINDS),
    value=st.none() | st.just("+447700900123"),
    status=st.sampled_from(("safe", "safe_with_conditions", "unsafe", "unknown")),
    voicemail=st.sampled_from(("never", "neutral", "ok")),
    windows=st.just(windows("mon,tue 09:00-13:00")),
)
PLANS = st.builds(
    ContactPlan,
    person=st.just("me"),
    initiative=st.sampled_from((None, "service", "person_will_contact", "via_referrer")),
    routes=st.lists(ROUTES, max_size=3, unique_by=lambda route: route.id).map(tuple),
    never=st.lists(st.sampled_from(("call", "text", "visit")), unique=True).map(tuple),
    if_no_answer=st.sampled_from(("stop", "retry_in_window")),
    lost_contact=st.sampled_from(("stop", "tell_referrer", "welfare_discussion_by_human")),
)
WISHES = st.lists(st.sampled_from((*NARROWS, "nothing we know")))


@given(PLANS, WISHES)
def test_no_choice_allows_anything(plan: ContactPlan, wishes: list[str]) -> None:
    """Whatever somebody with the words chooses, nothing becomes allowed that was not."""
    assert not wider(plan, narrowed(plan, wishes))


@given(PLANS, WISHES)
def test_doing_it_twice_is_doing_it_once(plan: ContactPlan, wishes: list[str]) -> None:
    """A choice that arrives again changes nothing."""
    once = narrowed(plan, wishes)
    assert narrowed(once, wishes) == once


@pytest.mark.parametrize("kind", KINDS)
def test_no_contact_leaves_no_way(kind: str) -> None:
    """After 'do not contact me' no way is safe, whichever it was."""
    route = Route.model_validate({"id": "a", "kind": kind, "status": "safe"})
    plan = narrowed(ContactPlan(person="me", initiative="service", routes=(route,)), ["all"])
    assert (plan.routes[0].status, plan.initiative) == ("unsafe", "person_will_contact")


def test_no_calls_leaves_the_texts() -> None:
    """One way taken out leaves the others as they were."""
    routes = tuple(Route.model_validate({"id": k, "kind": k, "status": "safe"}) for k in ("voice", "sms"))
    plan = narrowed(ContactPlan(person="me", routes=routes), ["call"])
    assert [route.status for route in plan.routes] == ["unsafe", "safe"]
