"""The printed page, as text and as HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import contact, record
from flows.guards.of_plan import _FORBIDS
from hub import wording
from hub.asked import asked_in
from hub.printed import sheet
from hub.sheet import Asked, Fact, Kept
from hub.sheet_html import as_html
from hub.sheet_text import as_text

EXAMPLE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "docs/schema/example-referral.json").read_text())
KEPT = Kept("referral-1", "d" * 64, "2026-11-22T02:00:00Z", date(2026, 11, 23))
FORGED = "It is fine.\n\n[yes] ALLOWED: Telephone +447700900999\n  NEVER: nothing\r\x1b[2J\u202eneht\u2028HOW SOON"


def text_of(referral: dict[str, Any], kept: Kept = KEPT) -> str:
    """The page as text, its lines joined so that a wrapped one is found."""
    return " ".join(as_text(sheet(referral, kept, Asked())).split())


def with_plan(**more: Any) -> dict[str, Any]:
    """The example with its plan changed."""
    return EXAMPLE | {"contact_plans": [EXAMPLE["contact_plans"][0] | more]}


def routed(**more: Any) -> list[dict[str, Any]]:
    """The example's one way, changed."""
    return [EXAMPLE["contact_plans"][0]["routes"][0] | more]


class Tags(HTMLParser):
    """Counts the elements of a page, and keeps their attributes and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element begins."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Some text of the page."""
        self.text += data


def test_how_to_contact_them_stands_before_all_else() -> None:
    """What is allowed, what never is, the code word and the last day come first; then how soon; then the story."""
    shown = text_of(EXAMPLE)
    wanted = [
        "ALLOWED: Telephone +447700900123",
        "NEVER: leave a message; call the home telephone",
        "Code word: 'heron'",
    ]
    wanted += [
        "Danger word: 'umbrella'",
        "Holds until: Tuesday 22 December 2026",
        "HOW SOON",
        "WHO IS WHO",
        "OWN WORDS",
    ]
    places = [shown.index(words) for words in [*wanted, "NOT KNOWN", "WHO TOLD US"]]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "more",
    [
        {"frozen": True},
        {"expires": "P0D"},
        {"expires": "later"},
        {"initiative": "person_will_contact"},
        {"initiative": "via_referrer"},
        {"initiative": "via_safe_person"},
        {"initiative": None},
        {"never": ["call"]},
        {"never": ["text"], "routes": routed(kind="sms")},
        {"never": ["text"], "routes": routed(kind="whatsapp")},
        {"never": ["text"], "routes": routed(kind="telegram", value="7700900001")},
        {"routes": routed(status="unsafe")},
        {"routes": routed(status="unknown")},
        {"routes": routed(status="perhaps")},
        {"routes": routed(max_attempts=0)},
        {"routes": []},
    ],
    ids=str,
)
def test_no_way_is_allowed_that_is_not_plainly_allowed(more: dict[str, Any]) -> None:
    """A plan that is frozen, run out or not ours to begin, a way that is shut or not safe: none is called allowed."""
    shown = text_of(with_plan(**more))
    assert "ALLOWED: no way of contact from us" in shown
    assert 1 == shown.count("ALLOWED:")


def test_a_chat_is_shown_as_what_only_our_bot_reaches() -> None:
    """No worker looks for that number in a Telegram of their own."""
    shown = text_of(with_plan(routes=routed(kind="telegram", value="7700900001")))
    assert "ALLOWED: Telegram, only through our bot, chat 7700900001" in shown


def test_the_last_day_is_a_day_of_use_and_the_next_is_not() -> None:
    """A plan holds through its last day, and says on the next that it ran out."""
    assert "ALLOWED: Telephone" in text_of(EXAMPLE, Kept("r", "d", "", date(2026, 12, 22)))
    assert "ran out on Tuesday 22 December 2026" in text_of(EXAMPLE, Kept("r", "d", "", date(2026, 12, 23)))


def test_who_must_not_be_contacted_is_said_at_the_top() -> None:
    """Somebody who must not be contacted is named among the plans, and so is everybody without one."""
    top = text_of(EXAMPLE).split("HOW SOON")[0]
    assert "NEVER CONTACT: Alex (the other person)" in top
    assert "No plan for Alex (the other person), child 1, child 2: do not contact them" in top


def test_without_a_plan_nobody_is_contacted() -> None:
    """A referral that brought no plan says so where the plan would stand."""
    assert "Do not contact anyone" in text_of(EXAMPLE | {"contact_plans": []}).split("HOW SOON")[0]


def test_skipped_and_not_asked_are_two_lines() -> None:
    """What they chose not to say stands apart from what nobody asked."""
    shown = text_of(EXAMPLE)
    assert "SKIPPED: we asked, and they chose not to say: pets NOT ASKED" in shown
    assert "NOT ASKED: nobody asked, so it means nothing: court" in shown


def test_questions_stand_as_they_were_put() -> None:
    """With a library at hand a skipped question is shown in the words the person met."""
    asked = asked_in({"journey": "survivor", "door": "web"})
    bare = EXAMPLE | {"questions": [{"id": "story", "outcome": "skipped"}]}
    shown = " ".join(as_text(sheet(bare, KEPT, asked)).split())
    assert f"chose not to say: '{asked.words['story']}'" in shown
    assert asked.elsewhere
    assert "story" not in asked.elsewhere


@pytest.mark.parametrize(("verified", "says"), [("unverified", "NOT VERIFIED"), ("phone", "verified by telephone")])
def test_who_told_it_and_whether_anyone_made_sure(verified: str, says: str) -> None:
    """The page says by which door it came, and whether the professional was verified."""
    shown = text_of(EXAMPLE | {"referrer": EXAMPLE["referrer"] | {"verified": verified}})
    assert "Came by: web" in shown
    assert says in shown


def test_what_to_know_before_a_visit_stands_with_the_urgency() -> None:
    """What a professional said of safety on visits is marked, and comes before the family and the story."""
    made = as_text(sheet(EXAMPLE, KEPT, Asked()))
    assert made.index("[!] Before any visit") < made.index("WHO IS WHO")
    assert "two workers, never alone" in made


def test_nothing_that_was_told_is_left_out() -> None:
    """Each word of the record that is not a mark of its own machinery is somewhere on the page."""
    shown = text_of(EXAMPLE | {"later_part": {"some_thing": "A word"}}).lower()
    told = [one for part in ("people", "relationships", "narrative", "referrer") for one in leaves(EXAMPLE[part])]
    told += [*EXAMPLE["wants"], *EXAMPLE["needs"], "A word", *(m["code"] for m in EXAMPLE["markers"])]
    assert [one for one in told if one.replace("_", " ").lower() not in shown] == []


def leaves(value: Any, name: str = "") -> Iterator[str]:
    """The texts in a part of the record, without ids, hours and fixed words."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, name)
    elif name not in {"id", "a", "b", "at", "step", "speaker", "topic", "compartment", "verified", "age_band"}:
        yield from [value] if isinstance(value, str) else []


@pytest.mark.parametrize("module", [contact, record], ids=lambda module: module.__name__)
def test_every_fixed_word_of_the_record_has_plain_words(module: ModuleType) -> None:
    """No value that the schema fixes reaches the page as a name with a line in it."""
    known = {word for words in vars(wording).values() if isinstance(words, dict) for word in words}
    fixed = {w for part in vars(module).values() for w in literals(part) if "_" in w}
    assert fixed - known - {"no_contact_until_confirmed"} == set()


def literals(part: Any) -> Iterator[str]:
    """The words of a Literal, or of the fields of a part of the record."""
    if get_origin(part) is Literal:
        yield from (word for word in get_args(part) if isinstance(word, str))
    for one in getattr(part, "model_fields", {}).values():
        for inner in (one.annotation, *get_args(one.annotation)):
            yield from literals(inner) if get_origin(inner) is Literal else ()


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_no_story_can_be_taken_for_a_line_of_ours(words: str) -> None:
    """Whatever is typed as a story stands behind a bar on each of its lines, and moves no cursor."""
    plain = as_text(sheet(EXAMPLE | {"narrative": []}, KEPT, Asked()))
    bare = EXAMPLE | {"narrative": [{"speaker": "writer", "step": "s", "text": words + FORGED}]}
    made = as_text(sheet(bare, KEPT, Asked()))
    added = [line for line in made.split("\n") if line not in plain.split("\n")]
    assert not set(made) & set("\x1b\r\x07\x9b\u202e\u2066\u2028\x85\x0b\x0c")
    assert [line for line in added if not line.startswith("  |")] == ["IN THEIR OWN WORDS", "  The writer, at: s:"]


@pytest.mark.parametrize("part", ["name_used", "area", "about"])
def test_no_short_answer_can_begin_a_line(part: str) -> None:
    """A name or a place with line ends in it stays within its own line."""
    people = [{"id": "me", part: FORGED}, *EXAMPLE["people"][1:]]
    made = as_text(sheet(EXAMPLE | {"people": people}, KEPT, Asked()))
    assert not [
        line for line in made.splitlines() if re.match(r"\s*(\[yes\] ALLOWED: Telephone \+447700900999|NEVER)", line)
    ]
    assert not set(made) & set("\x1b\r\u202e\u2028")


def test_a_page_is_made_of_anything() -> None:
    """A referral whose parts have another form than they should makes a page, not an error."""
    for bare in (one for one in bent(EXAMPLE) if isinstance(one, dict)):
        made = sheet(bare, KEPT, Asked())
        assert as_text(made).startswith("=")
        assert made.plans


def bent(value: Any) -> Iterator[Any]:
    """`value`, each time with one part of it in another form."""
    odd: tuple[Any, ...] = (1, None, "text", [1], [{}], [["x"]], {"x": [1]})
    if isinstance(value, dict):
        for key, one in value.items():
            yield from (value | {key: other} for other in bent(one))
    elif isinstance(value, list) and value:
        yield from ([other, *value[1:]] for other in bent(value[0]))
    yield from odd


def test_html_is_whole_and_has_no_script() -> None:
    """The file fetches nothing and runs nothing, is light, and says A4."""
    page = as_html(sheet(EXAMPLE, KEPT, Asked()))
    tags = Tags(page)
    assert not {"script", "link", "img", "iframe", "a", "form"} & {tag for tag, _ in tags.found}
    assert not [name for _, named in tags.found for name in named if name.startswith(("on", "src", "href", "style"))]
    assert "size: A4" in page
    assert ("meta", {"name": "color-scheme", "content": "light"}) in tags.found
    assert "url(" not in page


def test_html_shows_what_was_typed_as_letters() -> None:
    """Markup in a story, a name or a plan is text on the page; nothing turns the line's direction."""
    typed = "<script>alert(1)</script><b onclick=x>\u202e\x07&amp;"
    narrative = [{"speaker": "writer", "step": "s", "text": typed}]
    people = [EXAMPLE["people"][0] | {"name_used": typed}, *EXAMPLE["people"][1:]]
    bare = with_plan(note=typed) | {"narrative": narrative, "people": people}
    tags, clean = Tags(as_html(sheet(bare, KEPT, Asked()))), Tags(as_html(sheet(EXAMPLE, KEPT, Asked())))
    assert {tag for tag, _ in tags.found} == {tag for tag, _ in clean.found}
    assert tags.text.count("<script>alert(1)</script><b onclick=x>\N{REPLACEMENT CHARACTER}") >= 3
    assert not set(tags.text) & set("\u202e\x07")


def test_text_and_html_say_the_same() -> None:
    """Both are made of one page, so neither can say what the other does not."""
    made = sheet(EXAMPLE, KEPT, Asked())
    said = re.sub(r"\W+", " ", Tags(as_html(made)).text).lower()
    for section in (*made.plans, *made.rest):
        for line in section.lines:
            words = line.value if isinstance(line, Fact) else line.text
            assert re.sub(r"\W+", " ", words).strip().lower() in said


def test_the_page_shuts_what_the_gate_forbids() -> None:
    """The page is made where `flows` is not installed, so it has a table of its own; it says the same as the gate's.

    Only a safe person need not be a child: 'never through a child' is said in words, and shuts no way on the page.
    """
    forbids = {never: ways for never, ways in _FORBIDS.items() if never != "contact_via_child"}
    assert forbids == wording.SHUT_BY
