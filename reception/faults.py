"""The one error of keys and sealed referrals.

Rule: it says what to do next, in a sentence, and never holds a key, a name or
a word that a person wrote.
"""

from __future__ import annotations


class SealFault(Exception):
    """A key or a sealed referral is not what it must be.

    `code` is one short word from a fixed list, for programs and test vectors;
    `says` is for the person who has to put it right.
    """

    def __init__(self, code: str, says: str) -> None:
        """Keep the word for programs and the sentence for people."""
        super().__init__(says)
        self.code = code
        self.says = says
