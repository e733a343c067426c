from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import plan
from flows.windows import window

DAILY = "mon,tue,wed,thu,fri,sat,sun"
WEEKDAYS = "mon,tue,wed,thu,fri"

CLEAR = [
    ("mornings", f"{DAILY} 09:00-12:00"),
    ("Lunch time", f"{DAILY} 12:00-14:00"),
    ("weekdays 10-12", f"{WEEKDAYS} 10:00-12:00"),
    ("weekdays 10–12.", f"{WEEKDAYS} 10:00-12:00"),
    ("after 6", f"{DAILY} 18:00-21:00"),
    ("any time", f"{DAILY} 08:00-21:00"),
    ("anytime on weekdays", f"{WEEKDAYS} 08:00-21:00"),
    ("Tue and Thu 9am to 1pm", "tue,thu 09:00-13:00"),
    ("Mon-Fri 9-5", f"{WEEKDAYS} 09:00-17:00"),
    ("sun-tue 9-11", "mon,tue,sun 09:00-11:00"),
    ("Tuesdays at 10am", "tue 10:00-11:00"),
    ("10 'til 12 on mondays", "mon 10:00-12:00"),
    ("between 10 and 12", f"{DAILY} 10:00-12:00"),
    ("9.30-11", f"{DAILY} 09:30-11:00"),
    ("12-1", f"{DAILY} 12:00-13:00"),
    ("18:00-20:30", f"{DAILY} 18:00-20:30"),
    ("midday to 3", f"{DAILY} 12:00-15:00"),
    ("until midnight", f"{DAILY} 08:00-24:00"),
    ("evenings 7-9", f"{DAILY} 19:00-21:00"),
    ("7-9 in the evening", f"{DAILY} 19:00-21:00"),
    ("mornings after 10", f"{DAILY} 10:00-12:00"),
    ("8-10pm", f"{DAILY} 20:00-22:00"),
    ("11-1pm", f"{DAILY} 11:00-13:00"),
    ("9am-1", f"{DAILY} 09:00-13:00"),
    ("before 5", f"{DAILY} 08:00-17:00"),
    ("after 9am", f"{DAILY} 09:00-21:00"),
    ("6 onwards", f"{DAILY} 18:00-21:00"),
    ("mornings and evenings", f"{DAILY} 09:00-12:00; {DAILY} 18:00-21:00"),
    ("Mon 9-11, Wed 2-4", "mon 09:00-11:00; wed 14:00-16:00"),
    ("9-11 Mon, 2-4 Wed", "mon 09:00-11:00; wed 14:00-16:00"),
    ("Mon mornings and Tue afternoons", "mon 09:00-12:00; tue 12:00-17:00"),
    ("Sat & Sun 10-12", "sat,sun 10:00-12:00"),
    ("any day except Friday after 6", "mon,tue,wed,thu,sat,sun 18:00-21:00"),
    ("weekdays 10-12 but not wed", "mon,tue,thu,fri 10:00-12:00"),
    ("not monday 9-11", "tue,wed,thu,fri,sat,sun 09:00-11:00"),
    ("week\u200bdays\x00 1０-12", f"{WEEKDAYS} 10:00-12:00"),
]
UNCLEAR = [
    "",
    "\x00",
    "Mon",
    "weekdays",
    "any day",
    "8-10",  # morning or evening
    "7-9",
    "after 8",
    "before 9",
    "not mornings",
    "Mon 9-11, Wed",
    "Mon mornings, Tue",
    "mornings Mon and Tue afternoons",
    "not Monday, Tuesday 9-11",
    "any day except mon and tue, 9-11",
    "except Monday",
    "mon not mon 9-11",
    "when he is out",
    "after school",
    "never",
    "Monday 12 January",
    "07700 900123",
    "25-26",
    "13pm",
    "10:75",
    "9am-9am",
    "10pm-2am",
    "mornings after 3pm",
    "mornings evenings",
    "monmon 9-11",
    "9-11-13",
]


@pytest.mark.parametrize(("raw", "read"), CLEAR)
def test_clear_times(raw: str, read: str) -> None:
    """Days and times as people write them come out in one form."""
    assert window(raw) == read


@pytest.mark.parametrize("raw", UNCLEAR)
def test_unclear_times(raw: str) -> None:
    """What is not understood, or may be read in two ways, is not guessed."""
    assert window(raw) is None


@pytest.mark.parametrize("read", dict.fromkeys(read for _, read in CLEAR))
def test_what_comes_out_goes_in(read: str) -> None:
    """The canonical form reads as itself, and the contact plan takes it."""
    assert window(read) == read
    assert plan.windows(read)


WORDS = (
    "mon tue-thu weekdays weekend any time mornings evening after before 6 9am 10-12 8-10 1pm not except "
    "and or , ; 18:30 from to midnight every only"
)
words = st.sampled_from(WORDS.split())


@given(st.lists(words).map(" ".join) | st.text())
def test_any_text_is_read_or_not(raw: str) -> None:
    """No text raises, and whatever is read reads again as the same."""
    read = window(raw)
    if read is not None:
        assert window(read) == read
        assert plan.windows(read)
