"""Words that text providers keep for themselves, when they are a whole message.

Rule: who sends one is answered by the provider and cut off, or let in again; we may never hear of it.
"""

from __future__ import annotations

from typing import Final

STOPS: Final = frozenset(["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"])
"""After these nothing more gets through to a phone."""
STARTS: Final = frozenset(["start", "unstop"])
HELPS: Final = frozenset(["help", "info"])
KEPT: Final = STOPS | STARTS | HELPS
