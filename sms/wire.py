"""The wire of the text door: a webhook to what a person did, texts to TwiML.

Rule: pure. What comes from nobody who could read an answer is nobody's message,
and no address of a picture or sound is ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from reception.front import Message
from reception.typed import STARTS, STOPS, fold, plain, segments

Opting = Literal["STOP", "START", "HELP"]

_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
# A business-scoped user id: two letters of a country, a point, and what Meta likes.
_USER = re.compile(r"[A-Z]{2}\.[A-Za-z0-9._-]{1,128}")
_MOBILE: Final = "+447"
_NO_ANSWER: Final = frozenset((PhoneNumberType.FIXED_LINE, PhoneNumberType.VOICEMAIL, PhoneNumberType.PAGER))
_OPTING: Final[Mapping[str, Opting]] = {"STOP": "STOP", "START": "START", "HELP": "HELP"}
FINAL: Final = frozenset(("delivered", "undelivered", "failed", "read", "canceled"))
_LONGEST: Final = 1600
"""Characters of one message that Twilio takes."""


@dataclass(frozen=True, slots=True)
class Text:
    """One message that came in. `address` is a number, or on WhatsApp a number or a user id.

    `opting` is what the provider has done and answered by itself. `says_start` means
    as much only for somebody who had stopped: to anyone else START is a word.
    """

    door: Literal["sms", "whatsapp"]
    address: str = field(repr=False)
    message: Message
    opting: Opting | None = None
    says_start: bool = False

    @property
    def line(self) -> str:
        """The address as Twilio writes it: who stops on one of its channels has not stopped on the other."""
        return self.address if self.door == "sms" else f"{self.door}:{self.address}"


@dataclass(frozen=True, slots=True)
class Told:
    """What Twilio says became of a message of ours. `error` is 0 where nothing went wrong."""

    sid: str = field(repr=False)
    to: str = field(repr=False)
    final: bool
    error: int


def lines(number: str) -> tuple[str, ...]:
    """The number as Twilio writes it, on each of its channels: see Text.line."""
    return (number, f"whatsapp:{number}")


def sid(form: Mapping[str, str]) -> str | None:
    """The message's id at Twilio; None when there is none that could be one."""
    given = form.get("MessageSid") or form.get("SmsSid", "")
    return given if _SID.fullmatch(given) else None


def read(form: Mapping[str, str], at: int) -> Text | None:
    """The message in `form`, which came at the unix second `at`; None where nobody could read an answer."""
    sent_by, id_ = _sender(form.get("From", "")), sid(form)
    if sent_by is None or id_ is None:
        return None
    door, address = sent_by
    words = form.get("ButtonText") or form.get("Body", "")
    unopened = _count(form.get("NumMedia", "")) > 0 or "Latitude" in form
    says, said = bool(fold(words).strip()), plain(words)
    message = Message(
        id=id_,
        at=at,
        door=door,
        words=words if says else None,
        # Without a word there is nothing to answer with: the question is put again.
        command=None if says else "repeat",
        unopened=unopened,
    )
    return Text(door, address, message, _opting(form, door, said), said in STARTS)


def told(form: Mapping[str, str]) -> Told | None:
    """What a status callback says; None when it names no message."""
    id_ = sid(form)
    if id_ is None:
        return None
    final = form.get("MessageStatus", form.get("SmsStatus", "")) in FINAL
    return Told(id_, form.get("To", ""), final, _count(form.get("ErrorCode", "")))


def pieces(text: str) -> tuple[str, ...]:
    """`text` as it is sent: with plain marks for typographic ones, parted only where Twilio would take no more."""
    folded = fold(text)
    return tuple(folded[start : start + _LONGEST] for start in range(0, len(folded), _LONGEST))


def size(texts: tuple[str, ...]) -> int:
    """How many messages these make on a phone."""
    return sum(segments(text).count for text in texts)


def twiml(texts: tuple[str, ...], status_callback: str = "") -> str:
    """The answer to a webhook: each text as a message, nothing for none."""
    told_at = f" statusCallback={quoteattr(status_callback)}" if status_callback else ""
    said = "".join(f"<Message{told_at}>{escape(text)}</Message>" for text in texts)
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>'


def _sender(given: str) -> tuple[Literal["sms", "whatsapp"], str] | None:
    """The door and address of whoever wrote. None for short codes and names, which are machines, and for landlines.

    A text to a landline is read out loud to whoever picks it up.
    """
    kind, colon, address = given.rpartition(":")
    if not colon:
        return ("sms", given) if _NUMBER.fullmatch(given) and _may_read(given) else None
    known = _NUMBER.fullmatch(address) or _USER.fullmatch(address)
    return ("whatsapp", address) if kind == "whatsapp" and known else None


def _may_read(number: str) -> bool:
    if number.startswith(_MOBILE):
        return True
    try:
        return phonenumbers.number_type(phonenumbers.parse(number)) not in _NO_ANSWER
    except NumberParseException:
        return False


def _opting(form: Mapping[str, str], door: str, said: str) -> Opting | None:
    named = form.get("OptOutType", "").upper()
    if named in _OPTING:
        return _OPTING[named]
    # By WhatsApp the provider keeps no words for itself: there STOP only leaves.
    return "STOP" if door == "sms" and said in STOPS else None


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004 - no count of ours is longer
