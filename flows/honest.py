"""What nobody can promise of leaving, in words: the one list of it.

Rule: whatever people read is held to it, here and elsewhere: the library, the pages and the documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_HISTORY: Final = "We cannot take back what others hold. Say what we do not keep."
_CERTAIN: Final = "Nothing is certain. Say what is so."
_UNSEEN: Final = "We cannot promise that. Say what we do not keep."

PROMISES: Final = (
    (r"un(?:traceable|tracked|traced|detectable)|anonym(?:ous(?:ly)?|ity)", _UNSEEN),
    (r"hides|(?:leaves?|leaving|without) (?:a |any |no )?traces?|no traces?", _UNSEEN),
    (r"erase[ds]?|erasing|wipes? (?:your|the) history", _HISTORY),
    (r"(?:completely|totally|perfectly|fully|absolutely) (?:safe|private|secure|secret)", _CERTAIN),
)
"""Patterns of English, each with what would mend it."""
_WORDS: Final = tuple((re.compile(rf"\b({pattern})\b", re.IGNORECASE), mend) for pattern, mend in PROMISES)
_ALL_OF_IT: Final = re.compile(r"(\b100 ?(?:%|per ?cent\b))", re.IGNORECASE)


def promised(text: str) -> Iterator[tuple[str, str]]:
    """Each word in `text` that promises too much, and what would mend it."""
    for pattern, mend in (*_WORDS, (_ALL_OF_IT, _CERTAIN)):
        for found in pattern.finditer(text):
            yield found[1], mend
