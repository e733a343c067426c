"""`frontdoor hub open ID`, as a worker meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hub.archive import Archive
from hub.commands import main
from tests.hub.bare_machine import BARE_MACHINE

if TYPE_CHECKING:
    from tests.hub.conftest import Sides

ROOT = Path(__file__).parents[2]
EXAMPLE: dict[str, Any] = json.loads((ROOT / "docs/schema/example-referral.json").read_text())
Out = pytest.CaptureFixture[str]


@pytest.fixture
def kept(sides: Sides, monkeypatch: pytest.MonkeyPatch) -> Sides:
    """A hub whose archive holds the example of the record, sealed."""
    for name in ("FRONTDOOR_DATA", "FRONTDOOR_REDIS_URL", "FRONTDOOR_LIBRARY"):
        monkeypatch.delenv(name, raising=False)
    bare = {name: value for name, value in EXAMPLE.items() if name != "id"}
    Archive.at(sides.home.archive).keep(sides.entry("referral-1", **bare))
    return sides


def hub_open(kept: Sides, *words: str) -> int:
    """`hub open` at that hub, in this process."""
    return main(["open", *words, "--data", str(kept.home.folder.parent)])


@pytest.mark.parametrize("words", ["referral-1", "referr"])
def test_one_that_is_kept_is_printed_by_its_id(kept: Sides, capsys: Out, words: str) -> None:
    """An id, or its first letters, gives the page of that referral, its plan first."""
    assert hub_open(kept, words, "--print") == 0
    shown = capsys.readouterr().out
    assert shown.index("HOW TO CONTACT SAM") < shown.index("HOW SOON")


def test_html_is_a_file_on_standard_output(kept: Sides, capsys: Out, tmp_path: Path) -> None:
    """`--html` prints the file, and writes none."""
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert hub_open(kept, "referral-1", "--html") == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before


def test_without_print_it_is_shown_as_when_it_came(kept: Sides, capsys: Out) -> None:
    """The id alone shows the whole record; with --json it is a line for programs."""
    assert hub_open(kept, "referral-1") == 0
    assert "REFERRAL referral-1" in capsys.readouterr().out
    assert hub_open(kept, "referral-1", "--json") == 0
    assert json.loads(capsys.readouterr().out)["journey"] == "survivor"


@pytest.mark.parametrize("words", ["referral-2", "refer", "../../x", ""])
def test_an_id_that_is_not_kept_is_said_to_be_so(kept: Sides, capsys: Out, words: str) -> None:
    """For an unknown id nothing is printed, and one sentence says which id to give."""
    assert hub_open(kept, words, "--print") == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "No entry in the archive has an id that begins so. Give the whole id" in shown.err


def test_printing_without_an_id_asks_for_one(kept: Sides, capsys: Out) -> None:
    """`--print` of whatever stands on standard input is refused: a page is asked for by name."""
    assert hub_open(kept, "--print") == 2
    assert "frontdoor hub open ID --print" in capsys.readouterr().err


def test_what_does_not_open_is_reported(kept: Sides, capsys: Out) -> None:
    """An entry that was changed gives no page, and says what is wrong with it."""
    event = kept.event("referral-2")
    changed = kept.entry("referral-2").text.replace('"sig":"', '"sig":"A', 1)[: len(event)]
    (kept.home.archive / "referral-2.sealed.json").write_text(changed)
    assert hub_open(kept, "referral-2", "--print") == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "ODD ENTRY" in shown.err


@pytest.mark.parametrize(("mode", "code"), [(0o644, 2), (0o640, 2), (0o600, 0)])
def test_no_page_goes_into_a_file_that_others_read(kept: Sides, tmp_path: Path, mode: int, code: int) -> None:
    """Into a file that others can read nothing is written, and the way to do it is said; into one's own it is."""
    page = tmp_path / "page.html"
    page.touch()
    page.chmod(mode)
    command = [sys.executable, "-m", "hub", "open", "referral-1", "--html", "--data", str(kept.home.folder.parent)]
    with page.open("w") as out:
        done = subprocess.run(command, cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == code
    assert bool(page.read_text()) is (code == 0)
    assert ("umask 077" in done.stderr) is (code == 2)


def on_a_bare_machine(kept: Sides, *words: str) -> subprocess.CompletedProcess[str]:
    """`hub open` where there is `cryptography` and no other library."""
    command = [sys.executable, "-c", BARE_MACHINE, "open", *words, "--data", str(kept.home.folder.parent)]
    environment = os.environ | {"COLUMNS": "100"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_text_needs_cryptography_alone(kept: Sides) -> None:
    """Where nothing but `cryptography` is installed the text is printed, and --html says what it needs."""
    done = on_a_bare_machine(kept, "referral-1", "--print")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ALLOWED: Telephone +447700900123" in done.stdout
    done = on_a_bare_machine(kept, "referral-1", "--html")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Jinja2" in done.stderr


def test_help_has_an_example(kept: Sides) -> None:
    """`--help` shows a line that can be run as it stands but for its id."""
    assert "frontdoor hub open 3f6c1c1e --print --data /srv/hub" in on_a_bare_machine(kept, "--help").stdout
