"""What each journey makes of a family: the talks, read as records."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.library import Library, load
from flows.play import EnginePlayer
from flows.record import Referral
from flows.talk import parse, perform

TALKS = Path(__file__).parent.parent / "talks"


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The library as it ships."""
    return load()


def record(library: Library, talk: str) -> Referral:
    """The referral that a talk ends in."""
    said = parse((TALKS / f"{talk}.talk").read_text("utf-8"))
    player = EnginePlayer(library, said.doors[0], entry=said.code)
    for _ in perform(said, player):
        pass
    (made,) = player.referrals
    return made


def person(made: Referral, slot: str) -> dict[str, object]:
    """What is known of one person."""
    return next(p.model_dump(exclude_defaults=True) for p in made.people if p.id == slot)


def edges(made: Referral) -> set[tuple[str, str, str]]:
    """Who is said to harm whom, and how that stands."""
    return {(e.from_, e.to, e.status) for e in made.harm_assertions}


@pytest.mark.parametrize(
    ("talk", "journey", "writer"),
    [
        ("survivor-long-web", "survivor", "self"),
        ("parent-long-sms", "parent", "self"),
        ("change-long-sms", "change", "self"),
        ("friend-long-sms", "friend", "third_party"),
        ("young-sms", "young", "self"),
        ("under-13-sms", "under-13", "self"),
        ("work-by-code-web", "work", "referrer"),
        ("learn-then-talk-sms", "survivor", "self"),
    ],
)
def test_journey_and_writer(shipped: Library, talk: str, journey: str, writer: str) -> None:
    """The record says which journey it was, and who writes."""
    made = record(shipped, talk)
    assert (journey, writer) == (made.journey, made.writer)


def test_both_used_force_and_several_people(shipped: Library) -> None:
    """Several people are several edges, and where both used force there are two edges and no verdict."""
    made = record(shipped, "survivor-several-web")
    assert {("other", "me", "unclear"), ("me", "other", "unclear"), ("other2", "me", "current")} == edges(made)
    assert {"other": "ex_partner", "other2": "child"} == {r.a: r.kind for r in made.relationships}


def test_a_grown_up_child_is_a_grown_up(shipped: Library) -> None:
    """An adult child is who they are to the writer, and no child."""
    made = record(shipped, "survivor-several-web")
    assert not next(p for p in made.people if p.id == "other2").is_child


def test_the_child_who_hurts_is_a_person_with_an_age(shipped: Library) -> None:
    """The child has an age band and needs; the brother or sister is a child with an age; no one is a role."""
    made = record(shipped, "parent-long-web")
    assert ("16_17", True) == (person(made, "other")["age_band"], person(made, "other")["is_child"])
    assert ("She has autism.", ("school", "social_worker")) == (
        person(made, "other")["about"],
        person(made, "other")["involved"],
    )
    assert (9, "under_13", True) == tuple(person(made, "child1")[key] for key in ("age", "age_band", "is_child"))
    assert {("other", "me", "current")} == edges(made)
    assert ("yes", "no") == (person(made, "me")["parental_responsibility"], person(made, "other")["knows_of_this"])


def test_change_holds_no_way_to_the_other_person(shipped: Library) -> None:
    """Who wants to change names a first name; the rest is a worker's to ask, and someone looks after those affected."""
    made = record(shipped, "change-long-web")
    assert ("Kim", True) == (person(made, "other")["name_used"], person(made, "other")["contact_to_be_taken_by_worker"])
    assert [("linked_party", "other")] == [(m.code, m.about) for m in made.markers if m.code == "linked_party"]
    assert ["me"] == [plan.person for plan in made.contact_plans if plan.routes]
    assert {("me", "other", "unclear"), ("other", "me", "unclear")} == edges(made)


def test_change_and_own_life_is_a_risk_to_others_too(shipped: Library) -> None:
    """Thoughts of ending one's life are marked for both sides, and the order is recorded."""
    made = record(shipped, "change-long-web")
    assert {"suicide", "suicide_and_harm_to_others", "no_contact_order"} <= {m.code for m in made.markers}
    assert ("police", "no_contact", "told_to") == person(made, "me")["involved"]
    assert "required" == person(made, "me")["attends"]


def test_a_friends_person_has_no_number(shipped: Library) -> None:
    """The one they worry about may not be contacted; what they may know is on record; only the friend has a plan."""
    made = record(shipped, "friend-long-web")
    assert (True, "Kit", "Dorking") == tuple(person(made, "person")[k] for k in ("do_not_contact", "name_used", "area"))
    assert ["me"] == [plan.person for plan in made.contact_plans]
    assert ("other", "person", "current") in edges(made)
    assert "feared" == made.harm_assertions[0].when
    assert "given" == next(c.decision for c in made.consents if c.person == "person")


def test_no_question_anywhere_asks_for_a_third_persons_number(shipped: Library) -> None:
    """Every field for a number or an address is the writer's, the worker's own, or of the one a worker writes about."""
    fields = [f for step in shipped.steps.values() for f in step.fields if f.kind in {"phone", "email"}]
    allowed = ("plan.me.", "referrer.phone", "plan.person.route.voice.value")
    assert fields
    assert [] == [f.fills for f in fields if not f.fills.startswith(allowed)]
    assert ["work"] == [
        s.id for s in shipped.steps.values() for f in s.fields if f.fills.startswith("plan.person.route")
    ]


def test_roles_change_in_the_record(shipped: Library) -> None:
    """A young person who came as someone hurt and says they hurt: the first saying is taken back, and stays."""
    assert {("other", "me", "withdrawn"), ("me", "other", "current")} == edges(record(shipped, "young-telegram"))


def test_the_young_go_to_a_person_today(shipped: Library) -> None:
    """Under 13 and not safe is now; any under 18 is today at least; the home phone is never rung."""
    made = record(shipped, "under-13-sms")
    assert "now" == made.urgency.level
    assert {"young_not_safe", "under_18"} == {r.code for r in made.urgency.reasons}
    assert {"call_home_line", "leave_voicemail"} == set(made.contact_plans[0].never)
    assert "my aunt" == person(record(shipped, "young-sms"), "me")["trusted_adult"]


def test_a_worker_is_unverified_and_scores_nothing(shipped: Library) -> None:
    """DASH, MARAC and attendance are written down as told; the number of ticks moves nothing."""
    made = record(shipped, "work-long-web")
    assert made.referrer
    assert ("unverified", 15, "referred", "required") == (
        made.referrer.verified,
        made.referrer.dash_score,
        made.referrer.marac,
        person(made, "person")["attends"],
    )
    assert ("police", "marac") == made.referrer.already_done
    assert "dash_score" not in {r.code for r in made.urgency.reasons}
    assert {("person", "other", "current")} == edges(made)


def test_more_ticks_are_not_more_urgent(shipped: Library) -> None:
    """The same page with another number of ticks is as urgent as before."""
    levels = set()
    for ticks in ("0", "9", "24"):
        player = EnginePlayer(shipped, "web")
        page = "1 | Jo, nurse | 020 7946 0000 | Sam, 34 | 1 | Bruises. | - | 1 | 3"
        for at, words in enumerate(
            ("hi", "1", "5", page, f"4 | {ticks} | - | - | - | - | - | - | - | - | - | -", "1"), 1
        ):
            player.tell(words, at)
        levels.add(player.referrals[0].urgency.level)
    assert {"this_week"} == levels


def test_cut_questions_are_not_asked(shipped: Library) -> None:
    """What a text door leaves out is told as not asked, and not as skipped."""
    outcomes = {q.id: q.outcome for q in record(shipped, "change-long-sms").questions}
    assert ("not_asked", "not_asked", "answered") == (outcomes["coping"], outcomes["last_time"], outcomes["affected"])


def test_nine_controls_and_one_branch(shipped: Library) -> None:
    """The professional page has nine controls, and one answer alone brings another page that must be filled."""
    assert 9 == len(shipped.steps["work"].fields)
    needed = [s.id for s in shipped.steps.values() if s.id.startswith("work") and s.kind == "ask" and not s.optional]
    assert ["work", "work_reason"] == needed


def test_nine_presets(shipped: Library) -> None:
    """Each kind of place that refers has a code that fills it in."""
    given = {code.fills.get("works_at") for code in shipped.codes.values()} - {None}
    assert set(shipped.steps["work"].fields[0].choices) == given
    assert 9 == len(given)
