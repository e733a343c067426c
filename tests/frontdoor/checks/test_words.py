from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.library import HERE, Library, load
from frontdoor.checks import words
from frontdoor.settings import Settings

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def library() -> Library:
    """The library that is shipped."""
    return load()


@pytest.mark.parametrize(
    ("days", "level"), [(0, "ok"), (60, "ok"), (61, "warn"), (90, "warn"), (91, "fail"), (-1, "fail")]
)
def test_telephone_numbers_age(library: Library, days: int, level: str) -> None:
    """A number is trusted for 60 days, warned of until 90, and then failed; never one from the future."""
    checked = {name: replace(e, verified_on=TODAY - timedelta(days)) for name, e in library.directory.items()}
    (verdict,) = words.directory(replace(library, directory=checked), TODAY)

    assert level == verdict.level
    assert not verdict.vital or "ok" == level


def test_without_danger_words_nobody_is_invited(library: Library) -> None:
    """A library that listens for no danger stops the door."""
    (verdict,) = words.safety(replace(library, triggers=()))

    assert "fail" == verdict.level
    assert verdict.vital


def test_a_library_that_cannot_be_read_is_said_finding_by_finding(tmp_path: Path) -> None:
    """Every fault of a library has a verdict of its own, with what would mend it."""
    (tmp_path / "hub.toml").write_text("name = [")
    verdicts = list(words.library(Settings(library=tmp_path), TODAY))

    assert {"fail"} == {verdict.level for verdict in verdicts}
    assert all(verdict.do for verdict in verdicts)


def test_a_rule_that_is_broken_stops_the_door(tmp_path: Path) -> None:
    """A library that loads but breaks one rule of what may be said does not open, and says where."""
    start = (HERE / "start.toml").read_text("utf-8")
    (tmp_path / "start.toml").write_text(start.replace("What brings you here today?", "Why do you come here today?"))
    failed = [v for v in words.library(Settings(library=tmp_path), TODAY) if v.check == "library" and v.level == "fail"]

    assert any("start.toml" in verdict.says for verdict in failed)
    assert all(verdict.vital for verdict in failed)


@pytest.mark.parametrize("signed", [False, True])
def test_what_one_language_lacks_stops_the_door_only_where_it_is_offered(tmp_path: Path, *, signed: bool) -> None:
    """English that nobody has translated yet is a warning; in a language that the hub has signed, a refusal."""
    start = (HERE / "start.toml").read_text("utf-8")
    (tmp_path / "start.toml").write_text(start.replace("What brings you here today?", "What may we do for you?"))
    others = [code for code, language in load().spoken.items() if code != "en" and not language.under_way]
    if signed:
        (tmp_path / "signed").mkdir()
        for code in others:
            (tmp_path / "signed" / f"{code}.toml").write_text(f'language = "{code}"\n[words]\n')
    verdicts = list(words.library(Settings(library=tmp_path), TODAY))
    told = {code: [v for v in verdicts if f"languages/{code}/" in v.says] for code in others}

    assert others
    for code, found in told.items():
        assert found, code
        assert {("fail" if signed else "warn")} == {verdict.level for verdict in found}
        assert any("What may we do for you?" in verdict.says for verdict in found)
