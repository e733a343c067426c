"""Whatever plan, way, wording, instant and past: nothing outside the plan is ever permitted."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import assume, example
from hypothesis import strategies as st

from flows.contact import Permit, Refusal, permits
from flows.hub_rules import hub_rules
from flows.library import load
from flows.outward import Attempt, History, Now, Plan, Verified, Way, Wording
from flows.plan import DAYS, ContactPlan, Route, Window
from tests.flows.contact_oracle import HOLIDAYS, allowed, on_the_wall, summer, theirs
from tests.often import holds_for

RULES = hub_rules(load())
YEARS = range(min(HOLIDAYS).year, max(HOLIDAYS).year + 1)
CHANGES = [change for year in YEARS for change in summer(year)]
MOBILE = "+447700900123"

holidays = st.sampled_from(sorted(HOLIDAYS)).map(lambda day: datetime(day.year, day.month, day.day, tzinfo=UTC))
near = st.builds(
    lambda at, by: at + timedelta(minutes=by), st.sampled_from(CHANGES) | holidays, st.integers(-1500, 2900)
)
anywhen = st.datetimes(datetime(2025, 12, 20), datetime(2028, 3, 2), timezones=st.just(UTC))  # noqa: DTZ001
instants = near | anywhen


def mostly(good: Any, *odd: Any) -> st.SearchStrategy[Any]:
    """The good value more often than not, so that much is permitted and much is nearly so."""
    return st.sampled_from([good] * (3 * len(odd)) + list(odd))


clocks = st.builds(lambda minute: f"{minute // 60:02}:{minute % 60:02}", st.integers(0, 24 * 4).map(lambda q: q * 15))
windows = st.builds(
    Window,
    days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(tuple),
    from_=mostly("00:00", "09:30", "22:00", "01:30") | clocks,
    to=mostly("24:00", "12:00", "02:00", "01:00") | clocks,
    except_=mostly((), ("bank_holidays",), ("school_holidays",)),
)
all_week = Window(days=DAYS, from_="00:00", to="24:00")
kinds = st.sampled_from(("sms", "whatsapp", "telegram", "voice", "web"))
texts = st.sampled_from(
    ("Hello there.", "Call the police", "Ring 07700900999", "I saw he hits you", "see https://x.org")
)


@st.composite
def contacts(draw: st.DrawFn) -> tuple[Plan, Way, Wording, Now, History]:
    """A contact in which most things are right, and some may not be."""
    at = draw(instants)
    wrong, turn = draw(st.frozensets(st.integers(0, 33), max_size=3)), count()

    def pick(good: Any, *odd: Any) -> Any:
        return draw(st.sampled_from(odd)) if next(turn) in wrong else good

    kind: Any = draw(kinds)
    ago = pick(timedelta(days=2), timedelta(days=13), timedelta(days=14), timedelta(days=30), timedelta(days=-1))
    value = {"telegram": "5550", "web": ""}.get(kind, MOBILE)
    route = Route(
        id="r1",
        kind=kind,
        value=pick(value, "+447700900124", None, "@sender"),
        status=pick("safe", "safe_with_conditions", "unknown", "unsafe"),
        windows=tuple(pick([all_week], []) if draw(st.booleans()) else draw(st.lists(windows, max_size=3))),
        max_attempts=pick(2, 0, 1),
        content=pick("neutral_callback", "none", "neutral_time", "full_after_verify"),
    )
    said = ContactPlan(
        person=pick("me", "person", "other"),
        initiative=pick("service", "person_will_contact", "via_referrer", None),
        routes=(route,),
        never=pick((), ("text",), ("call",), ("whatsapp", "telegram")),
        if_no_answer=pick("stop", "retry_in_window"),
        frozen=pick(False, True),  # noqa: FBT003
        confirmed_at=pick(at - ago, None),
        confirmed_how=pick("by_person", "by_voice", "by_referrer", None),
    )
    act = "call" if kind == "voice" else "send"
    template = draw(
        mostly("opening" if kind == "voice" else "good_time", "call_when_you_can", "missed_you", "", "nice")
    )
    return (
        Plan(said, until=pick(None, at, at + timedelta(days=1))),
        Way(
            pick("r1", "r2"),
            kind,
            pick(value, "+447700900125", ""),
            pick("ours", ""),
            pick(act, "send", "call"),
            pick("person", "referrer"),
            pick(1, 2),
            pick(1, 0),
        ),
        Wording(
            template,
            "" if template else draw(texts),
            level=pick("neutral_callback", "none", "full_after_verify"),
            by=pick("Ama", " "),
            cause=pick("worker", "reminder"),
            id=pick("m1", ""),
            attached=pick(0, 1),
        ),
        Now(at, replace(RULES, quiet=pick((), (on_the_wall(at).date(),))), paused=pick(False, True)),  # noqa: FBT003
        History(
            attempts=tuple(Attempt("ours", at - timedelta(hours=h)) for h in pick([], [30], [3], [60, 30])),
            frozen=frozenset(pick((), ("ours",), ("theirs",))),
            elsewhere=frozenset(pick((), ("ours",), ("theirs",))),
            harm=frozenset(pick((), (("ours", "ours"),), (("ours", "theirs"),))),
            tried=frozenset(pick((), ("m1",))),
            safe_at=pick(None, at, at - timedelta(minutes=16)),
            verified=pick(None, Verified(at, by="Ama")),
            since=frozenset(pick((), ("moved",))),
            sent_last_hour=pick(0, 20),
        ),
    )


@holds_for(contacts())
def test_nothing_outside_the_plan(contact: tuple[Plan, Way, Wording, Now, History]) -> None:
    """What the gate permits, the plan allows, by a second reckoning that shares nothing with the first."""
    if isinstance(permits(*contact), Permit):
        assert allowed(*contact)


@holds_for(st.lists(windows, max_size=3), instants)
@example([Window(days=("sun",), from_="01:00", to="02:00")], datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
@example([Window(days=("sun",), from_="01:00", to="02:00")], datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
@example([Window(days=("sun",), from_="01:00", to="02:00")], datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
def test_just_their_times(windows: list[Window], at: datetime) -> None:
    """With all else right, a contact is permitted at their times and at no other: both clock changes, every holiday."""
    contact = right(at, tuple(windows))
    route = contact[0].said.routes[0]
    inside = all(theirs(route, at + timedelta(minutes=n)) for n in range(7))
    assert isinstance(permits(*contact), Permit) == inside


@pytest.mark.parametrize(
    "shapes",
    [
        pytest.param([("01:00", "02:00"), ("12:00", "12:00")], id="short and empty"),
        pytest.param([("00:00", "24:00"), ("22:00", "02:00"), ("09:00", "17:00")], id="long", marks=pytest.mark.prove),
    ],
)
def test_every_clock_change_and_holiday(shapes: list[tuple[str, str]]) -> None:
    """The minutes on either side of each edge, the days around each clock change and holiday, in every shape."""
    midnights = [datetime(d.year, d.month, d.day, tzinfo=UTC) for d in HOLIDAYS]
    starts = [at.replace(hour=0) - timedelta(hours=25) for at in (*CHANGES, *midnights)]
    for start, to in shapes:
        window = Window(days=DAYS, from_=start, to=to)
        turns = {60 * int(clock[:2]) + n for clock in (start, to) for n in (-7, -6, -1, 0, 1)}
        for at in (
            first + timedelta(minutes=m, hours=h) for first in starts for m in turns for h in (0, 1, 24, 25, 48)
        ):
            contact = right(at, (window,))
            inside = all(theirs(contact[0].said.routes[0], at + timedelta(minutes=n)) for n in range(7))
            assert isinstance(permits(*contact), Permit) == inside, (start, to, at)


def right(at: datetime, windows: tuple[Window, ...]) -> tuple[Plan, Way, Wording, Now, History]:
    """A contact that is right in all but perhaps its time."""
    route = Route(id="r1", kind="sms", value=MOBILE, status="safe", content="neutral_callback", windows=windows)
    confirmed = at - timedelta(days=1)
    said = ContactPlan(
        person="me", initiative="service", routes=(route,), confirmed_at=confirmed, confirmed_how="by_person"
    )
    return (
        Plan(said),
        Way("r1", "sms", MOBILE, "ours"),
        Wording("good_time", by="Ama", id="m1"),
        Now(at, RULES),
        History(),
    )


@holds_for(
    contacts(), st.sampled_from(("frozen", "elsewhere", "harm", "tried", "least_version", "since", "pause", "never"))
)
def test_more_caution_never_permits(contact: tuple[Plan, Way, Wording, Now, History], more: str) -> None:
    """Nothing that calls for more care turns a no into a yes."""
    assume(isinstance(permits(*contact), Refusal))
    assert isinstance(permits(*_with(contact, more)), Refusal)


def _with(contact: tuple[Plan, Way, Wording, Now, History], more: str) -> tuple[Plan, Way, Wording, Now, History]:
    plan, way, wording, now, history = contact
    if more == "pause":
        return plan, way, wording, replace(now, paused=True), history
    if more == "never":
        said = plan.said.model_copy(update={"never": (*plan.said.never, "text", "use_name_of_service")})
        return replace(plan, said=said), way, wording, now, history
    if more == "least_version":
        return plan, way, wording, now, replace(history, least_version=2)
    held = {"harm": {(way.ref, way.ref)}, "tried": {wording.id}, "since": {"moved"}}.get(more, {way.ref})
    return plan, way, wording, now, replace(history, **{more: getattr(history, more) | held})


anything: st.SearchStrategy[Any] = (
    st.none()
    | st.text()
    | st.integers()
    | st.datetimes()
    | st.just(datetime.max.replace(tzinfo=UTC))
    | st.just(object())
)


@holds_for(st.data())
def test_never_raises(data: st.DataObject) -> None:
    """Whatever stands in any part of a contact, the gate answers, and never with a yes to a thing that is no time."""
    plan, way, wording, now, history = data.draw(contacts())
    part: Any = data.draw(st.sampled_from((way, wording, now, history, plan)))
    name = data.draw(st.sampled_from([field.name for field in fields(part)]))
    odd = replace(part, **{name: data.draw(anything)})
    given = [odd if one is part else one for one in (plan, way, wording, now, history)]
    answer = permits(*given)  # type: ignore[arg-type]
    assert isinstance(answer, Permit | Refusal)


def test_the_oracle_says_yes() -> None:
    """The second reckoning is not empty: it allows a right contact, so agreeing with it means something."""
    contact = right(datetime(2026, 11, 24, 12, tzinfo=UTC), (all_week,))
    assert allowed(*contact)
    assert isinstance(permits(*contact), Permit)
