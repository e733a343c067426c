from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.entry import Entry
from tests.hub.bare_machine import BARE_MACHINE

if TYPE_CHECKING:
    from tests.hub.conftest import Sides

ROOT = Path(__file__).parents[2]


def on_a_bare_machine(entries: list[str], *words: str) -> subprocess.CompletedProcess[str]:
    """`hub open` in a process that has `cryptography` and the standard library alone."""
    command = [sys.executable, "-c", BARE_MACHINE, "open", *words]
    text = "\n".join(entries) + "\n"
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)


@pytest.fixture
def words(sides: Sides, tmp_path: Path) -> list[str]:
    """The arguments that name the key and an archive elsewhere."""
    return ["--key", str(sides.home.keys[0]), "--archive", str(tmp_path / "kept")]


def test_cryptography_alone_is_enough(sides: Sides, words: list[str], tmp_path: Path) -> None:
    """On a machine with `cryptography` and no other library a referral is kept, opened and shown."""
    done = on_a_bare_machine([sides.entry("referral-1", journey="survivor").to_line()], *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert "REFERRAL referral-1" in done.stdout
    assert "'survivor'" in done.stdout
    assert (tmp_path / "kept" / "referral-1.sealed.json").exists()


def test_json_is_one_referral_a_line(sides: Sides, words: list[str]) -> None:
    """For programs each opened referral is one line of JSON, and nothing else is on standard output."""
    lines = [sides.entry(f"referral-{n}", note="two\nlines").to_line() for n in range(3)]
    done = on_a_bare_machine([*lines, ""], *words, "--json")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["referral-0", "referral-1", "referral-2"]


def test_one_bad_entry_stops_nobody(sides: Sides, words: list[str], tmp_path: Path) -> None:
    """Foreign text, a torn entry, a changed one and a line that is none: each is reported, and the rest opens."""
    good = sides.entry("referral-1")
    torn = Entry(0, "0-2", good.text[:-40])
    changed = Entry(0, "0-3", good.text.replace('"sig":"', '"sig":"A')[:-1])
    empty = sides.sealer.seal("referral-2", b"no json")
    lines = [torn.to_line(), "not a line", changed.to_line(), Entry(0, "0-4", empty).to_line(), good.to_line()]
    done = on_a_bare_machine(lines, *words, "--json")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["referral-1"]
    assert done.stderr.count("ODD ENTRY") == 3
    assert "Traceback" not in done.stderr
    assert len(list((tmp_path / "kept").glob("*.sealed.json"))) == 4


def test_a_false_entry_cannot_take_a_referrals_place(sides: Sides, words: list[str]) -> None:
    """When a stranger's entry came first under the same id, the true one is still opened and shown."""
    true = sides.entry("referral-1", mine="yes")
    bare = json.loads(true.text)
    for container in bare["data"]["sealed"]:
        container["sig"] = "A" * 86
    false = Entry(0, "0-1", json.dumps(bare))
    done = on_a_bare_machine([false.to_line(), true.to_line()], *words, "--json")
    assert json.loads(done.stdout)["mine"] == "yes"
    assert "ODD ENTRY referral-1" in done.stderr


def test_nothing_is_shown_that_is_not_kept(sides: Sides, tmp_path: Path) -> None:
    """Without a folder to keep it in, nothing is opened, and the sentence names --archive."""
    done = on_a_bare_machine([sides.entry("referral-1").to_line()], "--key", str(sides.home.keys[0]))
    assert (done.returncode, done.stdout) == (2, "")
    assert "--archive" in done.stderr
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = on_a_bare_machine(
        [sides.entry("referral-1").to_line()], "--key", str(sides.home.keys[0]), "--archive", str(blocked / "x")
    )
    assert (done.returncode, done.stdout) == (2, "")


def test_a_wrong_key_says_which_is_wanted(sides: Sides, words: list[str]) -> None:
    """A referral sealed to another key is kept and reported with the id of the key it needs."""
    kid = sides.entry("referral-1").sealed().containers[0].header.kid
    other = sides.home.folder / "other"
    done = subprocess.run(
        [sys.executable, "-m", "hub", "keys", "--data", str(other)], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout
    words[1] = str(other / "hub" / "hub.key")
    done_open = on_a_bare_machine([sides.entry("referral-1").to_line()], *words, "--doors", str(sides.home.doors))
    assert done_open.returncode == 1
    assert kid in done_open.stderr
