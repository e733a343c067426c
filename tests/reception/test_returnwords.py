from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from itertools import combinations
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.library import load
from reception import returnwords
from reception.returnwords import COUNT, listed, mint, read, seem

_AT = range(12)  # the last is past the end of every word: nothing is left out there
WORDS = st.lists(st.sampled_from(listed()), min_size=COUNT, max_size=COUNT)

# How a word sounds, roughly, on a bad line: hard and soft sounds are one, and so are all vowels.
SOUNDS = (
    (r"^kn|^gn", "n"),
    (r"^wr", "r"),
    (r"^wh", "w"),
    (r"^ps", "s"),
    (r"ph", "f"),
    (r"t?ch|sh|dg|j", "+"),
    (r"c(?=[eiy])", "s"),
    (r"ck|c|q|g|x", "k"),
    (r"z", "s"),
    (r"d|th", "t"),
    (r"b", "p"),
    (r"v", "f"),
    (r"m", "n"),
    (r"e$", ""),
    (r"[aeiouywh]+", "a"),
    (r"(.)\1+", r"\1"),
)

# What would tell someone who finds the words what they are for, or frighten, shame or hurt the one who reads them.
TELLING = """
abuse safe help hurt harm hit beat fear scare police court law judge lawyer refuge shelter woman women man men
wife husband partner mother father mum dad child baby girl boy victim crime prison knife gun blood death dead
kill war fight weapon sex drug drunk alcohol doctor hospital secret hide escape leave run alone cry pain pray
church god stalk rape bruise wound slap punch kick choke threat danger emergency alarm support charity
referral
"""


def sound(word: str) -> str:
    """How it sounds, roughly."""
    for pattern, becomes in SOUNDS:
        word = re.sub(pattern, becomes, word)
    return word


def distance(a: str, b: str) -> int:
    """How many letters must be put in, taken out or changed to make one into the other."""
    row = list(range(len(b) + 1))
    for place, letter in enumerate(a, 1):
        new = [place]
        for at, other in enumerate(b, 1):
            new.append(min(row[at] + 1, new[-1] + 1, row[at - 1] + (letter != other)))
        row = new
    return row[-1]


@cache
def slips() -> dict[str, list[str]]:
    """Every slip of every word, with the words that it may be of."""
    found: dict[str, list[str]] = {}
    for word in listed():
        for slip in returnwords._slips(word):
            found.setdefault(slip, []).append(word)
    return found


def stumps(word: str) -> set[str]:
    """It without up to two letters. Two words that are two slips apart or less have one of these in common."""
    return {"".join(letter for at, letter in enumerate(word) if at not in (a, b)) for a in _AT for b in _AT}


def test_nine_words_are_eighty_bits_and_more() -> None:
    """Nobody guesses them, whatever they know of the list."""
    assert len(set(listed())) == len(listed())
    assert COUNT * math.log2(len(listed())) >= 80


def test_no_word_is_near_another() -> None:
    """Two slips do not make one word into another, so that one slip can be forgiven."""
    sharing: dict[str, set[str]] = {}
    for word in listed():
        for left in stumps(word):
            sharing.setdefault(left, set()).add(word)
    close = {pair for words in sharing.values() for pair in combinations(sorted(words), 2)}
    assert close
    assert [(a, b) for a, b in close if distance(a, b) < 3] == []


def test_the_first_four_letters_are_a_words_own() -> None:
    """Whoever has written half of a word still knows which it was."""
    assert [start for start, count in Counter(word[:4] for word in listed()).items() if count > 1] == []


def test_no_two_words_sound_alike() -> None:
    """The table of pairs that could be taken for one another on the phone is empty."""
    alike: dict[str, list[str]] = {}
    for word in listed():
        alike.setdefault(sound(word), []).append(word)
    assert [words for words in alike.values() if len(words) > 1] == []


def test_the_table_would_find_them() -> None:
    """Words that do sound alike are told to."""
    for a, b in (("knight", "night"), ("phone", "fone"), ("bear", "pear"), ("juice", "choose"), ("which", "witch")):
        assert sound(a) == sound(b)


def test_words_are_plain_and_short() -> None:
    """Small letters, four to eleven of them, and nothing that a keyboard changes."""
    assert [word for word in listed() if not re.fullmatch(r"[a-z]{4,11}", word)] == []


def test_no_word_tells() -> None:
    """None is or begins with a word that would tell a finder what it is about, in any list that the library has."""
    library = load()
    telling = {part for words in (*library.telling, *library.telling_unasked) for part in words.split()}
    told = {*TELLING.split(), *telling}
    assert [w for w in listed() if any(w == t or (len(t) > 4 and w.startswith(t)) for t in told)] == []


def test_they_are_drawn_at_random() -> None:
    """Five hundred times nine words use nearly all of the list, each place as any other."""
    drawn = [mint() for _ in range(500)]
    assert all(len(words) == COUNT for words in drawn)
    assert len({word for words in drawn for word in words}) > 500
    assert len(set(drawn)) == 500


@given(WORDS)
def test_what_is_written_is_read(words: list[str]) -> None:
    """Nine words in their order come back as they were."""
    assert read(" ".join(words)).words == " ".join(words)


@settings(deadline=None)
@given(WORDS, st.integers(0, COUNT - 1), st.data())
def test_one_slip_in_a_word_is_forgiven(words: list[str], place: int, data: st.DataObject) -> None:
    """One letter too many, too few, wrong, or two in the wrong order: the word is meant that is the only one near."""
    word = words[place]
    slip = data.draw(st.sampled_from(sorted(returnwords._slips(word))))
    typed = " ".join([*words[:place], slip, *words[place + 1 :]])
    assert read(typed).words == (" ".join(words) if slips()[slip] == [word] or slip == word else "")


def test_few_slips_are_in_doubt() -> None:
    """A slip could be of two words only where both would have to be turned: that is rare enough to ask again."""
    assert sum(len(words) > 1 for words in slips().values()) < len(slips()) / 10_000


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_as_something(text: str) -> None:
    """No text breaks the reading, and what is read is nine words of the list or nothing."""
    words = read(text).words
    assert words == "" or len(words.split()) == COUNT


@given(WORDS)
def test_the_order_counts(words: list[str]) -> None:
    """The same words in another order are other words."""
    assert read(" ".join(reversed(words))).words == " ".join(reversed(words))


@pytest.mark.parametrize(
    ("typed", "odd"), [("zzzz " * 9, tuple(range(1, 10))), ("acorn " * 8 + "qqqqqq", (9,)), ("acorn " * 3, ())]
)
def test_it_says_which_word_it_does_not_know(typed: str, odd: tuple[int, ...]) -> None:
    """By their places alone: the list is public, and nobody's words are looked at."""
    assert read(typed).odd == odd


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        ("acorn airport album almond alpaca", True),
        ("Acorn, airport, album, almond, alpaca, alphabet, anchor, antler, barley", True),
        ("he hit me in the garden by the bridge", False),
        ("bridge garden", False),
        ("", False),
    ],
)
def test_it_knows_words_that_are_nothing_else(text: str, *, seems: bool) -> None:
    """A story with such words in it is a story."""
    assert seem(text) is seems


@pytest.mark.parametrize(
    "text",
    ["He shouts at me every day and I am scared of him. " * 20, "shouted scared always afraid nowhere hidden " * 20],
    ids=["a story", "words as long as those of the list"],
)
def test_a_story_costs_next_to_nothing_to_tell_apart(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message is asked, so slips are looked for in no more than the first word that is not on the list."""
    looked = Mock(wraps=returnwords._slips)
    monkeypatch.setattr(returnwords, "_slips", looked)
    assert not seem(text)
    assert looked.call_count <= 1
