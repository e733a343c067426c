from __future__ import annotations

from datetime import date
from pathlib import Path

from frontdoor.bench import table
from frontdoor.bench.machine import described
from tests.frontdoor.commands import TREE, bare_environment, ended

ROWS = (
    "first page",
    "turns/s, web",
    "turns/s, SMS",
    "answers lost, 4 at once per person",
    "answers lost by text, 4 at once per person",
    "completed referrals/s, 16 people at once",
    "referrals lost or doubled",
    "exit: press",
    "memory, without Telegram",
    "a full survivor conversation at rest",
)


def test_the_whole_table_is_measured_and_nothing_is_lost(tmp_path: Path) -> None:
    """A quick bench measures every row on a real door, loses no answer and no referral, and writes the table."""
    said = ended(tmp_path, bare_environment(tmp_path), "bench", "--quick", "--out", "b/benchmarks.md", patience_s=240)
    written = (tmp_path / "b" / "benchmarks.md").read_text()

    assert 0 == said.returncode, said.stdout + said.stderr
    assert [] == [row for row in ROWS if f"| {row}" not in written]
    assert "not built" not in written
    assert str(TREE) not in written


def test_a_row_that_was_not_measured_says_so() -> None:
    """The table has a line for each row, and a door that is not built is not passed over."""
    rows = [table.Row("a", "1", "2", met=False), table.not_built("b", "3")]

    assert "no  a  2   (reach: 1)" in table.plain(rows)
    assert "| b | 3 | not built | - |" in table.markdown(rows, {"cores": "2"}, date(2026, 11, 22), quick=False)


def test_the_machine_is_described_and_not_named() -> None:
    """What a figure belongs to is said without the machine's name or a path on it."""
    machine = described("Valkey 9")

    assert {"cores", "processor", "memory", "system", "Python", "store"} == set(machine)
    assert not any("/" in value for value in machine.values())
