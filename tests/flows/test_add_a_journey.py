"""The page that tells how to add a journey, followed to the letter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from flows.check import check
from flows.drawing import drawing
from flows.library import HERE, Library, load
from flows.play import EnginePlayer
from flows.talk import parse, perform

PAGE: Final = Path(__file__).parents[2] / "docs" / "add-a-journey.md"
_TOLD: Final = re.compile(
    r"^In `([^`]+)`, (?:below the line `([^`]+)`, |(at the end), )?write:\n\n```\w*\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub's folder, made by doing what the page says and nothing else."""
    folder = tmp_path_factory.mktemp("our-words")
    (folder / "start.toml").write_text((HERE / "start.toml").read_text("utf-8"), "utf-8")
    for name, line, end, text in _TOLD.findall(PAGE.read_text("utf-8")):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        old = path.read_text("utf-8") if line or end else ""
        assert line in old
        path.write_text(old.replace(line, f"{line}\n{text}", 1) if line else f"{old}\n{text}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def grown(folder: Path) -> Library:
    """The library with one journey more."""
    return load(over=folder)


def added(grown: Library) -> str:
    """The journey that was not there before."""
    (journey,) = set(grown.journeys) - set(load().journeys)
    return journey


def test_the_page_adds_one_journey_with_which_nothing_is_wrong(grown: Library) -> None:
    """Every rule holds for it, at every door and in every language."""
    assert added(grown) in grown.journeys
    assert [] == list(check(grown).findings)


def test_the_talk_of_the_page_goes_as_it_is_written(grown: Library, folder: Path) -> None:
    """Whoever follows the page can hold the conversation, and it is sent."""
    (path,) = folder.glob("*.talk")
    talk = parse(path.read_text("utf-8"))
    for door in talk.doors:
        seen = list(perform(talk, EnginePlayer(grown, door)))
        assert any(one.sent for one in seen)


def test_it_is_drawn_like_the_others(grown: Library) -> None:
    """The new journey has a picture, under its own title."""
    drawn = drawing(grown, added(grown))
    assert grown.titles[drawn.journey] == drawn.title
    assert drawn.rows[0].step.startswith(drawn.journey)


def test_what_the_page_forgets_is_found(folder: Path, tmp_path: Path) -> None:
    """Without its place in the list the journey is reached by nobody, and check says so."""
    (tmp_path / "journeys").mkdir()
    (journey,) = (folder / "journeys").iterdir()
    (tmp_path / "journeys" / journey.name).write_text(journey.read_text("utf-8"), "utf-8")
    findings = check(load(over=tmp_path)).findings
    assert any(journey.name in str(finding) for finding in findings)


def test_every_word_that_the_page_explains_is_one_of_the_library() -> None:
    """The table explains no word that a step does not take."""
    words = re.findall(r"^\| `(?:\[\[)?([\w.]+)(?:\]\])?` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    used = "".join(path.read_text("utf-8") for path in HERE.rglob("*.toml"))
    assert words
    assert not [word for word in words if word not in used]
