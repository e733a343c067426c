"""How somebody will be reached is said back once, on the page that follows, and is what would be sealed."""

from __future__ import annotations

import re

import pytest

from flows.danger import GAP
from flows.library import Library, load
from flows.plan import ContactPlan, Route, windows
from flows.play import EnginePlayer
from flows.said_back import said_back

LIBRARY = load()
NUMBER = "07700 900123"
EARLIER = ("hello", "1", "1", "finish")
SECRETS = "marmalade", "Maple Street"


def surfer(*words: str) -> EnginePlayer:
    """Someone on the page, after these answers."""
    player = EnginePlayer(LIBRARY, "web")
    for after, said in enumerate((*EARLIER, *words)):
        player.tell(said, after)
    return player


def back(player: EnginePlayer) -> tuple[str, ...]:
    """What was said back to them last."""
    return player.reply.told_back if player.reply else ()


def plan(**route: object) -> ContactPlan:
    """Somebody's plan, with one way."""
    made = {"id": "r1", "kind": "voice", "value": "+447700900123", "status": "safe"} | route
    return ContactPlan(person="me", initiative="service", routes=(Route.model_validate(made),))


def test_it_is_said_once() -> None:
    """On the page after the answer; not when the same question is shown again, whatever brings it back."""
    player = surfer("1", f"{NUMBER} | weekdays 10-12")
    assert back(player)[0] == f"We call {NUMBER}: Monday to Friday, 10:00 to 12:00."
    for again in ("repeat", "help"):
        player.tell(again, 10)
        assert back(player) == ()


def test_it_is_what_is_sealed() -> None:
    """The plan in the referral says the very same."""
    player = surfer("1", f"{NUMBER} | weekdays 10-12 | 4 | 2 | 2 4")
    shown = back(player)
    player.tell("1", 20)
    (sealed,) = [one for one in player.referrals[0].contact_plans if one.person == "me"]

    assert shown == said_back(LIBRARY, sealed, "en")
    assert "If someone else picks up, we ask for you by name." in shown
    assert "We never do this: Text me, Send letters." in shown


def test_a_change_is_said_back_anew() -> None:
    """Who goes back and puts it right reads what holds now."""
    player = surfer("1", f"{NUMBER} | weekdays 10-12", "back", "07700 900124 | Monday 10-12")
    assert back(player)[0] == "We call 07700 900124: Monday, 10:00 to 12:00."


def test_nothing_is_told_back_after_a_gap() -> None:
    """Neither what was said before it, nor the answer that met it, once it is safe again."""
    player = surfer("1", f"{NUMBER} | weekdays 10-12")
    player.tell("repeat", GAP + 30)
    player.tell("1", GAP + 31)
    assert back(player) == ()
    player = surfer("1")
    player.tell(f"{NUMBER} | weekdays 10-12", GAP + 30)
    seen = player.tell("1", GAP + 31)
    assert seen.step == "ready"
    assert back(player) == ()
    assert "900123" not in (seen.text or "")


@pytest.mark.parametrize("door", [name for name, door in LIBRARY.doors.items() if door.typed or door.trail])
def test_where_words_stay_nothing_is_said_back(door: str) -> None:
    """A phone keeps it for whoever looks."""
    player = EnginePlayer(LIBRARY, door)
    said = ("hello", "1", "1", "34", "skip", "skip", "skip", "skip", "skip", "call me", f"{NUMBER}, weekdays 10-12")
    for after, words in enumerate(said):
        seen = player.tell(words, after)
        assert back(player) == ()
        assert "900123" not in (seen.text or "").replace(f"Like: {NUMBER}", "")


def test_words_agreed_and_people_are_not_said_back() -> None:
    """They are for nobody's eyes, not even over a shoulder."""
    player = surfer(
        "1", f"{NUMBER} | weekdays 10-12 | - | - | - | His brother | My sister | Polish | {' | '.join(SECRETS)}"
    )
    shown = " ".join(back(player))
    assert NUMBER in shown
    assert not [word for word in (*SECRETS, "brother", "sister", "Polish") if word in shown]


def test_who_gave_no_time_is_told_what_follows() -> None:
    """No time is not any time: they learn it while they can still say one."""
    assert back(surfer("1", NUMBER))[0] == f"You gave no safe time, so we do not call {NUMBER} yet."


def test_who_gave_no_way_reads_nothing_more() -> None:
    """That we will not contact them is said anyhow."""
    assert back(surfer("4")) == ()
    assert back(surfer("1", "skip")) == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("mon,tue,wed,thu,fri,sat,sun 00:00-24:00", "every day, at any time"),
        ("mon,wed,thu,fri 09:00-10:00", "Monday, Wednesday to Friday, 09:00 to 10:00"),
        ("sat,sun 22:00-02:00; mon 09:00-10:00", "Saturday, Sunday, 22:00 to 02:00; Monday, 09:00 to 10:00"),
    ],
)
def test_times_read_as_they_are_meant(said: str, told: str) -> None:
    """Days in a row by the first and the last; every window."""
    assert said_back(LIBRARY, plan(windows=windows(said)), "en")[0] == f"We call {NUMBER}: {told}."


def test_a_way_that_is_not_safe_is_no_way() -> None:
    """Nothing is said of what we would not use."""
    assert said_back(LIBRARY, plan(status="unsafe", windows=windows("mon 09:00-10:00")), "en") == ()


def test_a_message_that_a_rule_forbids_is_not_announced() -> None:
    """A young person's plan never has one, whatever stands beside it."""
    made = plan(windows=windows("mon 09:00-10:00"), voicemail="neutral")
    young = made.model_copy(update={"never": ("leave_voicemail", "call_home_line")})
    assert "If nobody picks up, we leave no message." in said_back(LIBRARY, young, "en")


def every_line(library: Library, language: str) -> tuple[str, ...]:
    """What may be said back, for plans of every kind."""
    made = [
        plan(kind=kind, windows=when, voicemail=message).model_copy(
            update={"if_someone_else_answers": others, "cover_line_id": "survey", "never": ("visit",)}
        )
        for kind in ("voice", "sms", "email")
        for when in ((), windows("mon,tue,wed,thu,fri 10:00-12:00; sat 00:00-24:00"))
        for message in ("never", "neutral")
        for others in ("hang_up", "wrong_number", "cover_line", "ask_for_me")
    ]
    return tuple(dict.fromkeys(line for one in made for line in said_back(library, one, language)))


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_each_language_says_all_of_it(language: str) -> None:
    """Nothing is left unfilled, and nothing stays English."""
    english, lines = every_line(LIBRARY, "en"), every_line(LIBRARY, language)
    assert len(lines) == len(english) > 10
    assert not [line for line in lines if re.search(r"[{}]", line)]
    assert language == "en" or not set(lines) & set(english)


def test_a_page_that_asks_no_more_about_contact_says_nothing_back() -> None:
    """Only the answer on contact does."""
    player = EnginePlayer(LIBRARY, "web")
    for after, said in enumerate(("hello", "1", "1", "34", "words", "1")):
        player.tell(said, after)
        assert back(player) == ()
