"""Each rule of the gate by its number: what it stops, and what it lets be."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from flows.contact import Permit, Refusal, permits
from flows.guards import GUARDS
from flows.outward import ARRIVES, LASTS, Edit, History, Now, Rule, Way, Wording
from flows.plan import Route
from tests.flows.contact_cases import ALLOWED, EDIT, KNOWN, REFUSED, SECOND
from tests.flows.reaching import BY, MOBILE, NOON, london, reach, rule


def test_allowed_by_each_way() -> None:
    """A contact by each way that keeps to the plan is permitted, so that what follows is refused for its own fault."""
    for kind in BY:
        assert rule(reach(kind, history={"verified": KNOWN, "safe_at": NOON})) == "yes"


@pytest.mark.parametrize(("what", "kind", "told"), ALLOWED, ids=[case[0] for case in ALLOWED])
def test_allowed(what: str, kind: str, told: dict[str, Any]) -> None:
    """What comes close to a rule, and does not break it, is permitted."""
    assert rule(reach(kind, **told)) == "yes"


@pytest.mark.parametrize(("number", "what", "kind", "told"), REFUSED, ids=[f"{c[0]} {c[1]}" for c in REFUSED])
def test_refused(number: str, what: str, kind: str, told: dict[str, Any]) -> None:
    """What breaks a rule, and is right in all else, is refused by that rule and by no other."""
    assert rule(reach(kind, **told)) == number


def test_every_rule_is_tried() -> None:
    """No rule of the gate is without a case above, and no guard without a rule."""
    assert {case[0] for case in REFUSED} == set(get_args(Rule)) == {guard.rule for guard in GUARDS}


@pytest.mark.parametrize("kind", ["post", "in_person", "via_safe_person"])
def test_g24_by_hand(kind: str) -> None:
    """G24: a letter, a visit and a word through a friend are for a worker, whatever the plan says."""
    answer = by_hand(kind)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.hold) == ("G24", True)


@pytest.mark.parametrize(
    ("kind", "said"), [("post", "post"), ("in_person", "visit"), ("via_safe_person", "contact_via_child")]
)
def test_g3_by_hand(kind: str, said: str) -> None:
    """G3: what must never be done is refused before it is left to anyone to judge."""
    assert rule(by_hand(kind, never=(said,))) == "G3"


def by_hand(kind: str, **said: Any) -> Permit | Refusal:
    """A way that is right in all but that no machine can use it."""
    route = Route(id="r1", kind=kind, status="safe", value="x")  # type: ignore[arg-type]  # as pytest names it
    return reach("sms", said={"routes": (route,), **said}, way={"kind": kind, "to": "x"})


def test_only_what_waits_is_held() -> None:
    """Times, pauses and doubt hold a message; every other refusal ends it."""
    answers = [(number, reach(kind, **told)) for number, _, kind, told in REFUSED]
    held = {number for number, answer in answers if isinstance(answer, Refusal) and answer.hold}
    assert held == {"G2", "G22", "G24"}
    assert all(a.hold == (n in held) for n, a in answers if isinstance(a, Refusal))


def test_a_hold_comes_last() -> None:
    """What would be refused at any hour is refused now, and not held for an hour that changes nothing."""
    late = reach("sms", said={"never": ("text",)}, at=london("2026-11-28 03:00"))
    assert isinstance(late, Refusal)
    assert (late.rule, late.hold) == ("G3", False)


def test_no_plan() -> None:
    """G1: someone who gave no plan is contacted by nobody."""
    answer = permits(None, Way("r1", "sms"), Wording(), Now(NOON), History())
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.hold) == ("G1", False)
    assert "no plan" in answer.reason


def test_never_raises() -> None:
    """Whatever it is given, the gate answers: what it cannot judge is G24, held for a person."""
    odd: Any = object()
    for place in range(5):
        given: list[Any] = [odd if at == place else None for at in range(5)]
        answer = permits(*given) if place == 0 else permits(odd, *given[1:])
        assert answer == Refusal("G24", "The gate could not judge this, so a person must look.", hold=True)


def test_doubt_is_named() -> None:
    """What the gate knows to be in doubt it names; only what nobody foresaw has the general reason."""
    answers = {what: reach(kind, **told) for number, what, kind, told in REFUSED if number == "G24"}
    unforeseen = {what for what, answer in answers.items() if "could not judge" in getattr(answer, "reason", "")}
    assert unforeseen == {"a time zone nobody knows"}


def test_reasons_are_plain_and_tell_nothing() -> None:
    """Every refusal says why in a short sentence, without a number, a name or a word of the message."""
    for _, _, kind, told in REFUSED:
        answer = reach(kind, **told)
        assert isinstance(answer, Refusal)
        assert answer.reason.endswith(".")
        assert not {"900123", "Khan", "Bell", "Bluebell", "marigold"} & set(answer.reason.replace(".", "").split())


def test_one_way_secret() -> None:
    """G14: whether someone has a plan or none, who asks for a number of theirs is told the same rule."""
    stranger = reach("sms", way={"route": "r9", "to": "+447700900999"})
    assert rule(stranger) == rule(permits(None, Way("r9", "sms"), Wording(), Now(NOON), History())) == "G1"


def test_a_permit_cannot_be_made_by_hand() -> None:
    """No code makes a Permit but the gate: not by its type, nor from another with something changed."""
    permit = reach()
    assert isinstance(permit, Permit)
    forged: Any = Permit
    told = {"way": permit.way, "text": "x", "subject": "", "at": NOON, "version": 1, "language": "en"}
    with pytest.raises(TypeError):
        forged(**told)
    with pytest.raises(TypeError, match="permits"):
        forged(**told, made=object())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(permit, text="x")  # type: ignore[call-arg]  # so does mypy
    with pytest.raises(dataclasses.FrozenInstanceError):
        permit.text = "x"  # type: ignore[misc]
    assert copy.copy(permit) == permit == pickle.loads(pickle.dumps(permit))  # noqa: S301  # what it may be, it is


def test_a_permit_is_for_this_contact() -> None:
    """A Permit holds the very way, words and version that were judged."""
    way = Way("r1", "sms", MOBILE, "ours")
    permit = reach("email", plan={"version": 2, "edit": EDIT})
    assert isinstance(permit, Permit)
    assert (permit.text, permit.subject, permit.at, permit.version) == ("Please write.", "Hello", NOON, 2)
    plain = reach()
    assert isinstance(plain, Permit)
    assert plain.way == way


def test_a_permit_runs_out() -> None:
    """It holds from its instant for a minute: what was late is asked about again."""
    permit = reach()
    assert isinstance(permit, Permit)
    held = [permit.holds(NOON + after) for after in (-SECOND, 0 * SECOND, LASTS - SECOND, LASTS)]
    assert held == [False, True, True, False]
    assert (timedelta(minutes=1), timedelta(minutes=6)) == (LASTS, ARRIVES)


def test_nothing_of_it_shows() -> None:
    """Printed, neither a permit nor what it was asked with shows a number, a name or a word."""
    answer = reach("whatsapp", history={"verified": KNOWN})
    shown = repr([answer, KNOWN, Edit("secret", ("Ama",)), Wording(text="hello", by="Ama"), Now(NOON)])
    assert not any(word in shown for word in ("7700", "Hello", "hello", "Ama", "secret"))


def test_utc_or_local_is_the_same_instant() -> None:
    """The gate judges the instant, however its zone is written."""
    assert reach(at=london("2026-07-01 09:30"), said={"confirmed_at": datetime(2026, 7, 1, tzinfo=UTC)}) == reach(
        at=london("2026-07-01 09:30").astimezone(UTC), said={"confirmed_at": datetime(2026, 7, 1, tzinfo=UTC)}
    )
