"""Mutants: the small library with one thing made wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.library import Library, load

SMALL = Path(__file__).parent.parent / "small"
Edit = tuple[str, str, str]


@pytest.fixture
def mutant(tmp_path: Path) -> Callable[..., Library]:
    """Loads the small library with edits: file, what stands there, and what shall stand there."""

    def make(*edits: Edit) -> Library:
        folder = tmp_path / "library"
        shutil.copytree(SMALL, folder)
        for file, old, new in edits:
            text = (folder / file).read_text("utf-8")
            assert 1 == text.count(old), f"{file}: '{old}' must stand there once"
            (folder / file).write_text(text.replace(old, new), "utf-8")
        return load(folder)

    return make
