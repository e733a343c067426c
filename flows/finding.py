"""What is wrong with a library, in words for whoever wrote it.

Rule: a finding names the file and the step, says what is wrong, and says what would mend it.
"""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong. `step` is empty when it is about the file as a whole."""

    file: str
    step: str
    says: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.file}, step '{self.step}'" if self.step else self.file
        return f"{where}: {self.says} {self.mend}"


class LibraryFault(Exception):
    """The library cannot be used. `findings` holds every reason, not only the first."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))
