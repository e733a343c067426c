"""What we ask of Twilio: to delete a message, which are still there, and to send one.

Rule: no fault of the library gets out, since its texts hold numbers; what is told
of one is its code. Calls wait for the network: they are made in a thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from itertools import islice
from typing import Final

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from sms.account import STATUS, Account
from sms.http import PATIENCE_S, ProviderSilent, Wire

_NOT_FINAL: Final = 20009
_GONE: Final = 404
_NO: Final = 400
_BUSY: Final = 429
_BROKEN: Final = 500
_PAGE: Final = 200
_MOST: Final = 100_000
_WHATSAPP: Final = "whatsapp:"
_SOON_S: Final = 120
"""A text that the network cannot deliver within two minutes is dropped: late, someone else may hold the phone."""


class Outcome(Enum):
    """What came of asking to delete."""

    GONE = "gone"
    NOT_YET = "not yet"  # it is still on its way
    LATER = "later"  # no answer, or too many questions at once
    REFUSED = "refused"


class ProviderFault(Exception):
    """Twilio said no. `code` is its number for the reason, and all that is known of it here."""

    def __init__(self, code: int) -> None:
        """Keep the code."""
        super().__init__(f"Twilio refused: code {code}.")
        self.code = code


class Provider:
    """One account at Twilio. Made where it is first needed: the library is large."""

    def __init__(self, account: Account, patience_s: float = PATIENCE_S) -> None:
        """Take the account; nothing is asked yet."""
        self._account = account
        wire = Wire(account.api_url, patience_s)
        # An environment of its own: the library would take credentials from this process's.
        self._client = Client(account.sid, account.tokens[0], http_client=wire, environment={"TWILIO_EDGE": ""})

    def delete(self, sid: str) -> tuple[Outcome, int]:
        """Delete the message, body, number and all; what came of it, and Twilio's code (0 for none)."""
        try:
            self._client.messages(sid).delete()
        except ProviderSilent:
            return Outcome.LATER, 0
        except TwilioException as fault:
            return _outcome(fault), _code(fault)
        return Outcome.GONE, 0

    def create(self, to: str, text: str) -> tuple[str, int]:
        """Have this sent, once and soon or never: 'sent', 'refused' with Twilio's code, or 'unsure'."""
        own = {"messaging_service_sid": self._account.service_sid}
        if to.startswith(_WHATSAPP) or not self._account.service_sid:
            own = {"from_": (_WHATSAPP if to.startswith(_WHATSAPP) else "") + self._account.number}
        soon = {} if to.startswith(_WHATSAPP) else {"validity_period": _SOON_S}
        told = {"to": to, "body": text, "status_callback": self._account.url(STATUS)}
        try:
            self._client.messages.create(**told, **own, **soon)
        except ProviderSilent:
            return "unsure", 0
        except TwilioException as fault:
            status = int(getattr(fault, "status", 0))
            # Only a plain no is a no: after anything else it may have gone out.
            return ("refused" if _NO <= status < _BROKEN else "unsure"), _code(fault)
        return "sent", 0

    def older(self, before: datetime) -> Iterator[str]:
        """The ids of this door's messages that were sent before then, read page by page.

        Raises ProviderSilent or ProviderFault.
        """
        try:
            # Twilio's own filter knows days alone, so the hour is looked at here.
            found = self._client.messages.stream(date_sent_before=before, page_size=_PAGE)
            for message in islice(found, _MOST):
                if message.sid and self._ours(message) and (message.date_sent or before) <= before:
                    yield message.sid
        except TwilioException as fault:
            raise ProviderFault(_code(fault)) from None

    def _ours(self, message: MessageInstance) -> bool:
        """Whether it came to or from the number or service of this door, or its WhatsApp sender."""
        number, service = self._account.number, self._account.service_sid
        ends = {(end or "").rpartition(":")[2] for end in (message.to, message.from_)}
        return bool((number and number in ends) or (service and message.messaging_service_sid == service))


def utc(at: float) -> datetime:
    """The unix second `at` as Twilio is asked for it."""
    return datetime.fromtimestamp(at, UTC)


def _code(fault: TwilioException) -> int:
    if isinstance(fault, (TwilioRestException, TwilioServiceException)):
        return int(fault.code or fault.status)
    return 0


def _outcome(fault: TwilioException) -> Outcome:
    status = int(getattr(fault, "status", 0))
    if status == _GONE:
        return Outcome.GONE
    if _code(fault) == _NOT_FINAL:
        return Outcome.NOT_YET
    return Outcome.LATER if status == _BUSY or status >= _BROKEN else Outcome.REFUSED
