"""A library loads whole or not at all, and says all that is wrong with it at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.finding import LibraryFault
from flows.library import HERE, Library, load

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small library, to spoil."""
    return shutil.copytree(SMALL, tmp_path / "small")


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` in the place of `old` in one file."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


def findings(folder: Path) -> str:
    """All that is said about a library that does not load."""
    with pytest.raises(LibraryFault) as fault:
        load(folder)
    return str(fault.value)


def test_shipped_loads() -> None:
    """The library that ships is whole."""
    assert load(HERE).journeys


@pytest.mark.parametrize("file", ["start.toml", "safety.toml", "directory.toml", "hub.toml"])
def test_missing_file(folder: Path, file: str) -> None:
    """A library without one of its four files says which."""
    (folder / file).unlink()
    assert f"{file}: It is not there." in findings(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("start.toml", 'use = "worry"', 'use = "worrry"', "no journey or section 'worrry'"),
        ("start.toml", 'kind = "say"', 'kind = "sing"', "'sing' is no kind of step"),
        ("start.toml", 'id = "hello"', 'idd = "hello"', "'idd' is not a word that a step knows"),
        ("journeys/hurt.toml", 'id = "who"', 'id = "story"', "Two steps have this id"),
        ("journeys/hurt.toml", "hears.ex", "hears.eex", "'eex' is not one of its choices"),
        ("safety.toml", 'then = "carry on"', 'then = "sing"', "'sing' is nothing to do"),
        ("safety.toml", '["just come in"]', '[""]', "no words to hear"),
        ("safety.toml", "emergency = {", "emergencies = {", "no emergency words"),
        ("directory.toml", "verified_on", "seen_on", "no 'verified_on'"),
        ("hub.toml", "who = ", "whom = ", "no 'who'"),
        ("hub.toml", 'name = "A hub"', 'name = "A hub', "cannot be read"),
        ("start.toml", 'back = ["back"]', 'bakc = ["back"]', "do not fit"),
        ("sections/sending.toml", 'id = "way"', 'use = "sending"', "uses itself"),
    ],
)
def test_finding(folder: Path, file: str, old: str, new: str, expected: str) -> None:
    """What is wrong is named with its file."""
    spoil(folder, file, old, new)
    said = findings(folder)
    assert expected in said
    assert file in said


def test_all_at_once(folder: Path) -> None:
    """Two things wrong are both told."""
    spoil(folder, "start.toml", 'kind = "say"', 'kind = "sing"')
    spoil(folder, "directory.toml", "source", "sauce")
    said = findings(folder)
    assert "sing" in said
    assert "'source'" in said


def test_hubs_own_words_lie_over(tmp_path: Path) -> None:
    """A file in the hub's own folder takes the place of the one that ships."""
    (tmp_path / "hub.toml").write_text((SMALL / "hub.toml").read_text("utf-8").replace("A hub", "Our hub"), "utf-8")
    assert "Our hub" == load(SMALL, tmp_path).hub.name


def test_digest_moves_with_the_words(small: Library, folder: Path) -> None:
    """Another wording is another library."""
    spoil(folder, "start.toml", "Just looking", "Only looking")
    assert small.digest != load(folder).digest


@pytest.mark.parametrize("door", ["[doors.pager]\ntyped = true", "[doors.post]\ntyped = false"])
def test_a_chat_that_no_plan_can_name_does_not_load(tmp_path: Path, door: str) -> None:
    """Whoever says 'here' is reached by that door: people write there, and its name is a way in a plan."""
    start = (HERE / "start.toml").read_text("utf-8")
    (tmp_path / "start.toml").write_text(f"{start}\n{door}\nchat = true\n", "utf-8")
    with pytest.raises(LibraryFault, match="no chat that a plan can name"):
        load(over=tmp_path)
