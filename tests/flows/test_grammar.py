"""A pattern that cannot be read, or could never be heard, is refused and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.finding import LibraryFault
from flows.grammar import GrammarFault, family, rows
from flows.library import load

SMALL = Path(__file__).parent / "small"


def test_families_hold_families() -> None:
    """A family is its own words and those of the families in it."""
    assert family({"a": "x {b}", "b": "y z*"}, "a") == {"x", "y", "z*"}


@pytest.mark.parametrize("families", [{"a": "{a}"}, {"a": "{b}", "b": "{a}"}, {"a": "{c}"}])
def test_families_that_lead_nowhere(families: dict[str, str]) -> None:
    """A family that holds itself, or one that is not there, is a fault."""
    with pytest.raises(GrammarFault):
        family(families, "a")


def test_what_may_be_missing_at_an_edge() -> None:
    """What may be missing at either end makes a row with it and one without; a gap there is nothing."""
    assert {1, 2} == {len(row) for row in rows({}, ".. ?a b ..")}
    assert all(not row[0].optional and not row[-1].optional for row in rows({}, "?a b ?c"))


@pytest.mark.parametrize("text", ["", "..", "?a", "?a ..", "{nobody}"])
def test_unreadable(text: str) -> None:
    """A pattern that holds no word that has to be there is a fault."""
    with pytest.raises(GrammarFault):
        rows({}, text)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[danger_now.a]\nhears = ["{nobody} here"]', "no family 'nobody'"),
        ('[no_such.a]\nhears = ["b"]', "no trigger 'no_such'"),
        ('[danger_now.a]\nunless = ["never"]\nhears = ["b"]', "no guard 'never'"),
        (
            '[spellings]\ngonna = "going to"\n[danger_now.a]\nhears = ["gonna go"]',
            "'gonna' is always read as 'going to'",
        ),
        ('[danger_now.a]\nhears = ["?b"]', "must hold a word"),
    ],
)
def test_a_library_with_it_is_refused(tmp_path: Path, data: str, said: str) -> None:
    """What is wrong with a pattern is said when the library loads, with its place."""
    folder = tmp_path / "triggers" / "en"
    folder.mkdir(parents=True)
    (folder / "words.toml").write_text(data, "utf-8")
    with pytest.raises(LibraryFault) as fault:
        load(SMALL, tmp_path)
    (finding,) = fault.value.findings
    assert said in finding.says
    assert finding.file.startswith("triggers/en")
