"""A person with a phone, whose texts come to the door as Twilio brings them: signed, one webhook each.

Rule: it reads what gets to the phone and nothing else; where a talk asks which
question stands, the store is opened with every key. It fails when something was
sent that no SEND asked for, when a text comes after leaving, when one is longer
than two messages, or when what was left is back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import parse_qsl

from flows.fit import fits
from flows.hand_over import SEND
from flows.library import Library
from flows.message import Message
from flows.plain import plain
from flows.talk import Seen
from frontdoor.practice.twilio import Kept, Twilio
from reception.typed import leaves
from sms.account import INBOUND
from tests.browser import Sent, Server
from tests.house import Address, House

DOOR: Final = "sms"


@dataclass
class Player:
    """One person who texts. `requests` holds every webhook of theirs, and when it came."""

    house: House
    server: Server
    door: Literal["sms", "whatsapp"] = "sms"
    requests: list[tuple[Sent, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take a number that nobody has texted from yet."""
        self.began = self.house.clock.at
        number = f"+4477009{self.house.number():05}"
        self.at = Address(self.door, number)
        self.sender = number if self.door == "sms" else f"whatsapp:{number}"
        assert self.house.plan.account is not None
        self.twilio = Twilio(self.house.plan.account, self._deliver, self.house.clock, advanced=False)
        self.after = 0

    def tell(self, words: str, after: int) -> Seen:
        """What comes of `words`, texted."""
        form = self.twilio.received(self.sender, words)
        body = self._sent(form)
        return self.resend(body, after)

    def cry(self, words: str, after: int) -> Seen:
        """The same: a phone takes any words at any time."""
        return self.tell(words, after)

    def resend(self, sent: Sent, after: int, *, together: bool = False) -> Seen:
        """What comes of a webhook, brought now; `together` changes nothing here, since a text carries no cookie."""
        del together
        form = dict(parse_qsl((sent.body or b"").decode(), keep_blank_values=True)) | {"From": self.sender}
        sent = self._sent(form)
        self.house.clock.at = self.began + after
        waiting = self.house.waiting()
        answer = self.server.ask(sent)
        self.requests.append((sent, after))
        texts = self.twilio.replied(form, answer.status, answer.text)
        return self._judged(form["Body"], texts, self.house.waiting() - waiting)

    @property
    def forgotten(self) -> bool:
        """Whether no conversation of theirs is in the store."""
        return self.house.state(self.at) is None

    def _judged(self, words: str, texts: tuple[Kept, ...], sent: int) -> Seen:
        library = self.house.plan.library
        message = Message("", 0, self.door, words=words)
        if leaves(library, message):
            assert not texts, "A text came after leaving."
            assert self.forgotten, "What was left is back."
        said = "\n".join(kept.body for kept in texts)
        assert fits(said), "It is longer than two messages."
        assert sent in {0, 1}, "It was sent twice."
        assert not sent or plain(words) in sending(library), "It was sent unasked."
        reply = self.house.last(self.at)
        step = reply.step if reply and texts else ""
        ends = step in library.steps and library.steps[step].hands_over
        assert bool(sent) <= ends, f"It was sent, and the text is that of '{step}'."
        urgent = (library.language(of).texted(library.emergency_lines(of, self.door)[0]) for of in library.languages)
        danger = bool(texts) and said.startswith(tuple(urgent))
        return Seen(said or None, step, danger, bool(sent), self.forgotten)

    def _sent(self, form: Mapping[str, str]) -> Sent:
        body, headers = self.twilio.envelope(INBOUND, form)
        return Sent("POST", INBOUND, body, "", headers)

    def _deliver(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        answer = self.server.ask(Sent("POST", path, body, "", headers))
        return answer.status, answer.text


def sending(library: Library) -> frozenset[str]:
    """The words that send, in any language, in plain form."""
    consents = [f for step in library.steps.values() if step.consents for f in step.fields]
    heard = (library.hears(f, language).get(SEND, ()) for f in consents for language in library.languages)
    return frozenset(plain(word) for words in heard for word in words)
