"""The hub's page on paper, as a real browser prints it."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.library import HERE, load
from flows.play import EnginePlayer
from flows.talk import parse, perform
from hub.asked import asked_in
from hub.printed import sheet
from hub.sheet import Kept
from hub.sheet_html import as_html
from tests.leaving.conftest import CHROMIUM

pytestmark = pytest.mark.prove
ROOT = Path(__file__).parents[2]
LONG = sorted((ROOT / "tests/talks").glob("*-long-web.talk"))


def sheets_of_paper(referral: dict[str, Any], folder: Path) -> int:
    """How many pages Chromium prints of it."""
    kept = Kept("3f6c1c1e-1f0a-4a57-9a0e-6d1c0b9f7a21", "d" * 64, "2026-11-22T02:00:00Z", date(2026, 11, 23))
    page, paper = folder / "page.html", folder / "page.pdf"
    page.write_text(as_html(sheet(referral, kept, asked_in(referral))))
    prints = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={paper}"]
    subprocess.run([CHROMIUM, *prints, f"--user-data-dir={folder}", page.as_uri()], check=True, capture_output=True)
    return len(re.findall(rb"/Type /Page\b(?!s)", paper.read_bytes()))


def test_there_are_long_talks() -> None:
    """An empty list would prove nothing."""
    assert LONG


@pytest.mark.parametrize("path", LONG, ids=lambda path: path.stem)
def test_a_long_conversation_prints_on_one_sheet(path: Path, tmp_path: Path) -> None:
    """Whoever answers every question of a journey on the web fills one sheet of A4, and no more."""
    talk = parse(path.read_text("utf-8"))
    player = EnginePlayer(load(HERE), talk.doors[0], entry=talk.code)
    for _ in perform(talk, player):
        pass
    assert [sheets_of_paper(json.loads(one.to_json()), tmp_path) for one in player.referrals] == [1]


def test_a_very_long_story_takes_more_than_one(tmp_path: Path) -> None:
    """A story past one sheet goes on to the next: nothing of it is cut off."""
    bare = json.loads((ROOT / "docs/schema/example-referral.json").read_text())
    bare["narrative"][0]["text"] = "It has been worse since the summer. " * 200
    assert sheets_of_paper(bare, tmp_path) > 1
