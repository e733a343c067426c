from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.frontdoor.commands import free_port, get

TREE = Path(__file__).parents[1]
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", ".data", "__pycache__", ".*_cache", ".coverage*", "*.egg-info")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The tree as a stranger gets it, with nothing that was made here."""
    return Path(shutil.copytree(TREE, tmp_path / "clone", ignore=LEFT_BEHIND))


def _make_run(clone: Path, home: Path) -> str:
    """What `make run` says, to the first page and to its end, in an environment that holds nothing of ours."""
    port = free_port()
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    with (clone / "said").open("w") as out:
        make = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=clone, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            assert 200 == get(f"http://127.0.0.1:{port}/", patience_s=300)[0]
        finally:
            # As Ctrl-C does: to make and to all that it started.
            os.killpg(make.pid, signal.SIGINT)
            make.wait(30)
    return (clone / "said").read_text()


@pytest.mark.prove
def test_make_run_reaches_a_page_and_installs_nothing_the_second_time(clone: Path, tmp_path: Path) -> None:
    """On a fresh clone one command reaches the first page; the second time it goes straight on to it."""
    assert "Making .venv" in _make_run(clone, tmp_path)
    made = (clone / ".venv" / ".runtime").stat().st_mtime_ns

    said = _make_run(clone, tmp_path)
    assert "Making .venv" not in said
    assert made == (clone / ".venv" / ".runtime").stat().st_mtime_ns
    assert "PRACTICE" in said


@pytest.mark.prove
def test_a_wheel_holds_all_that_the_doors_need(clone: Path, tmp_path: Path) -> None:
    """What is packaged holds every file that is read at run time: words, templates, styles, script, users."""
    subprocess.run(["make", ".venv/.dev"], cwd=clone, check=True, capture_output=True)
    build = ["-m", "uv", "--quiet", "build", "--wheel", "--out-dir", str(tmp_path / "wheel")]
    subprocess.run([str(clone / ".venv" / "bin" / "python"), *build], cwd=clone, check=True, capture_output=True)
    (wheel,) = (tmp_path / "wheel").glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "unpacked", "zip")
    rooms = ("frontdoor", "web", "sms", "bot", "hub", "reception", "flows")
    wanted = [path.relative_to(clone) for room in rooms for path in (clone / room).rglob("*") if path.is_file()]

    assert [] == [p for p in wanted if "__pycache__" not in p.parts and not (tmp_path / "unpacked" / p).is_file()]
