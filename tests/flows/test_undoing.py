"""What guards leave, for all their places at once, is what counting word by word leaves."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from flows.grammar import Guard
from flows.standing import STOP, Sets, flood, standing
from flows.undoing import Left, Reach, common, left

WORDS = ("stop", "plain", "guard", "through", "lifted")
PLAIN, ENDS, THROUGH, LIFTED = range(1, 5)
SETS = Sets({"guard": (0,), "through": (1,), "lifted": (2,)}, {}, 3)
ROWS = st.lists(st.integers(STOP, LIFTED), max_size=30)
REACHES = {"g": Reach(1, 2)}
BITS = st.integers(0, 2**70)


def guard(holds: int, back: int, *, over: bool = False) -> Guard:
    """A guard that reaches so far."""
    return Guard("g", holds, back, frozenset(), frozenset(), over)


def left_of(row: Sequence[int], *guards: Guard) -> tuple[Left, list[bool]]:
    """What guards that end at every 'guard' leave of a text; and which of its places are words."""
    text = standing(row, [SETS.of.get(word, ()) for word in WORDS], SETS)
    ended = dict.fromkeys(guards, text.sets[0])
    return left(ended, REACHES, text)["g"], [number != STOP for number in row]


def told(bits: int, words: Sequence[bool]) -> list[bool]:
    """Which words of a text have a bit; a stop has none."""
    return [bool(bits >> at & 1) for at in range(len(words))]


def counted(row: Sequence[int], holds: int) -> list[bool]:
    """Where nothing keeps a pattern from beginning, counted word by word."""
    found, count = [], 0
    for number in row:
        found.append(number != STOP and not (count and number != LIFTED))
        if number in {STOP, LIFTED}:
            count = 0
        elif count and number != THROUGH:
            count -= 1
        if number == ENDS:
            count = max(count, holds)
    return found


@given(ROWS, st.integers(0, 9))
def test_after(row: list[int], holds: int) -> None:
    """A guard holds for so many words: some do not count, some lift it, and a stop ends it."""
    leaves, words = left_of(row, guard(holds, 0))
    assert told(leaves.begin, words) == counted(row, holds)
    assert told(leaves.on, words) == told(leaves.end, words) == words


@given(ROWS, st.integers(0, 9))
def test_before(row: list[int], back: int) -> None:
    """A guard undoes what ended so many words before it in the same sentence."""
    leaves, words = left_of(row, guard(0, back))
    undone = {
        at
        for end, number in enumerate(row)
        if number == ENDS
        for at in range(max(0, end - back), end)
        if STOP not in row[at:end]
    }
    assert told(leaves.end, words) == [number != STOP and at not in undone for at, number in enumerate(row)]


@given(ROWS)
def test_over(row: list[int]) -> None:
    """What has come as far as a guard that undoes what it stands in goes no further."""
    leaves, words = left_of(row, guard(0, 0, over=True))
    assert told(leaves.on, words) == [number not in {STOP, ENDS} for number in row]


@given(ROWS, st.integers(1, 5), st.integers(1, 5))
def test_two_of_one_name(row: list[int], holds: int, back: int) -> None:
    """Guards of one name undo what any of them does."""
    both, _ = left_of(row, guard(holds, 0), guard(0, back))
    one, _ = left_of(row, guard(holds, 0))
    other, _ = left_of(row, guard(0, back))
    if ENDS in row:
        assert both == common(one, {"g": other}, ["g", "nobody"])


@given(BITS, BITS)
def test_flood(start: int, through: int) -> None:
    """Bits run on through ones, up to one past them; all others stay where they are."""
    expected = start
    for at in range(72):
        if expected >> at & 1 and through >> at & 1:
            expected |= 1 << (at + 1)
    assert flood(start, through) == expected
