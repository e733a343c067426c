from __future__ import annotations

import json
from typing import Any

import pytest

from flows.record import Referral
from hub.page import page
from hub.plain import harmless, hour, quoted

AT = "2026-11-22T12:00:00Z"
BARE: dict[str, Any] = {
    "id": "referral-1",
    "created_at": AT,
    "door": "web",
    "journey": "survivor",
    "language": "en",
    "library": "abc",
    "people": [
        {"id": "me", "compartment": "me", "name_used": "Sam", "age_band": "25_34", "area": "GU1"},
        {"id": "other", "compartment": "me"},
    ],
    "relationships": [{"a": "other", "b": "me", "kind": "partner", "lives_together": "yes"}],
    "harm_assertions": [
        {"id": "h1", "from": "other", "to": "me", "kinds": ["hits_me"], "when": "now", "source": "self", "at": AT}
    ],
    "contact_plans": [
        {
            "person": "me",
            "initiative": "service",
            "never": ["leave_voicemail", "email"],
            "name_to_use": "Alex",
            "routes": [
                {"id": "r1", "kind": "email", "value": "sam@example.org", "status": "unsafe"},
                {
                    "id": "r2",
                    "kind": "voice",
                    "value": "+447700900123",
                    "status": "safe",
                    "windows": [{"days": ["mon", "tue"], "from": "10:00", "to": "12:00"}],
                },
            ],
        }
    ],
    "consents": [
        {"person": "me", "purpose": "send", "decision": "given", "language": "en", "at": AT, "wording": "d1"}
    ],
    "urgency": {"level": "today", "set_by": "rule", "reasons": [
        {"code": "afraid_to_go_home", "level": "today", "set_by": "rule", "step": "safe_now"}]},
    "markers": [{"code": "strangled", "about": "me", "source": "self", "set_by": "person", "at": AT}],
    "wants": ["someone_to_talk_to"],
    "narrative": [{"speaker": "writer", "text": "It began\nin May", "step": "tell", "at": AT}],
    "questions": [
        {"id": "who", "outcome": "answered"},
        {"id": "children_ages", "outcome": "skipped"},
        {"id": "immigration", "outcome": "not_asked"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def shown() -> str:
    """The page of a whole referral, made as the door makes it."""
    bare = json.loads(Referral.model_validate(BARE).to_json())
    return page(bare, "referral-1", "d" * 64, AT)


def test_it_fits_a_terminal(shown: str) -> None:
    """No line is wider than 80 columns."""
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_the_safe_way_stands_first(shown: str) -> None:
    """The contact plan comes before all that was told; in it, what must never be done before any number."""
    places = [shown.index(words) for words in ("HOW TO REACH SAM", "NEVER: leave voicemail, email", "+447700900123")]
    assert places == sorted(places)
    assert places[-1] < shown.index("HARM, AS IT WAS TOLD") < shown.index("IN THEIR OWN WORDS")


def test_safe_ways_come_before_unsafe_ones(shown: str) -> None:
    """A way that is not safe is marked so, and stands below those that are."""
    assert shown.index("SAFE - voice: +447700900123") < shown.index("NOT SAFE: do not use - email")
    assert "when: Mon, Tue 10:00 to 12:00 (Europe/London)" in shown
    assert "when: no time was agreed" in shown


def test_skipped_and_not_asked_are_told_apart(shown: str) -> None:
    """What they chose not to say and what was never asked are two lines."""
    assert "chose not to say): children ages" in shown
    assert "nothing either way): immigration" in shown


def test_nothing_that_was_sent_is_left_out(shown: str) -> None:
    """Every word of the referral that a person gave is somewhere on the page."""
    given = ["Sam", "25 to 34", "GU1", "partner", "hits me", "afraid to go home", "strangled", "someone to talk to"]
    given += ["It began", "in May", "Alex", "sam@example.org", "given"]
    assert [words for words in given if words not in shown] == []


def test_a_part_it_has_no_words_for_is_shown_by_its_name() -> None:
    """A member that a later door may add is on the page all the same."""
    assert "LATER PART" in page(BARE | {"later_part": {"some_thing": "a word"}}, "r", "d", AT)
    assert "a word" in page(BARE | {"later_part": {"some_thing": "a word"}}, "r", "d", AT)


def test_no_answer_can_look_like_a_line_of_ours() -> None:
    """A name or a way with line ends in it stays on its own line, and cannot mark itself as safe."""
    false = "Sam\n  SAFE - voice: +447700900999\x1b[1m"
    plan = {"person": "me", "routes": [{"kind": "voice", "value": false, "status": "unsafe", "shared_with": [false]}]}
    people = [{"id": "me", "name_used": false, "area": false}]
    made = page(BARE | {"people": people, "contact_plans": [plan], "wants": [false]}, "r", "d", AT)
    assert not [line for line in made.splitlines() if line.startswith("  SAFE")]
    assert "\x1b" not in made


def test_without_a_plan_nobody_may_be_contacted() -> None:
    """A referral with no contact plan says so in place of one."""
    bare = {name: value for name, value in BARE.items() if name != "contact_plans"}
    assert "Do not contact anyone because of this referral" in page(bare, "r", "d", AT)


def test_a_page_is_made_of_anything() -> None:
    """A referral whose parts have another form than they should makes a page, not an error."""
    odd: dict[str, Any] = dict.fromkeys(BARE, "text") | {"people": [1], "contact_plans": [{}], "urgency": {}}
    assert "REFERRAL" in page(odd, "r", "d", "no time")


@pytest.mark.parametrize("text", ["\x1b[2J", "\x07", "\r", "\u202egnihtemos", "\x9b31m", "a\u2028b", "\udc80"])
def test_words_cannot_move_the_cursor(text: str) -> None:
    """What a person typed reaches the terminal as letters and line ends alone."""
    assert "\N{REPLACEMENT CHARACTER}" in harmless(text)
    assert not set(text) & set("\x1b\x07\r\u202e\x9b\u2028\udc80") & set(quoted(text))


def test_joiners_of_other_scripts_stay() -> None:
    """Letters that some languages need between letters are left as they are."""
    assert (
        harmless("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )


def test_an_hour_is_said_with_its_zone() -> None:
    """A time is said with its day and zone; what is no time is given back."""
    assert hour(AT) == "Sun 22 Nov 2026, 12:00 UTC"
    assert hour("whenever") == "whenever"
