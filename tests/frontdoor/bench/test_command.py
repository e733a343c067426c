from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from frontdoor.bench import chatting, table
from frontdoor.bench.machine import described
from frontdoor.bench.measure import Speed
from frontdoor.bench.stage import Stage, stage
from tests.frontdoor.commands import TREE, bare_environment, ended

ROWS = (
    "first page",
    "turns/s, web",
    "turns/s, SMS",
    "turns/s, Telegram",
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


@pytest.mark.prove
def test_of_two_answers_at_once_a_default_bot_loses_some_and_we_lose_none(tmp_path: Path) -> None:
    """Our door and a default aiogram bot hear the same on one store, and both are measured."""

    async def measured(standing: Stage) -> tuple[Speed, tuple[int, int, int]]:
        async with chatting.bots(standing) as bots:
            return await chatting.turns(bots, 1, 0.3), await chatting.lost(bots, 8)

    with stage(tmp_path) as standing:
        speed, (ours, theirs, of) = asyncio.run(measured(standing))

    assert speed.door > 0 < speed.bare
    assert 0 == ours < theirs <= of


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
