"""A person in a Telegram chat, whose updates come to the door as Telegram brings them.

Rule: what stands on a button is pressed, twice, and all else is written. It reads what lies in the chat; where a
talk asks which question stands, the store is opened with every key. It fails when something was sent that no SEND
asked for, when anything lies in the chat after leaving, when one thing is answered twice, when a message could be
forwarded, rings or tells, when old buttons stay, or when what was left is back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from bot.account import INBOUND
from bot.wire import TICKED
from flows.fit import fits
from flows.message import Message
from flows.plain import plain
from flows.talk import Seen
from frontdoor.practice.telegram import Kept, Telegram
from reception.typed import leaves
from tests.browser import Sent, Server
from tests.house import Address, House
from tests.players.sms import sending

DOOR: Final = "telegram"
_CHATS: Final = 7_700_900_000
_DONE: Final = "That is all"


@dataclass
class Player:
    """One person in a chat. `requests` holds every update of theirs, and when it came."""

    house: House
    server: Server
    requests: list[tuple[Sent, int]] = field(default_factory=list)
    code: str = ""
    offered: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take a chat that nobody has written in yet."""
        self.began = self.house.clock.at
        self.chat = _CHATS + self.house.number()
        self.at = Address(DOOR, str(self.chat))
        self.telegram: Telegram = self.house.telegram

    def tell(self, words: str, after: int) -> Seen:
        """What comes of `words`: pressed where a button bears that number, else written."""
        self.house.clock.at = self.began + after
        numbers = words.replace(",", " ").split()
        found = [next((one for one in self._labels() if one.startswith(f"{number} ")), "") for number in numbers]
        several = _DONE in self._labels()
        if not found or not all(found) or not all(map(str.isdigit, numbers)) or (len(found) > 1 and not several):
            started = f"/start {self.code}" if self.code and not self.requests else words
            return self._done(self.telegram.writes(self.chat, started), words, after)
        for label in found if several else ():
            assert self._pressed(label, words, after).text is None, "A tick was answered."
        last = _DONE if several else found[0]
        seen, again = self._pressed(last, words, after), self._pressed(last, words, after)
        self.requests.pop()
        assert again.text is None, "A button that was pressed twice was answered twice."
        return seen

    def cry(self, words: str, after: int) -> Seen:
        """The same: a chat takes any words at any time."""
        return self.tell(words, after)

    def resend(self, sent: Sent, after: int, *, together: bool = False) -> Seen:
        """What comes of the same done in this chat, now: an old button is pressed late, if it was ever there."""
        del together
        self.house.clock.at = self.began + after
        update = json.loads(sent.body or b"{}")
        if "message" in update:
            words = update["message"]["text"]
            return self._done(self.telegram.writes(self.chat, words), words, after)
        label = _label(update["callback_query"])
        message, data = self.offered.get(label, (1, "never-offered"))
        return self._done(self.telegram.presses(self.chat, message, data), label.partition(" ")[0], after)

    @property
    def forgotten(self) -> bool:
        """Whether no conversation of theirs is in the store."""
        return self.house.state(self.at) is None

    def _pressed(self, label: str, words: str, after: int) -> Seen:
        return self._done(self.telegram.presses(self.chat, *self.offered[label]), words, after)

    def _labels(self) -> list[str]:
        ours = [kept for kept in self.telegram.lies(self.chat) if not kept.mine]
        return [label for row in ours[-1].rows for label, _ in row] if ours else []

    def _done(self, update: dict[str, Any], words: str, after: int) -> Seen:
        body, headers = self.telegram.envelope(update)
        sent = Sent("POST", INBOUND, body, "", headers)
        before, waiting = {kept.id for kept in self.telegram.lies(self.chat)}, self.house.waiting()
        answer = self.server.ask(sent)
        self.telegram.answered(answer.status, answer.text)
        self.requests.append((sent, after))
        came = [kept for kept in self.telegram.lies(self.chat) if kept.id not in before and not kept.mine]
        for kept in came:
            self.offered |= {label: (kept.id, data) for row in kept.rows for label, data in row}
        return self._judged(words, came, self.house.waiting() - waiting)

    def _judged(self, words: str, came: list[Kept], sent: int) -> Seen:
        library = self.house.plan.library
        if leaves(library, Message("", 0, DOOR, words=words)):
            assert not self.telegram.lies(self.chat), "Something lies in the chat after leaving."
            assert self.forgotten, "What was left is back."
        assert len(came) <= 1, "One thing was answered twice."
        for kept in came:
            self._judge(kept)
        said = "\n".join(kept.text for kept in came)
        assert sent in {0, 1}, "It was sent twice."
        assert not sent or plain(words) in sending(library), "It was sent unasked."
        reply = self.house.last(self.at)
        step = reply.step if reply and came else ""
        ends = step in library.steps and library.steps[step].hands_over
        assert bool(sent) <= ends, f"It was sent, and the message is that of '{step}'."
        danger = bool(came) and said.startswith(tuple(library.emergency_lines(of, DOOR)[0] for of in library.languages))
        labels = "\n".join(label for kept in came for row in kept.rows for label, _ in row)
        return Seen(f"{said}\n{labels}" if came else None, step, danger, bool(sent), self.forgotten)

    def _judge(self, kept: Kept) -> None:
        assert kept.protected, "It can be forwarded."
        assert kept.silent, "It rings."
        assert not kept.preview, "It would show what a link leads to."
        # Help says here too what leaving deletes, beside as much as any other door says.
        library, at = self.house.plan.library, 0
        reply = self.house.last(self.at)
        spoken = library.language(reply.language if reply else "en")
        deletes = "\n".join(("", *library.says_at("deletes", DOOR, spoken.code)))
        assert fits(spoken.texted(kept.text.replace(deletes, ""))), "It is longer than two messages."
        leave = {library.text("Leave now", of) for of in library.languages}
        assert kept.rows[-1][-1][0] in leave, "There is no button to leave."
        open_ = {line for of in library.languages for line in library.emergency_lines(of, DOOR)}
        for number, line in enumerate(kept.text.split("\n")):
            size = len(line.encode("utf-16-le")) // 2
            tells = any(f" {word} " in f" {plain(line)} " for word in library.telling) and line not in open_
            assert not tells or number, f"The first line tells: {line}"
            assert not tells or (at, size) in kept.hidden, f"It tells: {line}"
            at += size + 1
        old = [one for one in self.telegram.lies(self.chat) if one.rows and one.id != kept.id]
        assert not old, "Old buttons stay."


def _label(query: dict[str, Any]) -> str:
    rows = query["message"].get("reply_markup", {}).get("inline_keyboard", [])
    return next(
        (one["text"].removeprefix(TICKED) for row in rows for one in row if one["callback_data"] == query["data"]), ""
    )
