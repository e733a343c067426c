from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.facts import Hub
from flows.hours import look_by, plainly, working_days, working_hours

LONDON = ZoneInfo("Europe/London")
DAY = (("09:00", "17:00"),)
HUB = Hub(
    name="Example family hub",
    area="Surrey",
    timezone="Europe/London",
    hours=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY),
    holidays=(date(2026, 12, 25), date(2026, 12, 28)),
    promised_working_hours=8,
    absent_after_working_days=3,
    retention_days=365,
    who=(),
)


def at(text: str) -> int:
    """Unix seconds of a London time like '2026-11-24 10:30'."""
    return int(datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp())


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-11-24 09:00", "2026-11-24 17:00"),  # a Tuesday at opening: the whole day
        ("2026-11-24 10:30", "2026-11-25 10:30"),
        ("2026-11-24 08:00", "2026-11-24 17:00"),  # before opening counts from opening
        ("2026-11-24 17:00", "2026-11-25 17:00"),  # at closing, from the next opening
        ("2026-11-27 16:00", "2026-11-30 16:00"),  # Friday, over a weekend
        ("2026-11-28 12:00", "2026-11-30 17:00"),  # Saturday
        ("2026-12-24 13:00", "2026-12-29 13:00"),  # over Christmas and the day given for Boxing Day
        ("2026-03-27 13:00", "2026-03-30 13:00"),  # over the hour that is left out
        ("2026-10-23 13:00", "2026-10-26 13:00"),  # over the hour that comes twice
    ],
)
def test_look_by(now: str, by: str) -> None:
    """The promised hours are counted while the hub is open, in its own time."""
    assert look_by(HUB, at(now)) == datetime.fromisoformat(by).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2026-11-24 09:00", "by 5pm today"),
        ("2026-11-24 10:30", "by 10:30am tomorrow"),
        ("2026-11-24 10:31", "by 10:45am tomorrow"),
        ("2026-11-24 11:59", "by midday tomorrow"),
        ("2026-11-27 16:00", "by 4pm on Monday"),
        ("2026-12-24 13:00", "by 1pm on Tuesday"),
        ("2026-03-28 12:00", "by 5pm on Monday"),
    ],
)
def test_plainly(now: str, says: str) -> None:
    """A time is told in a person's words, never sooner than it is."""
    assert plainly(HUB, at(now)) == says


def test_a_far_day_has_its_date() -> None:
    """A week or more away, a weekday alone would be the wrong one."""
    slow = replace(HUB, promised_working_hours=56)
    assert plainly(slow, at("2026-11-24 09:00")) == "by 5pm on Wednesday 2 December"


def test_open_on_a_clock_change_counts_true_hours() -> None:
    """On the nights that the clock changes, an hour left out is not worked and one that comes twice is."""
    always = replace(HUB, hours=dict.fromkeys(("sat", "sun"), (("00:00", "24:00"),)))
    assert working_hours(always, at("2026-03-29 00:00"), at("2026-03-30 00:00")) == 23
    assert working_hours(always, at("2026-10-25 00:00"), at("2026-10-26 00:00")) == 25
    assert working_days(always, at("2026-10-25 00:00"), at("2026-10-26 00:00")) == 1


@pytest.mark.parametrize(
    ("then", "now", "hours", "days"),
    [
        ("2026-11-24 09:00", "2026-11-24 17:00", 8, 1),
        ("2026-11-24 13:00", "2026-11-25 13:00", 8, 1),
        ("2026-11-24 13:00", "2026-11-24 15:00", 2, 0.25),
        ("2026-11-27 17:00", "2026-11-30 09:00", 0, 0),
        ("2026-12-24 17:00", "2026-12-29 09:00", 0, 0),
        ("2026-11-23 00:00", "2026-11-30 00:00", 40, 5),
        ("2026-11-25 00:00", "2026-11-24 00:00", 0, 0),
    ],
)
def test_working_time(then: str, now: str, hours: float, days: float) -> None:
    """Nights, weekends and holidays are no working time, and time does not run backwards."""
    assert working_hours(HUB, at(then), at(now)) == hours
    assert working_days(HUB, at(then), at(now)) == pytest.approx(days)


def test_several_spans_a_day() -> None:
    """A day with a closed lunch hour has the hours of both its parts, and is one day."""
    lunch = replace(HUB, hours={"tue": (("13:00", "17:00"), ("09:00", "12:00"))})
    assert working_hours(lunch, at("2026-11-24 00:00"), at("2026-11-25 00:00")) == 7
    assert working_days(lunch, at("2026-11-24 00:00"), at("2026-11-25 00:00")) == pytest.approx(1)


def test_never_open_promises_nothing() -> None:
    """A hub that does not open can promise no time, and says that hub.toml is at fault."""
    with pytest.raises(ValueError, match=r"hub\.toml"):
        look_by(replace(HUB, hours={}), at("2026-11-24 09:00"))


def test_an_unknown_zone_says_what_to_do() -> None:
    """Without time zone data the error names what to check and what to install."""
    with pytest.raises(ValueError, match="tzdata"):
        plainly(replace(HUB, timezone="Europe/Atlantis"), at("2026-11-24 09:00"))


instants = st.integers(at("2026-01-01 00:00"), at("2027-12-31 00:00"))


@given(instants, st.floats(0, 40))
def test_the_promise_is_kept_to_the_hour(now: int, promised: float) -> None:
    """Between now and the promised time lie just the promised working hours."""
    hub = replace(HUB, promised_working_hours=promised)
    by = look_by(hub, now).timestamp()
    assert working_hours(hub, now, int(by)) == pytest.approx(promised, abs=0.001)


@given(instants, st.integers(0, 10**6), st.integers(0, 10**6))
def test_working_time_adds_up(then: int, first: int, second: int) -> None:
    """Two stretches of time have together the working time of the whole."""
    middle, now = then + first, then + first + second
    parts = working_days(HUB, then, middle) + working_days(HUB, middle, now)
    assert working_days(HUB, then, now) == pytest.approx(parts)
