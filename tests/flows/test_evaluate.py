"""The report on how well danger is heard counts right, hides nothing, and stands in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import evaluate
from flows.evaluate import DANGER, Labelled, Outcome
from flows.library import Library

ROOT = Path(__file__).parents[2]
NONE: frozenset[str] = frozenset()
BOTH = frozenset({DANGER})


def test_figures_count() -> None:
    """Recall and precision are made of what was heard, missed and heard for nothing, and of nothing else."""
    made = [
        Outcome(Labelled("en", BOTH, NONE, "a"), BOTH),
        Outcome(Labelled("en", BOTH, NONE, "b"), NONE),
        Outcome(Labelled("en", NONE, NONE, "c"), BOTH),
        Outcome(Labelled("en", NONE, BOTH, "d"), BOTH),
    ]
    counts = evaluate.figures(made, DANGER)
    assert (1, 1, 1, 0.5, 0.5) == (counts.heard, counts.missed, counts.false, counts.recall, counts.precision)
    assert not evaluate.reached(made)
    assert evaluate.reached(made[:1])


def test_messages_are_read(tmp_path: Path) -> None:
    """Labels, what may go either way, known failures and invisible characters are read from a file."""
    path = tmp_path / "messages.tsv"
    path.write_text("# a comment\nen\t! a b?\the\\u200blp\npl\t-\tnie\n", "utf-8")
    first, second = evaluate.read(path)
    assert (frozenset({"a"}), frozenset({"b"}), "he\u200blp", True) == (
        first.must,
        first.may,
        first.words,
        first.known_wrong,
    )
    assert (NONE, NONE, "nie", False) == (second.must, second.may, second.words, second.known_wrong)


def test_other_names_of_triggers(tmp_path: Path) -> None:
    """Messages labelled with other people's names for triggers are read as the triggers."""
    path = tmp_path / "messages.tsv"
    path.write_text("en\tstrangulation leaving?\tx\n", "utf-8")
    (message,) = evaluate.read(path)
    assert (frozenset({"strangled"}), frozenset({"pregnant_or_leaving"})) == (message.must, message.may)


def test_a_line_that_is_none_is_refused(tmp_path: Path) -> None:
    """A line without its three parts is refused, and named."""
    path = tmp_path / "messages.tsv"
    path.write_text("en\thelp\n", "utf-8")
    with pytest.raises(ValueError, match="help"):
        evaluate.read(path)


def test_the_report_lists_every_mistake(small: Library) -> None:
    """A miss and a false alarm are listed word for word, with what cannot be seen spelt out."""
    messages = [Labelled("en", BOTH, NONE, "no\u200bthing at all"), Labelled("en", NONE, NONE, "he has a knife")]
    report = evaluate.report(small, messages)
    assert "- en, danger_now: `no\\u200bthing at all`" in report
    assert "- en, danger_now: `he has a knife`" in report
    assert "Not reached." in report
    assert "0 of 1 in immediate danger, 1 of 1 with nothing to hear" in report


def test_the_page_keeps_what_stands_above_the_mark() -> None:
    """Writing the report twice is writing it once, and a page without the mark is left alone."""
    page = f"Above.\n{evaluate.MARK}\nold"
    assert evaluate.placed(page, "new\n") == evaluate.placed(evaluate.placed(page, "other\n"), "new\n")
    assert evaluate.placed(page, "new\n").startswith("Above.\n")
    with pytest.raises(ValueError, match="no line"):
        evaluate.placed("Above.", "new\n")


def test_the_documentation_is_as_measured() -> None:
    """docs/triggers.md holds the report on the unseen half as the patterns stand now."""
    from flows.library import load

    page = (ROOT / "docs" / "triggers.md").read_text("utf-8")
    messages = evaluate.read(ROOT / "tests" / "triggers" / "unseen.tsv")
    assert evaluate.placed(page, evaluate.report(load(), messages)) == page
