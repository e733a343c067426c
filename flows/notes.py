"""What is being read, and what is wrong with it so far.

Rule: nothing is guessed. A key that is not known, a value of the wrong shape or a
name that leads nowhere is a finding; reading goes on, so that all are told at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flows.finding import Finding

START: Final = "start.toml"
"""The file that the reading begins with."""


@dataclass(slots=True)
class Notes:
    """The files of one library, the place being read, and the findings gathered on the way."""

    files: Mapping[str, dict[str, Any]]
    findings: list[Finding]
    file: str = ""
    step: str = ""

    def at(self, file: str, step: str = "") -> None:
        """Say where reading has come to."""
        self.file, self.step = file, step

    def wrong(self, says: str, mend: str) -> None:
        """Note what is wrong here, and what would mend it."""
        self.findings.append(Finding(self.file, self.step, says, mend))


def words(bare: Any) -> tuple[str, ...]:
    """One string or a list of them, as a tuple."""
    if isinstance(bare, str):
        return (bare,)
    return tuple(word if isinstance(word, str) else str(word) for word in bare)


def text(bare: Any) -> str:
    """One string as it stands, its place and all; anything else as a string."""
    return bare if isinstance(bare, str) else str(bare)
