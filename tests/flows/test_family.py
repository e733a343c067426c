"""The family in the record: several people, taken-back sayings, the young, and whom a worker writes about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.fill import Fact, build
from flows.record import Referral

AT = int(datetime(2026, 11, 22, 2, 41, tzinfo=UTC).timestamp())


def filled(*said: tuple[str, str | tuple[str, ...]]) -> Referral:
    """The referral that these paths and values make."""
    facts = [Fact(path, value, "person", f"step_{n}") for n, (path, value) in enumerate(said)]
    return build(facts, questions={}, door="web", language="en", library="d1", at=AT)


def edges(made: Referral) -> list[tuple[str, str, str]]:
    """Who is said to harm whom, and how that saying stands."""
    return [(e.from_, e.to, e.status) for e in made.harm_assertions]


def test_several_people_who_harm_are_several_edges() -> None:
    """Each person who harms has a slot, a relationship and an edge; the first is whoever was spoken of before."""
    made = filled(("harm.other>me.when", "now"), ("others>me", ("partner", "parent", "none")))
    assert [("other", "me", "current"), ("other2", "me", "current")] == edges(made)
    assert [("other", "partner"), ("other2", "parent")] == [(r.a, r.kind) for r in made.relationships]
    assert "now" == made.harm_assertions[0].when


def test_several_people_who_are_harmed_are_several_edges() -> None:
    """The same the other way round."""
    assert [("me", "other", "current"), ("me", "other2", "current")] == edges(
        filled(("me>others", ("ex_partner", "child")))
    )


def test_more_others_than_slots_are_left_out() -> None:
    """Past the last slot nobody is made up and nothing breaks."""
    made = filled(("others>me", tuple(f"kind_{n}" for n in range(14))))
    assert 9 == len(made.harm_assertions)


def test_a_later_answer_takes_an_edge_back() -> None:
    """An edge that a later answer withdraws stays, as withdrawn, and the new one stands beside it."""
    made = filled(
        ("harm.other>me.status", "current"), ("harm.other>me.status", "withdrawn"), ("harm.me>other.status", "current")
    )
    assert [("other", "me", "withdrawn"), ("me", "other", "current")] == edges(made)


def test_what_was_not_said_is_not_taken_back() -> None:
    """No edge is made only to be withdrawn."""
    assert () == filled(("harm.other>me.status", "withdrawn")).harm_assertions


@pytest.mark.parametrize(
    ("said", "name", "age", "area"),
    [
        ("Sam Lee, 34, Redhill", "Sam Lee", 34, "Redhill"),
        ("Sam, gu1 2ab", "Sam", None, "GU1"),
        ("Sam", "Sam", None, None),
        ("Sam,, 34", "Sam", 34, None),
    ],
)
def test_one_line_tells_who_it_is(said: str, name: str, age: int | None, area: str | None) -> None:
    """A name, an age and a town on one line go to their places."""
    (person,) = (p for p in filled(("person.told", said)).people if p.id == "person")
    assert (name, age, area) == (person.name_used, person.age, person.area)


def test_what_is_no_age_and_no_town_stays_as_words() -> None:
    """A part of the line that fits nowhere is kept as it was said."""
    made = filled(("person.told", "Sam, 34, flat 9 of 12, Redhill"))
    assert ["flat 9 of 12"] == [n.text for n in made.narrative]


def test_an_age_with_words_is_an_age_band() -> None:
    """'15 years old' says which band."""
    (person,) = (p for p in filled(("person.told", "Kit, 15 years old")).people if p.id == "person")
    assert ("13_15", True) == (person.age_band, person.is_child)


def test_the_young_are_looked_at_today() -> None:
    """A rule raises whoever writes and is under 18, and says that it was a rule."""
    made = filled(("me.age_band", "13_15"), ("me.name_used", "Ash"))
    assert [("under_18", "today", "rule", "step_0")] == [
        (r.code, r.level, r.set_by, r.step) for r in made.urgency.reasons
    ]


def test_a_rule_never_lowers() -> None:
    """What was more urgent stays so."""
    assert "now" == filled(("urgency.now", "not_safe"), ("me.age_band", "under_13")).urgency.level


def test_the_young_are_never_rung_at_home() -> None:
    """The home phone and a message left are refused in the plan of everyone under 18, beside what they refused."""
    made = filled(("me.age_band", "13_15"), ("plan.me.never", ("email",)))
    assert ("email", "call_home_line", "leave_voicemail") == made.contact_plans[0].never


def test_age_alone_confirms_no_plan() -> None:
    """Someone who said nothing of contact has confirmed nothing, young or not."""
    assert None is filled(("me.age_band", "13_15")).contact_plans[0].confirmed_at


def test_grown_ups_get_no_rule_for_the_young() -> None:
    """An adult's plan holds what the adult said."""
    made = filled(("me.age_band", "18_plus"))
    assert ((), ()) == (made.contact_plans[0].never, made.urgency.reasons)


def test_whom_a_worker_writes_about_is_reached_through_the_worker() -> None:
    """A number that a worker tells is not a safe one until it has been checked."""
    made = filled(("referrer.name", "Jo"), ("plan.person.route.voice.value", "+447700900123"))
    (plan,) = (p for p in made.contact_plans if p.person == "person")
    assert ("via_referrer", "unknown", None) == (plan.initiative, plan.routes[0].status, plan.confirmed_at)


def test_a_friends_own_plan_is_their_own_words() -> None:
    """Who writes about someone else confirms how they themselves may be reached."""
    made = filled(("writer", "third_party"), ("plan.me.initiative", "service"))
    assert "by_person" == made.contact_plans[0].confirmed_how


@pytest.mark.parametrize(
    ("writer", "about"), [("self", {"me"}), ("referrer", {"person"}), ("third_party", {"me", "person"})]
)
def test_words_about_someone_else_are_not_about_the_writer(writer: str, about: set[str]) -> None:
    """What a rule hears in a worker's words concerns the person; in a friend's, either; in one's own, oneself."""
    facts = [Fact("writer", writer, "person", "brings"), Fact("markers.suicide", "me", "rule", "suicide")]
    made = build(facts, questions={}, door="web", language="en", library="d1", at=AT)
    assert about == {marker.about for marker in made.markers}
    assert about <= {person.id for person in made.people}
