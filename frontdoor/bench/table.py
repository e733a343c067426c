"""The table: what was measured beside what it should reach.

Rule: a row that could not be measured says so; no row is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `met` is None where there is nothing to reach, or nothing was measured."""

    what: str
    reach: str
    measured: str
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """'yes', 'no', or a dash."""
        return {True: "yes", False: "no", None: "-"}[self.met]


def not_built(what: str, reach: str) -> Row:
    """A row for a door that does not stand yet."""
    return Row(what, reach, "not built")


def markdown(rows: Sequence[Row], machine: Mapping[str, str], day: date, *, quick: bool) -> str:
    """The whole of docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        f"Measured by `frontdoor bench` on {day}. Clients and store shared the machine with the door.",
        "The door and the bare turn (FastAPI, GET, AES-GCM, one Lua write, a short page) take turns on one store",
        "that syncs every write to disk before it answers. Machines drift by a third: compare ratios, not days.",
        "",
        *(["A quick run: the figures are rough.", ""] if quick else []),
        "| machine | |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in machine.items()),
        "",
        "| what | reach | measured | reached |",
        "|---|---|---|---|",
        *(f"| {row.what} | {row.reach} | {row.measured} | {row.verdict} |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def plain(rows: Sequence[Row]) -> str:
    """The rows for a terminal."""
    wide = max(len(row.what) for row in rows)
    return "\n".join(f"{row.verdict:<4}{row.what:<{wide}}  {row.measured}   (reach: {row.reach})" for row in rows)
