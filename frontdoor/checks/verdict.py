"""One verdict: what was looked at, how it stands, and what to do.

Rule: a verdict that is not 'ok' always says what to do, and never holds a
secret or anything that a person wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How `check` stands. `serve` does not start on a `fail` that is `vital`."""

    check: str
    level: Level
    says: str
    do: str = ""
    vital: bool = True

    def __str__(self) -> str:
        line = f"{self.level:<5} {self.check:<18} {self.says}"
        return f"{line}\n{'':<24} → {self.do}" if self.do else line


def ok(check: str, says: str) -> Verdict:
    """It stands."""
    return Verdict(check, "ok", says)


def warn(check: str, says: str, do: str) -> Verdict:
    """It stands for now."""
    return Verdict(check, "warn", says, do, vital=False)


def fail(check: str, says: str, do: str, *, vital: bool = True) -> Verdict:
    """It does not stand."""
    return Verdict(check, "fail", says, do, vital)
