"""Entry codes: what opens by a link, what is filled in beforehand, and what is dropped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.danger import GAP
from flows.engine import advance, greet
from flows.finding import LibraryFault
from flows.library import HERE, Library, load
from flows.live import gate_of, walk
from flows.message import Message, Now
from flows.play import EnginePlayer
from flows.state import State

AT = 1_792_000_000


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The library as it ships."""
    return load()


def worker(library: Library, entry: str, door: str = "web") -> EnginePlayer:
    """Someone who comes by this code."""
    player = EnginePlayer(library, door, entry=entry)
    player.tell("hello", 1)
    return player


def test_a_link_asks_if_it_is_about_you(shipped: Library) -> None:
    """The first page by a worker's code is not safe-to-talk; by no code, or another, it is."""
    steps = [greet(shipped, "web", "en", Now(AT), entry).step for entry in ("TFWA", "tfwa", None, "POST")]
    assert ["about_you", "about_you", "safe_now", "safe_now"] == steps


def test_nobody_reads_comes_before_a_link(shipped: Library) -> None:
    """When nobody reads, a worker is told so first as well."""
    assert "nobody_reads" == greet(shipped, "web", "en", Now(AT, "absent"), "TFWA").step


def test_a_link_opens_nothing_where_people_type(shipped: Library) -> None:
    """At a typed door everyone meets safe-to-talk: a family's details are for the page."""
    assert "safe_now" == worker(shipped, "TFWA", "sms").reply.step  # type: ignore[union-attr] # it answers


def test_the_page_is_filled_in_beforehand(shipped: Library) -> None:
    """A GP's link has chosen GP already, and it can be changed."""
    gp = worker(shipped, "TFWA")
    gp.tell("1", 2)
    assert gp.reply
    assert ("gp",) == gp.reply.fields[0].given
    gp.tell("3 | Jo | 1 | - | - | - | - | - | -", 3)
    assert ("health_visitor",) == gp.reply.fields[0].given


def test_nothing_is_filled_in_once_it_was_answered(shipped: Library) -> None:
    """Whoever left it empty finds it empty."""
    gp = worker(shipped, "TFWA")
    for after, words in enumerate(("1", "- | Jo | 020 7946 0000 | - | 1 | Bruises. | - | 1 | -", "back"), 2):
        gp.tell(words, after)
    assert "work" == gp.reply.step if gp.reply else False


def test_about_me_leaves_the_employer_out(shipped: Library) -> None:
    """Who says it is about them sends no word of their work, the link included."""
    me = worker(shipped, "WIKB")
    for after, words in enumerate(("2", "1", "1", "34", "finish", "4", "skip", "1"), 2):
        me.tell(words, after)
    (made,) = me.referrals
    assert (None, None, "self", "survivor") == (made.entry, made.referrer, made.writer, made.journey)


def test_about_me_after_all_leaves_the_employer_out(shipped: Library) -> None:
    """Who had filled in the page, went back and said it is about them, sends none of it."""
    me = worker(shipped, "WIKB")
    page = "8 | Jo, clerk | 020 7946 0000 | Kit, 41 | 1 | Bruises. | - | 1 | 2"
    said = ("1", page, "back", "back", "2", "1", "1", "34", "finish", "4", "skip", "1")
    for after, words in enumerate(said, 2):
        me.tell(words, after)
    (made,) = me.referrals
    assert (None, ()) == (made.referrer, made.narrative)
    assert {"me", "other"} == {person.id for person in made.people}
    assert "Jo" not in made.to_json()


def test_a_code_that_opens_nothing_is_kept(shipped: Library) -> None:
    """A poster's code goes along, so that a hub knows which one was seen."""
    someone = worker(shipped, "SALON")
    for after, words in enumerate(("1", "1", "34", "finish", "4", "skip", "1"), 2):
        someone.tell(words, after)
    assert "SALON" == someone.referrals[0].entry


def test_the_gap_asks_again_who_it_is_about(shipped: Library) -> None:
    """After a gap a worker meets their own gate, and not safe-to-talk."""
    state = State(door="web", language="en", heard_at=AT, answers={"about_you": {"about_you": "work"}}, entry="TFWA")
    turn = advance(shipped, state, Message("1", AT, "web", fields={}), Now(AT + GAP + 1))
    assert "about_you" == turn.reply.step if turn.reply else False


def test_the_last_live_gate_is_the_one(shipped: Library) -> None:
    """Who says it is about them must pass safe-to-talk; the worker's answer alone lets nobody through."""
    me = {"about_you": {"about_you": "me"}}
    assert "safe_now" == gate_of(shipped, walk(shipped, me, "web", "open", "TFWA")).id
    assert "about_you" == gate_of(shipped, walk(shipped, {}, "web", "open", "TFWA")).id


def test_an_answer_to_a_gate_one_was_not_shown_opens_nothing(shipped: Library) -> None:
    """Without the code nobody passes by 'is this about you?'."""
    asked = greet(shipped, "web", "en", Now(AT), "TFWA").asked
    forged = Message("1", AT, "web", fields={"about_you": ("work",)}, asked=asked)
    turn = advance(shipped, None, forged, Now(AT))
    assert "safe_now" == turn.reply.step if turn.reply else False
    turn = advance(shipped, None, replace(forged, entry="TFWA"), Now(AT))
    assert "work" == turn.reply.step if turn.reply else False


@pytest.mark.parametrize("table", ['[codes]\nabc = { opens = "work" }\n', "[codes]\nABCD = {}\n"])
def test_a_code_that_no_link_can_carry_does_not_load(tmp_path: Path, table: str) -> None:
    """A code is 4 to 6 capital letters and opens something."""
    start = (HERE / "start.toml").read_text("utf-8")
    head, _, tail = start.partition("[codes]")
    (tmp_path / "start.toml").write_text(head + table + "[doors.web]" + tail.partition("[doors.web]")[2], "utf-8")
    with pytest.raises(LibraryFault, match="code"):
        load(over=tmp_path)
