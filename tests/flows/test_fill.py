from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fill import Fact, build, fault
from flows.paths import attributes
from flows.plan import HERE, SENDER, windows
from flows.record import Children, HarmAssertion, Level, Referral, Urgency

AT = int(datetime(2026, 11, 22, 2, 41, tzinfo=UTC).timestamp())
HOUR = datetime(2026, 11, 22, 2, tzinfo=UTC)


def filled(*said: tuple[str, str | tuple[str, ...]], **more: Any) -> Referral:
    """The referral that these paths and values make, each from a step named after its path."""
    facts = [Fact(path, value, "person", path) for path, value in said]
    least: dict[str, Any] = {"questions": {}, "door": "web", "language": "en", "library": "d1", "at": AT}
    return build(facts, **{**least, **more})


def test_nothing_said_is_still_a_referral() -> None:
    """With no facts there is the writer, with a plan that lets nobody make contact, and nothing else."""
    made = filled()
    assert [person.id for person in made.people] == ["me"]
    assert [plan.person for plan in made.contact_plans] == ["me"]
    assert (made.id, made.urgency, made.harm_assertions, made.narrative) == ("", Urgency(), (), ())
    assert made.created_at == HOUR


def test_people_are_slots() -> None:
    """Everyone who is named by a path has a place of their own, with their own compartment."""
    made = filled(("me.name_used", "Sam"), ("harm.other2>me.when", "past"), ("child1>other.kind", "child"))
    assert [(p.id, p.compartment) for p in made.people] == [(s, s) for s in ("me", "other", "other2", "child1")]
    assert made.people[0].name_used == "Sam"


def test_a_later_fact_wins() -> None:
    """A single value is the last one given; a list holds all of them, once."""
    made = filled(("me.area", "GU1"), ("me.area", "GU2"), ("wants", ("a", "b")), ("wants", ("b", "c")))
    assert made.people[0].area == "GU2"
    assert made.wants == ("a", "b", "c")


def test_relationship_is_to_me_whichever_way_it_is_told() -> None:
    """Two people have one relationship, and its kind is what the first is to the second."""
    made = filled(("me>other.lives_together", "true"), ("other.relationship", "partner"))
    (one,) = made.relationships
    assert (one.a, one.b, one.kind, one.lives_together) == ("other", "me", "partner", "yes")


def test_harm_is_an_edge_with_a_source() -> None:
    """Harm goes from one to another, says who told of it and when, and is current."""
    (edge,) = filled(("harm.other>me.when", "now"), ("harm.other>me.kinds", ("control",))).harm_assertions
    assert edge == HarmAssertion(
        id="h1", from_="other", to="me", when="now", kinds=("control",), source="self", at=HOUR
    )


def test_harm_can_be_withdrawn() -> None:
    """A withdrawn edge stays, as withdrawn, with its time."""
    (edge,) = filled(("harm.other>me.when", "now"), ("harm.other>me.status", "withdrawn")).harm_assertions
    assert (edge.status, edge.withdrawn_at, edge.when) == ("withdrawn", HOUR, "now")


def test_harm_withdrawn_and_said_again_stands() -> None:
    """The last word on an edge counts."""
    said = [("harm.other>me.status", "withdrawn"), ("harm.other>me.status", "current")]
    (edge,) = filled(*said).harm_assertions
    assert (edge.status, edge.withdrawn_at) == ("current", None)


def test_both_used_violence_is_two_edges_and_no_verdict() -> None:
    """When both are said to have used violence there is an edge each way, and neither is sure."""
    made = filled(("harm.other>me.when", "now"), ("harm.me<>other.kinds", "physical"))
    assert [(e.from_, e.to, e.status, e.when) for e in made.harm_assertions] == [
        ("other", "me", "unclear", "now"),
        ("me", "other", "unclear", None),
    ]


@given(st.lists(st.sampled_from(get_args(Level))))
def test_urgency_is_the_highest_ever_given(levels: list[str]) -> None:
    """In whatever order reasons come, the level is the most urgent of them, and every reason stays."""
    made = filled(*((f"urgency.{level}", f"reason_{n}") for n, level in enumerate(levels)))
    rank = ("routine", "this_week", "today", "now")
    assert made.urgency.level == max(levels, key=rank.index, default="routine")
    assert [(r.level, r.code) for r in made.urgency.reasons] == [(s, f"reason_{n}") for n, s in enumerate(levels)]


def test_a_reason_in_words_raises_all_the_same() -> None:
    """A reason that is no code raises the level, and its words are kept."""
    made = filled(("urgency.now", "He has a knife"))
    assert (made.urgency.level, made.urgency.reasons[0].code) == ("now", "said")
    assert made.narrative[0].text == "He has a knife"


def test_markers_say_whom_they_are_about() -> None:
    """A marker has a code, a person and who set it; the same one twice is one."""
    facts = [Fact("markers.weapon", "other", "rule", "signs")] * 2 + [Fact("markers", ("moved",), "person", "signs")]
    made = build(facts, questions={}, door="web", language="en", library="d1", at=AT)
    assert [(m.code, m.about, m.set_by, m.source) for m in made.markers] == [
        ("weapon", "other", "rule", "self"),
        ("moved", "me", "person", "self"),
    ]


def test_counted_children_get_a_slot_each() -> None:
    """Two children with two ages are two people with an age each."""
    made = filled(("children.count", "2"), ("children.ages", "4 and 7"))
    assert [(p.id, p.age, p.is_child) for p in made.people[1:]] == [("child1", 4, True), ("child2", 7, True)]
    assert made.children == Children(count=2, ages=("4 and 7",))


@pytest.mark.parametrize(
    ("count", "ages"), [("2", "4"), ("2", "4 months and 7"), ("1", "nearly 3"), ("2", "both 17, 99")]
)
def test_ages_that_do_not_match_are_not_dealt_out(count: str, ages: str) -> None:
    """When there is not one plain age for each child, no child is given an age; the words stay."""
    made = filled(("children.count", count), ("children.ages", ages))
    assert [p.age for p in made.people[1:]] == [None] * int(count)
    assert made.children is not None
    assert made.children.ages == (ages,)


def test_many_children_do_not_make_many_people() -> None:
    """Past twelve, children are counted but have no slot."""
    made = filled(("children.count", "99"))
    assert len(made.people) == 13
    assert made.children == Children(count=99)


@pytest.mark.parametrize(
    ("path", "value", "child"),
    [
        ("child1.age_band", "16_17", True),
        ("child1.age_band", "18_plus", False),
        ("me.age_band", "under_13", True),
        ("me.age_band", "18_plus", False),
        ("other.age", "17", True),
        ("child1.age", "18", False),
        ("child1.name_used", "Kit", True),
        ("other.name_used", "Kit", False),
    ],
)
def test_a_child_is_under_18(path: str, value: str, child: bool) -> None:  # noqa: FBT001
    """An age decides who is a child; without one, the slot does."""
    slot = path.split(".", maxsplit=1)[0]
    (person,) = (p for p in filled((path, value)).people if p.id == slot)
    assert person.is_child is child


def test_chosen_ways_are_safe_ways() -> None:
    """The ways that a person chose are safe routes; what they did not choose is no route."""
    (plan,) = filled(("plan.me.route", ("voice", "email"))).contact_plans
    assert [(r.id, r.kind, r.status) for r in plan.routes] == [("r1", "voice", "safe"), ("r2", "email", "safe")]
    assert plan.initiative == "service"


def test_one_number_serves_every_phone_route() -> None:
    """A number told once is the number of each phone route that has none of its own."""
    (plan,) = filled(
        ("plan.me.route", ("voice", "sms", "email")),
        ("plan.me.route.sms.value", "+447700900456"),
        ("plan.me.number", SENDER),
    ).contact_plans
    assert [r.value for r in plan.routes] == [SENDER, "+447700900456", None]


def test_here_is_a_way_by_the_door_that_it_is_said_at() -> None:
    """Whoever is to be written to 'here' has no number to text: all that was said of it holds for the chat."""
    (plan,) = filled(
        ("plan.me.route.sms.status", "safe"),
        ("plan.me.route.sms.value", HERE),
        ("plan.me.route.sms.windows", "mon 09:00-10:00"),
        door="telegram",
    ).contact_plans
    (route,) = plan.routes
    assert (route.kind, route.value, route.status) == ("telegram", SENDER, "safe")
    assert route.windows == windows("mon 09:00-10:00")


def test_windows_reach_the_route() -> None:
    """Times that a person gave stand on their route."""
    told = "mon 09:00-10:00; tue 18:00-21:00"
    (plan,) = filled(("plan.me.route.voice.windows", told)).contact_plans
    assert plan.routes[0].windows == windows(told)


def test_a_plan_is_confirmed_by_its_own_person_alone() -> None:
    """What someone says of their own contact confirms it; what is said of another's does not."""
    made = filled(("plan.me.initiative", "service"), ("plan.other.initiative", "service"))
    assert [(p.person, p.confirmed_how) for p in made.contact_plans] == [("me", "by_person"), ("other", None)]


def test_each_has_their_own_plan() -> None:
    """One person's numbers and words are in their own plan and in no other."""
    made = filled(("plan.me.route.voice.value", "+447700900123"), ("plan.other.note", "ring twice"))
    mine, theirs = made.contact_plans
    assert (mine.note, theirs.routes) == (None, ())


def test_codes_and_words_of_a_plan() -> None:
    """A code word and a danger word are kept apart from the rest of the plan."""
    made = filled(("plan.me.verify.word", "heron"), ("plan.me.danger_word.word", "umbrella"))
    (plan,) = made.contact_plans
    assert plan.verify is not None
    assert plan.danger_word is not None
    assert (plan.verify.word, plan.danger_word.word) == ("heron", "umbrella")


@pytest.mark.parametrize(("said", "decision"), [("send", "given"), ("dont", "refused"), ("not_known", "not_known")])
def test_consent_holds_the_digest_of_what_was_shown(said: str, decision: str) -> None:
    """A consent says what was decided, and by its digest what was read when deciding."""
    facts = [Fact("consent.me.send", said, "person", "ready")]
    made = build(facts, questions={}, consents={"ready": "5f3a"}, door="web", language="cy", library="d1", at=AT)
    (consent,) = made.consents
    assert (consent.purpose, consent.decision, consent.wording, consent.language) == ("send", decision, "5f3a", "cy")


def test_words_that_do_not_fit_are_kept_as_words() -> None:
    """An answer that its place does not take is in the narrative, under its question and with its path."""
    made = filled(("me.pregnant", "I do not know yet"))
    (words,) = made.narrative
    assert (words.text, words.topic, words.speaker) == ("I do not know yet", "me.pregnant", "writer")
    assert made.people[0].pregnant is None


def test_narrative_is_in_the_order_of_the_questions() -> None:
    """Someone's words stand in the order they were asked for, whatever order they come in."""
    made = filled(
        ("narrative", "my story"),
        narrative=[("later", "third"), ("first", "one"), ("narrative", "and more")],
        questions={"first": "answered", "narrative": "answered", "later": "skipped"},
    )
    assert [words.text for words in made.narrative] == ["one", "my story", "and more", "third"]


def test_each_question_says_what_became_of_it() -> None:
    """Answered, skipped and not asked are three things."""
    made = filled(questions={"a": "answered", "b": "skipped", "c": "not_asked"})
    assert [(q.id, q.outcome) for q in made.questions] == [("a", "answered"), ("b", "skipped"), ("c", "not_asked")]


def test_a_referrer_speaks_for_another() -> None:
    """When someone refers, harm and words have that source, and the plan is the other person's."""
    made = filled(("referrer.name", "Dr Lee"), ("harm.other>person.when", "now"), ("narrative", "She told me"))
    assert (made.writer, made.harm_assertions[0].source, made.narrative[0].speaker) == ("referrer",) * 3
    assert [plan.person for plan in made.contact_plans] == ["person"]
    assert "me" not in {person.id for person in made.people}


def test_kept_until_the_hub_says() -> None:
    """The day it is to be removed comes from the hub's own number of days."""
    assert filled(retention_days=30).retention.purge_after == "2026-12-22"
    assert filled().retention.purge_after is None


def test_where_it_came_from() -> None:
    """The door, the entry code, the journey and the library are told."""
    made = filled(("journey", "parent"), entry="GPXY", door="sms")
    assert (made.door, made.entry, made.journey, made.library) == ("sms", "GPXY", "parent", "d1")
    assert filled(("journey", "parent"), journey="survivor").journey == "survivor"


def test_an_unknown_path_is_refused() -> None:
    """A path that is none is an error of the library, and said to be."""
    with pytest.raises(ValueError, match=r"me\.role"):
        filled(("me.role", "victim"))


def every_path() -> list[str]:
    """A path for each value of each part."""
    heads = {
        "person": "me.",
        "children": "children.",
        "pair": "me>other.",
        "harm": "harm.other>me.",
        "plan": "plan.me.",
        "route": "plan.me.route.sms.",
        "verify": "plan.me.verify.",
        "danger_word": "plan.me.danger_word.",
        "referrer": "referrer.",
    }
    paths = [head + name for part, head in heads.items() for name in attributes(part)]
    more = ["urgency.now", "markers.x", "markers", "wants", "needs", "narrative", "writer", "consent.me.send"]
    return [*paths, *more, "harm.me<>other.status", "consent.me.send.basis", "consent.me.send.recipient"]


def test_every_path_is_one() -> None:
    """The paths that the next test walks are paths."""
    assert [path for path in every_path() if fault(path)] == []


anything = st.text() | st.lists(st.text()).map(tuple) | st.sampled_from(["yes", "none", "me", "2", "now", "withdrawn"])


@given(st.lists(st.tuples(st.sampled_from(every_path()), anything)))
def test_whatever_is_said_makes_a_referral(said: list[tuple[str, str | tuple[str, ...]]]) -> None:
    """No value at any path raises, and what comes out is written and read back the same."""
    made = filled(*said, narrative=[("x", value) for _, value in said if isinstance(value, str)])
    assert Referral.from_json(made.to_json()) == made


@given(st.sampled_from(every_path()), st.text(alphabet="abcdefgh ", min_size=8).map(str.strip).filter(bool))
def test_nothing_said_is_lost(path: str, words: str) -> None:
    """Any words given at any path are in the record, at their place or in the narrative."""
    assert words in filled((path, words)).to_json()


def test_a_word_agreed_in_a_thread_proves_little() -> None:
    """On the page nobody reads along afterwards; where words stay, whoever holds the phone may know it."""
    for door, via, assurance in (
        ("web", "web", "normal"),
        ("sms", "sms_thread", "low"),
        ("whatsapp", "sms_thread", "low"),
        ("telegram", "telegram_thread", "low"),
    ):
        verify = filled(("plan.me.verify.word", "Maple"), door=door).contact_plans[0].verify
        assert verify is not None
        assert (verify.method, verify.word) == ("code_word", "Maple")
        assert (verify.set_via, verify.assurance) == (via, assurance)


def test_one_word_cannot_mean_both() -> None:
    """Who gives the same word for 'it is me' and for 'I am in danger' is in danger when it is said."""
    (plan,) = filled(("plan.me.verify.word", "Marmalade"), ("plan.me.danger_word.word", " marmalade ")).contact_plans
    assert plan.verify is None
    assert plan.danger_word is not None
    assert (plan.danger_word.set, plan.danger_word.word) == (True, "marmalade")
