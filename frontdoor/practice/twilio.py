"""Stands in for Twilio: an account, its messages, and the webhooks that it signs.

Rule: it does what Twilio is documented to do, and on request what Twilio does on a
bad day: late, twice, out of order, not at all. It reaches nobody's telephone.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator

from flows.provider_words import HELPS, STARTS, STOPS
from frontdoor.practice.contract import STATUSES, Contract
from sms.account import INBOUND, STATUS, Account
from sms.wire import size

SIGNED: Final = "X-Twilio-Signature"
_STOPPED: Final = 21610

Bytes = tuple[int, str]
Deliver = Callable[[str, bytes, Mapping[str, str]], Bytes]
"""Posts a body with headers to a path of the door; the status and text of its answer."""


class DoorFault(AssertionError):
    """The door answered what Twilio would not take."""


@dataclass
class Kept:
    """One message as Twilio keeps it. Times are unix seconds."""

    sid: str
    direction: Literal["inbound", "outbound-reply", "outbound-api"]
    from_: str = field(repr=False)
    to: str = field(repr=False)
    body: str = field(repr=False)
    at: float
    status: str
    segments: int = 1
    media: int = 0
    error: int = 0
    callback: str = field(default="", repr=False)


@dataclass
class Faults:
    """How Twilio fares today. Each count is of requests to its API, used up one by one."""

    slow_s: float = 0.0
    refuses: list[int] = field(default_factory=list)
    """Codes to answer the next requests with."""
    loses: int = 0
    """Answers that do not get back, though what was asked is done."""


@dataclass
class Twilio:
    """One account at a stand-in for Twilio. `advanced` is a Messaging Service that handles STOP, START and HELP."""

    account: Account
    deliver: Deliver = field(repr=False)
    clock: Callable[[], float] = time.time
    advanced: bool = True
    contract: Contract = field(default_factory=Contract.of)
    faults: Faults = field(default_factory=Faults)
    messages: dict[str, Kept] = field(default_factory=dict, repr=False)
    stopped: set[str] = field(default_factory=set, repr=False)
    callbacks: list[tuple[str, dict[str, str]]] = field(default_factory=list, repr=False)
    asked: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def text(self, sender: str, body: str, *, media: int = 0, sid: str = "", **more: str) -> tuple[Kept, ...]:
        """What comes to the phone of `sender` after it sent this. Raises DoorFault for an answer that is no TwiML."""
        form = self.received(sender, body, media=media, sid=sid) | more
        return self.replied(form, *self.post(INBOUND, form))

    def received(self, sender: str, body: str, *, media: int = 0, sid: str = "") -> dict[str, str]:
        """The form that Twilio would post for this message, which it keeps from now on."""
        sid = sid or ("MM" if media else "SM") + secrets.token_hex(16)
        to = f"whatsapp:{self.account.number}" if sender.startswith("whatsapp:") else self.account.number
        kept = Kept(sid, "inbound", sender, to, body, self.clock(), "received", size((body,)), media)
        self.messages.setdefault(sid, kept)
        form = {
            "ToCountry": "GB",
            "SmsMessageSid": sid,
            "NumMedia": str(media),
            "ToCity": "",
            "SmsSid": sid,
            "SmsStatus": "received",
            "Body": body,
            "FromCountry": "GB",
            "To": to,
            "NumSegments": str(kept.segments),
            "MessageSid": sid,
            "AccountSid": self.account.sid,
            "From": sender,
            "ApiVersion": "2010-04-01",
        }
        form |= {f"MediaUrl{n}": f"https://media.invalid/{sid}/{n}" for n in range(media)}
        if self.account.service_sid:
            form["MessagingServiceSid"] = self.account.service_sid
        opting = self._opting(sender, body)
        return form | {"OptOutType": opting} if opting and self.advanced else form

    def replied(self, form: Mapping[str, str], status: int, text: str) -> tuple[Kept, ...]:
        """The messages in an answer of the door, kept, and those of them that get through."""
        if status != 200:  # noqa: PLR2004 - OK
            raise DoorFault(f"The door answered {status}.")
        made = [self._made(form, message) for message in _messages(text)]
        return tuple(kept for kept in made if not kept.error)

    def post(self, path: str, form: Mapping[str, str]) -> Bytes:
        """Post a form to the door, signed as Twilio signs it."""
        return self.deliver(path, *self.envelope(path, form))

    def envelope(self, path: str, form: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
        """The body and the headers that such a form comes in."""
        signature = RequestValidator(self.account.tokens[0]).compute_signature(self.account.url(path), dict(form))
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", SIGNED: signature}
        return urlencode(list(form.items())).encode(), headers

    def call_back(self, *, twice: bool = False, backwards: bool = False) -> int:
        """Post every status callback that waits; how many. Those of a message come in order unless told otherwise."""
        waiting, self.callbacks = self.callbacks, []
        for path, form in reversed(waiting) if backwards else waiting:
            for _ in range(2 if twice else 1):
                self.post(path, form)
        return len(waiting)

    def _opting(self, sender: str, body: str) -> str:
        """What Twilio does by itself with a word that it keeps for itself."""
        word = body.strip().lower()
        if sender.startswith("whatsapp:"):
            return ""
        if word in STOPS:
            self.stopped.add(sender)
            return "STOP"
        if word in STARTS | {"yes"} and sender in self.stopped:
            self.stopped.discard(sender)
            return "START"
        return "HELP" if word in HELPS else ""

    def _made(self, form: Mapping[str, str], message: ET.Element) -> Kept:
        body, to = message.text or "", form["From"]
        if not 0 < len(body) <= 1600:  # noqa: PLR2004 - Twilio's limit
            raise DoorFault(f"A message of {len(body)} characters.")
        kept = Kept("SM" + secrets.token_hex(16), "outbound-reply", form["To"], to, body, self.clock(), "queued")
        kept.segments, kept.callback = size((body,)), message.get("statusCallback", "")
        self.messages[kept.sid] = kept
        if to in self.stopped:
            kept.error = _STOPPED
        self._goes_out(kept, ("failed",) if kept.error else ("sent", "delivered"))
        return kept

    def _goes_out(self, kept: Kept, statuses: tuple[str, ...]) -> None:
        for status in statuses:
            if status not in STATUSES:
                raise DoorFault(f"{status} is no status of Twilio's.")
            kept.status = status
            if kept.callback:
                self.callbacks.append((_path(self.account, kept.callback), self._status(kept)))

    def _status(self, kept: Kept) -> dict[str, str]:
        form = {
            "SmsSid": kept.sid,
            "SmsStatus": kept.status,
            "MessageStatus": kept.status,
            "To": kept.to,
            "MessageSid": kept.sid,
            "AccountSid": self.account.sid,
            "From": kept.from_,
            "ApiVersion": "2010-04-01",
        }
        return form | ({"ErrorCode": str(kept.error)} if kept.error else {})


def _messages(text: str) -> list[ET.Element]:
    """The messages in a TwiML answer. Raises DoorFault where it is none."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - our own door wrote it
    except ET.ParseError as fault:
        raise DoorFault("The answer is no XML.") from fault
    if root.tag != "Response" or any(child.tag != "Message" for child in root):
        raise DoorFault("The answer is no TwiML for messages.")
    return list(root)


def _path(account: Account, url: str) -> str:
    """The path of a callback. Raises DoorFault for one that leads elsewhere."""
    if url != account.url(STATUS):
        raise DoorFault("The status callback leads elsewhere.")
    return STATUS
