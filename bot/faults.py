"""What is said when nothing could be done.

Rule: fixed words that tell nothing of what this is about. Emergency words come first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reception.front import Fact

BY_FACT: Final[Mapping[Fact, str]] = {
    Fact.DOWN: "Your last message was not kept. Write again later if it is safe.",
    Fact.NOT_SENT: "It was not sent. Write SEND to try once more, or call someone.",
    Fact.UNKNOWN: "We do not know yet if it was sent. Write SEND once more: it cannot arrive twice.",
    Fact.FULL: "We cannot start a new chat right now. Write again later if it is safe.",
}
