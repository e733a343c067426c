"""The error of a store that cannot be started or may not be trusted.

Rule: it says what is wrong and what to do about it, and holds nothing that a
person wrote.
"""

from __future__ import annotations


class StoreFault(Exception):
    """`says` is what is wrong, `mend` what whoever runs this can do about it."""

    def __init__(self, says: str, mend: str = "") -> None:
        """Keep both sentences; the text of the error is the two together."""
        super().__init__(f"{says} {mend}".strip())
        self.says = says
        self.mend = mend
