from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.choose import Chosen, choose, choose_several

WHO = {"partner": "Partner", "ex": "Ex-partner", "child": "My adult child", "other": "Someone else"}
HEARS = {"partner": ("husband", "wife", "my partner"), "other": ("neighbour",)}
SAFE = {"yes": "Yes", "unsure": "Not sure", "no": "No"}


def one(raw: str) -> str | None:
    """The one choice that the words mean."""
    chosen = choose(raw, WHO, HEARS)
    return chosen.ids[0] if chosen else None


@pytest.mark.parametrize(
    "raw",
    ["2", " 2 ", "2.", "2)", "(2)", "#2", "2:", "2,", "2️⃣", "2⃣", "②", "２", "٢", "2\ufe0f", "\u200b2\u200d", "2\x00"],
)
def test_a_number_by_itself(raw: str) -> None:
    """However a number is written, it is the choice at that place, and no words are left."""
    assert choose(raw, WHO, HEARS) == Chosen(("ex",), "")


@pytest.mark.parametrize(
    ("raw", "rest"),
    [
        ("1 my husband", "my husband"),
        ("1. He hits me", "He hits me"),
        ("1) and his 2 brothers", "and his 2 brothers"),
        ("1,my husband", "my husband"),
        ("1\nHe hits me", "He hits me"),
        ("1️⃣he hits me", "he hits me"),
        ("1 07700 900123", "07700 900123"),
        ("1 - my Żona’s brother", "- my Żona’s brother"),
    ],
)
def test_a_number_may_lead(raw: str, rest: str) -> None:
    """Words after a number are handed on as they were written."""
    assert choose(raw, WHO, HEARS) == Chosen(("partner",), rest)


OTHER_NUMBERS = "0|5|02|12|99|007|1st|2nd|1.5|1:30|1/2|½|²|-1|1-2|1 or 2|1, 2|1 2|07700 900123|1pm|1kids"


@pytest.mark.parametrize(
    "raw",
    OTHER_NUMBERS.split("|"),
)
def test_other_numbers_are_no_choice(raw: str) -> None:
    """A number past the list, a part of a longer one, or two numbers, chooses nothing."""
    assert choose(raw, WHO, HEARS) is None


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Partner", "partner"),
        ("PARTNER!", "partner"),
        ("ex–partner", "ex"),
        ("Ex", "ex"),
        ("part", "partner"),
        ("my adult", "child"),
        ("husband", "partner"),
        ("My Partner.", "partner"),
        ("neighbour", "other"),
        ("someone", "other"),
        ("e", None),
        ("so", None),
        ("mother", None),
        ("my husband hits me", None),
        ("partner and ex", None),
        ("", None),
        ("!?", None),
        ("\x00", None),
    ],
)
def test_words(raw: str, meant: str | None) -> None:
    """A label, a word it hears, or its unique beginning counts as the whole reply, and as no part of one."""
    assert one(raw) == meant


@pytest.mark.parametrize("raw", ["no one is here", "no he is beside me", "not now", "yes but he can see", "nobody"])
def test_only_a_number_leads(raw: str) -> None:
    """'No one is here' is not 'no', and 'yes but' is not 'yes'."""
    assert choose(raw, SAFE, {}) is None


def test_no_is_not_the_beginning_of_not_sure() -> None:
    """Two letters of a longer word mean nothing; the whole word does."""
    assert choose("no", {"yes": "Yes", "unsure": "Not sure"}, {}) is None
    assert choose("not", {"yes": "Yes", "unsure": "Not sure"}, {}) == Chosen(("unsure",))


def test_two_that_begin_alike_are_unclear() -> None:
    """A beginning of two labels is neither; a whole label is itself all the same."""
    choices = {"a": "Text", "b": "Text me later"}
    assert choose("tex", choices, {}) is None
    assert choose("text", choices, {}) == Chosen(("a",))


def test_a_word_that_two_choices_hear_is_unclear() -> None:
    """A word heard by two is neither's."""
    assert choose("ok", SAFE, {"yes": ("ok",), "unsure": ("ok",)}) is None


def test_a_heard_word_wins_over_a_beginning() -> None:
    """What a choice says it hears is surer than how another begins."""
    choices = {"alone": "Yes, only I can see", "seen": "Others may see"}
    assert choose("yes", choices, {"seen": ("yes",)}) == Chosen(("seen",))


@pytest.mark.parametrize(
    ("raw", "ids", "rest"),
    [
        ("1", ("partner",), ""),
        ("1, 3", ("partner", "child"), ""),
        ("1,3", ("partner", "child"), ""),
        ("1 3", ("partner", "child"), ""),
        ("1 and 3", ("partner", "child"), ""),
        ("3 & 1 and they know", ("child", "partner"), "and they know"),
        ("1 3 1", ("partner", "child"), ""),
        ("1️⃣3️⃣", ("partner", "child"), ""),
        ("1. 3.", ("partner", "child"), ""),
        ("2 my words", ("ex",), "my words"),
        ("husband, neighbour", ("partner", "other"), ""),
        ("Partner and someone else", ("partner", "other"), ""),
        ("partner\nex-partner", ("partner", "ex"), ""),
    ],
)
def test_several(raw: str, ids: tuple[str, ...], rest: str) -> None:
    """Several numbers or several labels are several choices, in the order given, each once."""
    assert choose_several(raw, WHO, HEARS) == Chosen(ids, rest)


@pytest.mark.parametrize("raw", ["1, 9", "13", "1-3", "0", "2nd", "1 3rd", "partner and bob", "bob", "", ",", "and"])
def test_several_is_whole_or_nothing(raw: str) -> None:
    """As soon as one part is unclear, nothing is chosen."""
    assert choose_several(raw, WHO, HEARS) is None


@pytest.mark.parametrize("pick", [choose, choose_several])
def test_a_form_gives_ids(pick: object) -> None:
    """From a form an id is itself; a label, a number or an unknown id is nothing."""
    assert callable(pick)
    assert pick("ex", WHO, HEARS, from_form=True) == Chosen(("ex",))
    assert [pick(raw, WHO, HEARS, from_form=True) for raw in ("2", "Ex-partner", "", "EX")] == [None] * 4


BITS = "1|2|9|0| |,|.|)|and|or|partner|ex|\ufe0f|\u20e3|②|-|x|\n"
texts = st.text() | st.lists(st.sampled_from(BITS.split("|"))).map("".join)


@given(texts)
def test_any_text_is_a_choice_or_not(raw: str) -> None:
    """No text raises; what is chosen is one of the choices, each once, and the rest is what was typed."""
    for chosen in (choose(raw, WHO, HEARS), choose_several(raw, WHO, HEARS)):
        if chosen is not None:
            assert chosen.ids
            assert len(set(chosen.ids)) == len(chosen.ids)
            assert set(chosen.ids) <= set(WHO)
    chosen = choose(raw, WHO, HEARS)
    assert chosen is None or len(chosen.ids) == 1


labels = st.lists(
    st.text(alphabet="abcdef gh", min_size=1).filter(str.strip), min_size=1, max_size=9, unique_by=str.strip
)


@given(labels, st.data())
def test_every_choice_can_be_had_by_its_number(names: list[str], data: st.DataObject) -> None:
    """Whatever the labels, the n-th choice is had by n."""
    choices = {f"c{n}": name for n, name in enumerate(names, 1)}
    n = data.draw(st.integers(1, len(names)))
    assert choose(str(n), choices, {}) == choose_several(str(n), choices, {}) == Chosen((f"c{n}",))


def test_rest_is_not_shown() -> None:
    """What a person wrote after a number is not in the repr."""
    assert "husband" not in repr(choose("1 my husband", WHO, HEARS))
