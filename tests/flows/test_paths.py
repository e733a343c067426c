from __future__ import annotations

import pytest

from flows.paths import fault

GOOD = [
    "me.name_used",
    "me.age_band",
    "household.about",
    "child12.school",
    "other.relationship",
    "me>other.lives_together",
    "other2>child1.kind",
    "harm.other>me.when",
    "harm.me<>other.kinds",
    "harm.other>me.status",
    "children.count",
    "children.ages",
    "plan.me.initiative",
    "plan.me.route",
    "plan.me.number",
    "plan.me.never",
    "plan.me.frozen",
    "plan.me.route.voice.windows",
    "plan.me.route.via_safe_person.value",
    "plan.me.route.sms2.value",
    "plan.me.verify.word",
    "plan.me.danger_word.word",
    "consent.me.send",
    "consent.person.share.basis",
    "urgency.now",
    "urgency.this_week",
    "markers.strangled",
    "markers",
    "wants",
    "needs",
    "narrative",
    "journey",
    "writer",
    "referrer.organisation",
]
BAD = [
    "",
    ".",
    "me",
    "me.",
    "me.role",
    "me.id",
    "me.name_used.more",
    "you.name_used",
    "child0.age",
    "child13.age",
    "me>me.kind",
    "harm.me>me.when",
    "harm.other>me",
    "harm.other>me.at",
    "harm.other-me.when",
    "plan.me",
    "plan.me.person",
    "plan.me.default",
    "plan.me.confirmed_at",
    "plan.me.route.pigeon.value",
    "plan.me.route.voice.id",
    "plan.you.route.voice.value",
    "urgency.later",
    "consent.me",
    "consent.me.send.wording",
    "referrer.verified.by",
    "ME.name_used",
    "me.name_used\n",
]


@pytest.mark.parametrize("path", GOOD)
def test_path_stands(path: str) -> None:
    """A path of the record has no fault."""
    assert fault(path) is None


@pytest.mark.parametrize("path", BAD)
def test_path_is_faulted(path: str) -> None:
    """Anything else is said to be no path, and by name."""
    assert f"'{path}' is no path of the record" in str(fault(path))


def test_suggests_the_nearest() -> None:
    """A slip of the pen is answered with what was likely meant."""
    assert "Did you mean 'plan.me.route.voice.voicemail'?" in str(fault("plan.me.route.voice.voicemial"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("harm.other>me.when", "feared"),
        ("harm.other>me.status", "withdrawn"),
        ("me>other.lives_together", "true"),
        ("me.pregnant", "not_sure"),
        ("plan.me.route", ("voice", "email")),
        ("plan.me.route", "person_will_contact"),
        ("plan.me.never", ("none",)),
        ("plan.me.frozen", "yes"),
        ("plan.me.route.voice.windows", "mon 09:00-10:00"),
        ("children.count", "none"),
        ("children.count", "4_or_more"),
        ("markers.strangled", "other"),
        ("consent.me.send", "dont"),
        ("urgency.now", "afraid_for_life"),
        ("wants", ("safety", "advice")),
        ("other.age", "41"),
    ],
)
def test_value_fits(path: str, value: str | tuple[str, ...]) -> None:
    """The record takes the value at that path."""
    assert fault(path, value) is None


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("harm.other>me.when", "today", "now, recent, past, feared"),
        ("plan.me.if_someone_else_answers", "say_hello", "hang_up"),
        ("plan.me.never", ("text", "telepathy"), "leave_voicemail"),
        ("me.pregnant", "maybe", "yes, no, not_sure"),
        ("me.age_band", "old", ""),
        ("other.relationship", "Ex partner", ""),
        ("other.age", "121", ""),
        ("plan.me.route", "pigeon", ""),
        ("plan.me.route.voice.windows", "mornings", ""),
        ("children.count", "some", ""),
        ("markers.strangled", "someone", ""),
        ("consent.me.send", "perhaps", ""),
        ("writer", "nobody", ""),
        ("urgency.now", "Not a code", ""),
    ],
)
def test_value_is_faulted(path: str, value: str | tuple[str, ...], says: str) -> None:
    """A value that the record would not take is named, with what it does take when that is a list."""
    assert "does not take" in str(fault(path, value))
    assert says in str(fault(path, value))
