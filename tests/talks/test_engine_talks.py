"""Every talk, through the engine, with the state written down and read back between messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.library import Library, load
from flows.play import EnginePlayer
from flows.talk import parse, perform

TALKS = sorted(Path(__file__).parent.glob("*.talk"))


@pytest.fixture(scope="module")
def library() -> Library:
    """The library as it ships."""
    return load()


@pytest.mark.parametrize(
    ("path", "door"),
    [pytest.param(p, d, id=f"{p.stem}-{d}") for p in TALKS for d in parse(p.read_text("utf-8")).doors],
)
def test_talk(library: Library, path: Path, door: str) -> None:
    """The talk goes as it is written."""
    talk = parse(path.read_text("utf-8"))
    for _ in perform(talk, EnginePlayer(library, door, entry=talk.code)):
        pass


def test_there_are_talks() -> None:
    """An empty folder is no proof of anything."""
    assert TALKS
