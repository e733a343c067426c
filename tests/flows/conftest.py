"""A small library of two journeys, for truths about the engine that no real wording should move."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.library import Library, load
from flows.play import EnginePlayer

SMALL = Path(__file__).parent / "small"


@pytest.fixture(scope="session")
def small() -> Library:
    """The small library, loaded once."""
    return load(SMALL)


@pytest.fixture
def texter(small: Library) -> EnginePlayer:
    """Someone who texts."""
    return EnginePlayer(small, "sms")


@pytest.fixture
def surfer(small: Library) -> EnginePlayer:
    """Someone at a page."""
    return EnginePlayer(small, "web")
