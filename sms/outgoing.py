"""The text door's way out: a message that the person's own plan allows just now.

Rule: it takes a Permit and nothing else, so that nothing can be sent here that the gate
has not let through.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from reception.front import Library
from reception.outbox import Permit, Sending
from reception.tally import Tally
from sms.account import Account
from sms.apart import sent
from sms.wire import pieces, size

Ask = Callable[[Account, str, str], Awaitable[str]]

WAYS: Final = ("sms", "whatsapp")
_CAME: Final = {"sent": Sending.SENT, "refused": Sending.REFUSED}


@dataclass(slots=True)
class Outgoing:
    """Sends by one account, in the letters of `library`. `ask` has Twilio send; it is asked once for each Permit."""

    account: Account
    library: Library = field(repr=False)
    tally: Tally
    ask: Ask = field(default=sent, repr=False)

    async def send(self, permit: Permit) -> Sending:
        """What came of it. What does not fit one message is not sent."""
        texts = pieces(self.library.language(permit.language).texted(permit.text))
        if permit.way.kind not in WAYS or len(texts) != 1:
            return Sending.REFUSED
        to = permit.way.to if permit.way.kind == "sms" else f"whatsapp:{permit.way.to}"
        self.tally.spend(size(texts) if permit.way.kind == "sms" else 1)
        return _CAME.get(await self.ask(self.account, to, texts[0]), Sending.UNSURE)
