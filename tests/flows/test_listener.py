"""Whatever is typed is heard in one pass, and the work is bounded by its length."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.grammar import Guard, Pattern, Place, Tongue
from flows.library import Library, load
from flows.listener import Listener, listener
from flows.spelling import REPAIRS
from frontdoor.bench import listening

SHIPPED: Library = load()
# What one more character may cost at most, in steps and look-ups, whatever it is.
PER_CHARACTER = 12
PER_REPAIR = 120
# What the two texts may show together where they meet: one stretch more.
PER_EDGE = 700
_LITTLE = 500_000
"""Bytes that may be kept of a thousand texts: answers to a few hundred questions about guards."""


@pytest.mark.parametrize(("name", "text"), [pytest.param(n, t, id=n) for n, t in listening.texts(SHIPPED)])
def test_worst_texts_are_linear(name: str, text: str) -> None:
    """Twice the text is no more than twice the work, for every text that was made to be slow."""
    assert len(text) == listening.LONGEST or name == "no word twice, none known"
    once, twice = SHIPPED.listener.hear(text).steps, SHIPPED.listener.hear(f"{text} {text}").steps
    assert twice <= 2 * once + PER_EDGE
    assert once <= PER_CHARACTER * len(text)


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_is_heard(text: str) -> None:
    """No text raises, and none costs more than a bounded number of steps a character."""
    assert SHIPPED.listener.hear(text).steps <= PER_CHARACTER * len(text) + PER_REPAIR


WORDS = st.lists(st.sampled_from(sorted(w for w in SHIPPED.listener.words if w.isalnum())), max_size=40)


@given(WORDS, st.sampled_from((" ", "", ". ", "!")))
def test_danger_words_alone_are_heard_in_bounds(words: list[str], between: str) -> None:
    """Danger words and nothing else, in any order, cost no more than other words."""
    text = between.join(words)
    assert SHIPPED.listener.hear(text).steps <= PER_CHARACTER * len(text) + PER_REPAIR


def test_hearing_fills_no_memory() -> None:
    """However many different texts were heard, nothing to speak of is kept of them."""
    chance = random.Random(7)  # noqa: S311 the same texts every time
    words = sorted(word for word in SHIPPED.listener.words if word.isalnum())
    texts = [" ".join(chance.choices(words, k=60)) for _ in range(1_200)]
    for text in texts[:200]:
        SHIPPED.listener.hear(text)
    tracemalloc.start()
    for text in texts[200:]:
        SHIPPED.listener.hear(text)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < _LITTLE


def test_repairs_are_bounded() -> None:
    """However many words are unknown, only so many are looked at for slips."""
    unknown = [f"zq{a}{b}{c}xw" for a in "abcdefghij" for b in "abcdefghij" for c in "abcdefgh"]
    few, many = (SHIPPED.listener.hear(" ".join(unknown[:count])).steps for count in (REPAIRS, len(unknown)))
    assert many - few <= 4 * (len(unknown) - REPAIRS)


A, B, C = (Place(frozenset({letter})) for letter in ("ant", "bee", "cow"))
MAYBE, GAP = Place(frozenset({"bee"}), optional=True), Place(frozenset(), optional=True, anything=True)
NOT = Guard("not", holds=1, back=0, through=frozenset({"bee"}), lifted=frozenset({"elk"}))
PAST = Guard("past", holds=2, back=2, through=frozenset(), lifted=frozenset(), over=True)


def hears(*patterns: Pattern, solid: frozenset[str] = frozenset()) -> Listener:
    """A listener for these patterns and no more."""
    return listener([Tongue("en", patterns, solid=solid, fillers=frozenset({"please"}))], {}, frozenset())


def one(*places: Place, **kinds: bool) -> Pattern:
    """A pattern that both guards undo."""
    return Pattern("en/f", places, "found", None, frozenset({"not", "past"}), **kinds)


def test_fillers_say_nothing() -> None:
    """A message of fillers alone is not all of anything."""
    polite = Pattern("en/f", (Place(frozenset({"please"})),), "found", ends=True, alone=True, all_of_it=True)
    assert "found" not in hears(polite).hear("Please. Please!").triggers


GUARDS = (
    Pattern("en/g", (Place(frozenset({"not"})),), guard=NOT),
    Pattern("en/g", (Place(frozenset({"past"})),), guard=PAST),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ant cow", True),
        ("ant bee cow", True),
        ("ant bee bee cow", False),
        ("Ant, COW!", True),
        ("cow ant", False),
        ("ant. Then the cow was there.", False),
        ("not ant cow", False),
        ("not bee ant cow", False),
        ("not dog ant cow", True),
        ("not bee elk ant cow", True),
        ("past ant cow", False),
        ("past dog ant cow", False),
        ("past dog dog ant cow", True),
        ("ant cow dog past", False),
        ("ant cow dog dog past", True),
        ("past. ant cow and so on", True),
    ],
)
def test_patterns_and_guards(text: str, expected: bool) -> None:  # noqa: FBT001
    """A pattern is heard when its places are filled in order in one sentence, and no guard undoes it."""
    assert ("found" in hears(one(A, MAYBE, C), *GUARDS).hear(text).triggers) is expected


def test_over_undoes_in_the_midst() -> None:
    """A guard that undoes what it stands in the midst of does; no gap passes over a solid word."""
    gap = one(A, GAP, GAP, C)
    assert "found" in hears(gap, *GUARDS).hear("ant dog dog cow").triggers
    assert "found" not in hears(gap, *GUARDS).hear("ant past dog cow").triggers
    assert "found" not in hears(gap, solid=frozenset({"dog"})).hear("ant dog cow").triggers


@pytest.mark.parametrize(
    ("kinds", "text", "expected"),
    [
        ({"ends": True}, "dog ant cow", True),
        ({"ends": True}, "ant cow please", True),
        ({"ends": True}, "ant cow dog", False),
        ({"ends": True, "alone": True}, "please ant cow", True),
        ({"ends": True, "alone": True}, "dog ant cow", False),
        ({"ends": True, "alone": True}, "the dog was there then. ant cow", True),
        ({"ends": True, "alone": True, "all_of_it": True}, "the dog was there then. ant cow", False),
        ({"ends": True, "alone": True, "all_of_it": True}, "ant cow! Ant cow?", True),
        ({"ends": True, "alone": True, "all_of_it": True}, "Please. Ant cow, please. Please!", True),
    ],
)
def test_ends_alone_and_all_of_it(kinds: dict[str, bool], text: str, expected: bool) -> None:  # noqa: FBT001
    """A pattern may have to end a sentence, be all of one, or be all of the message."""
    assert ("found" in hears(one(A, C, **kinds)).hear(text).triggers) is expected


LETTERS = st.lists(st.sampled_from(("ant", "bee", "cow", "dog")), max_size=9)
ROWS = st.lists(st.sampled_from((A, B, C, MAYBE, GAP)), max_size=5)


def simply(places: tuple[Place, ...], words: list[str]) -> bool:
    """Whether the words from here on fill the places, tried one way after another."""
    if not places:
        return True
    first, rest = places[0], places[1:]
    if first.optional and simply(rest, words):
        return True
    return bool(words) and (first.anything or words[0] in first.fits) and simply(rest, words[1:])


@given(ROWS, LETTERS)
def test_as_if_tried_one_by_one(middle: list[Place], words: list[str]) -> None:
    """The bits find just what trying every way finds."""
    places = (A, *middle, C)
    found = any(simply(places, words[start:]) for start in range(len(words)))
    assert ("found" in hears(one(*places)).hear(" ".join(words)).triggers) is found


@given(st.lists(st.tuples(ROWS, st.booleans()), min_size=2, max_size=6), LETTERS)
def test_patterns_do_not_touch(rows: list[tuple[list[Place], bool]], words: list[str]) -> None:
    """Patterns laid side by side find what each of them finds alone."""
    patterns = [
        Pattern(str(number), (A, *middle, C if ends_so else B), str(number))
        for number, (middle, ends_so) in enumerate(rows)
    ]
    text = " ".join(words)
    alone = {p.raises for p in patterns if p.raises in hears(p).hear(text).triggers}
    assert alone == hears(*patterns).hear(text).triggers
