"""A text is weighed by plain sums, and weights that are missing or broken stop the start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.book import Asking
from flows.clues import families, shown
from flows.evidence import MOST, Mark, evidence
from flows.finding import LibraryFault
from flows.library import load
from flows.parse_evidence import FILE

SMALL = Path(__file__).parent / "small"
FAMILIES = families([("he", ["he"]), ("blade", ["knife"])])
MARKS = (Mark("danger_now", -100, 50), Mark("weapon", -300, 0))
WEIGHTS = {
    "danger_now": {"near:he blade": 150, "word:lasagne": -250, "family:he": 10},
    "weapon": {"family:blade": 301, "word:sofa": -MOST + 1},
}
WEIGHED = evidence(FAMILIES, MARKS, WEIGHTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he has a knife", {"danger_now", "weapon"}),
        ("he has a lasagne knife", {"weapon"}),
        ("the knife", {"weapon"}),
        ("knife he", {"weapon"}),
        ("sofa knife", set()),
        ("he", set()),
        ("", set()),
        ("and so on " * 20 + "he has a knife " + "and on it goes " * 20, {"danger_now", "weapon"}),
    ],
)
def test_weighed(text: str, expected: set[str]) -> None:
    """A trigger is heard when what one stretch shows reaches its mark."""
    assert expected == WEIGHED.weigh(WEIGHED.read(text.split())).triggers


WORDS = st.lists(st.sampled_from(("he", "knife", "lasagne", "sofa", "bus")), max_size=60)


@given(WORDS)
def test_side_by_side_is_one_by_one(words: list[str]) -> None:
    """The sums of all triggers in one number are what each would come to by itself."""
    numbers: dict[str, int] = {}
    book = Asking(FAMILIES, lambda name: numbers.setdefault(name, len(numbers)))
    stretches = shown([book.of(word) for word in words], book)
    names = {number: name for name, number in numbers.items()}
    plain = {
        m.trigger: max(m.bias + sum(WEIGHTS[m.trigger].get(names[n], 0) for n in stretch) for stretch in stretches)
        for m in MARKS
        if stretches
    }
    assert plain == WEIGHED.scores(WEIGHED.read(words))


@given(WORDS)
def test_work_is_bounded(words: list[str]) -> None:
    """Twice the words are no more than a little over twice the work."""
    once, twice = WEIGHED.weigh(WEIGHED.read(words)).steps, WEIGHED.weigh(WEIGHED.read(words * 2)).steps
    assert twice <= 2 * once + 30


def broken(tmp_path: Path, table: Any, families_too: str = "blade = 'knife'") -> str:
    """What is found wrong with a library that holds these weights and these families."""
    folder = tmp_path / "triggers" / "en"
    folder.mkdir(parents=True)
    (folder / "evidence.toml").write_text(f"[evidence]\n{families_too}", "utf-8")
    if table is not None:
        (tmp_path / FILE).write_text(table if isinstance(table, str) else json.dumps(table), "utf-8")
    with pytest.raises(LibraryFault) as fault:
        load(SMALL, tmp_path)
    return str(fault.value)


def hears(**changed: Any) -> dict[str, Any]:
    """Weights that are right, but for what is changed."""
    return {"hears": {"danger_now": {"bias": -1, "from": 0, "clues": {"family": {"blade": 2}}} | changed}}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (None, "are not there"),
        ("{", "cannot be read"),
        ("[]", "are not there"),
        ({"hears": {}}, "are not there"),
        (hears(clues={}), "has no clues"),
        (hears(clues={"family": {"nobody": 1}}), "'family:nobody' is no clue"),
        (hears(clues={"near": {"blade nobody": 1}}), "is no clue"),
        (hears(clues={"shape": {"round": 1}}), "is no clue"),
        (hears(clues={"family": {"blade": "much"}}), "is no number"),
        (hears(clues={"family": {"blade": 1e9}}), "is no number"),
        (hears(clues={"family": {"blade": True}}), "is no number"),
        (hears(clues={"family": 3}), "is no clue"),
        (hears(bias=None), "is no number"),
        ({"hears": {"danger_now": 3}}, "has no clues"),
        (hears(bias=0), "shows nothing"),
        ({"hears": {"nobody": hears()["hears"]["danger_now"]}}, "no trigger 'nobody'"),
    ],
)
def test_broken_weights_stop_the_start(tmp_path: Path, table: Any, said: str) -> None:
    """Families without weights, and weights that are broken or for families that are gone, are refused and named."""
    found = broken(tmp_path, table)
    assert said in found
    assert FILE in found


def test_a_short_beginning_is_refused(tmp_path: Path) -> None:
    """A beginning of two letters, which half a language may have, is refused and named."""
    assert "'kn*' is too short" in broken(tmp_path, hears(), "blade = 'knife kn*'")


def test_right_weights_load(tmp_path: Path) -> None:
    """Weights that are right are used, and change the library's digest."""
    folder = tmp_path / "triggers" / "en"
    folder.mkdir(parents=True)
    (folder / "evidence.toml").write_text("[evidence]\nblade = 'cutlass'", "utf-8")
    digests = set()
    for bias in (-1, -5):
        (tmp_path / FILE).write_text(json.dumps(hears(bias=bias)), "utf-8")
        library = load(SMALL, tmp_path)
        digests.add(library.digest)
        assert ("danger_now" in library.listener.hear("a cutlass").triggers) is (bias == -1)
    assert len(digests) == 2


def test_unlearned_weighs_nothing() -> None:
    """Without its weights, as for learning them, the library hears by patterns alone."""
    unlearned = load(unlearned=True).listener.evidence
    assert unlearned.weigh(unlearned.read(["knife"])).triggers == frozenset()
