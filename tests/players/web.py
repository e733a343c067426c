"""A person at the web door, who follows its forms.

Rule: it presses what the page offers; where a page offers nothing for the words
of a talk, the talk fails. '{words}' are the return words that it was shown last.
It also fails when a page says 'sent' and nothing came, when something came that
the page does not tell or nobody asked for, and when what was left is back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlencode

from flows.plain import plain
from flows.talk import Seen, TalkFault
from tests.browser import Browser, Sent, Server
from tests.forms import Button, Control, Form, Page
from tests.house import Address, House
from web import cookie

DOOR: Final = "web"
_COME_BACK: Final = ("keep:", "return:")

Press = tuple[Form, Button, Mapping[str, tuple[str, ...]]]


@dataclass
class Player:
    """One person at a page. `requests` holds all that they sent, and when."""

    house: House
    server: Server
    requests: list[tuple[Sent, int]] = field(default_factory=list)
    code: str = ""

    def __post_init__(self) -> None:
        """Open a browser that has been nowhere."""
        self.browser = Browser(self.server)
        self.began = self.house.clock.at
        self.words, self.stood = "", ""
        self.held: list[Address] = []
        self.left: list[Address] = []
        self.agreed: set[str] = set()

    def tell(self, words: str, after: int) -> Seen:
        """What comes of `words`. Where there is nothing to press, they open the page."""
        press = self._pressed(words.replace("{words}", self.words))
        if press is None:
            return self._see(after, lambda: self.browser.go(f"/?c={self.code}" if self.code else "/"))
        return self._see(after, lambda: self.browser.press(*press))

    def resend(self, sent: Sent, after: int, *, together: bool = False) -> Seen:
        """What comes of a request that a page once offered, sent now.

        With the cookie held now; `together` with the last request, before that was answered: with the same as it.
        """
        last = self.browser.last
        jar = last.cookie if together and last else self.browser.cookie
        return self._see(after, lambda: self.browser.send(Sent(sent.method, sent.path, sent.body, jar)))

    def cry(self, words: str, after: int) -> Seen:
        """What comes of `words` in a field that the page may not even have."""
        body = urlencode({"answer": words, "do": "answer"}).encode()
        return self._see(after, lambda: self.browser.send(Sent("POST", "/", body, self.browser.cookie)))

    @property
    def forgotten(self) -> bool:
        """Whether no conversation of theirs is in the store, under any cookie they ever held."""
        return all(self.house.state(at) is None for at in self.held)

    def _see(self, after: int, act: Callable[[], Page]) -> Seen:
        self.house.clock.at = self.began + after
        waiting = self.house.waiting()
        page = act()
        assert self.browser.last is not None
        self.requests.append((self.browser.last, after))
        sent = self.house.waiting() - waiting
        self._hold(self.browser.last)
        self._judge_sending(page, sent)
        self._judge_keeping()
        self.words = " ".join(re.findall(r"<li>([a-z]+)</li>", self.browser.answer.text)) or self.words
        return Seen(page.text or None, page.step, page.urgent, bool(sent), self.forgotten)

    def _hold(self, sent: Sent) -> None:
        key = cookie.read(self.browser.jar, https=False)
        at = Address(DOOR, key.id, key.secret) if key else None
        if at and at not in self.held:
            self.held.append(at)
        if sent.path == "/leave":
            self.left = list(self.held)

    def _judge_sending(self, page: Page, sent: int) -> None:
        assert self.browser.answer.status == 200, f"A page with status {self.browser.answer.status}."
        assert self.browser.last is not None
        steps = self.house.plan.library.steps
        posted = parse_qs((self.browser.last.body or b"").decode())
        if posted.get("do", [""])[0].startswith(_COME_BACK):
            self._judge_coming_back(posted["do"][0], page, sent)
            return
        pressed = posted.get("step", [""])[0]
        before, self.stood = self.stood, page.step
        if pressed == before and pressed in steps and steps[pressed].consents:
            self.agreed.add(pressed)
        says_sent = page.step in steps and steps[page.step].hands_over
        assert sent == int(says_sent), f"{sent} came to the queue, and the page is '{page.step}'."
        assert not sent or pressed in self.agreed, f"It was sent by the form '{pressed}' on the page '{before}'."

    def _judge_coming_back(self, do: str, page: Page, sent: int) -> None:
        """Only a button that says so sends, once, and then the page is not one that says nothing was sent."""
        sends = do.startswith("return:send-")
        assert sent <= int(sends and page.step in {"return-status", "return-taken"}), f"'{do}' sent {sent}."

    def _judge_keeping(self) -> None:
        assert all(self.house.state(at) is None for at in self.left), "What was left is back."
        for at in self.held:
            state = self.house.state(at)
            assert state is None or set(state.consents) <= self.agreed, "Consent is kept that nobody gave."

    def _pressed(self, words: str) -> Press | None:
        """The form, the button and the fields that `words` mean; None where the page has nothing to press."""
        page, said = self.browser.page, plain(words)
        form, leaving = page.form("/"), page.form("/leave")
        if leaving and said in self._commands("leave"):
            return leaving, leaving.buttons[0], {}
        if form is None or not form.buttons:
            return None
        command = _come_back(form, said) or self._language(form, said) or self._command(form, said)
        if command:
            return form, command, {}
        return form, form.buttons[0], _filled(form, words)

    def _command(self, form: Form, said: str) -> Button | None:
        if said.startswith("change "):
            offered = [b for b in form.buttons if b.value.startswith("change:")]
            wanted = [b for b in offered if plain(b.text) == said.removeprefix("change ")]
        else:
            name = next((n for n in self.house.plan.library.commands if said in self._commands(n)), None)
            if name is None:
                return None
            wanted = [b for b in form.buttons if b.value == name]
        if not wanted:
            raise TalkFault(f"The page '{self.browser.page.step}' has no button for '{said}'.")
        return wanted[0]

    def _language(self, form: Form, said: str) -> Button | None:
        """The button of another language, by any word that changes to it."""
        spoken = self.house.plan.library.spoken
        wanted = {f"language:{code}" for code, language in spoken.items() if said in language.called}
        return next((button for button in form.buttons if button.value in wanted), None)

    def _commands(self, name: str) -> frozenset[str]:
        return self.house.plan.library.commands[name]


def _come_back(form: Form, said: str) -> Button | None:
    """The button of the way back with these words on it."""
    offered = (button for button in form.buttons if button.value.startswith(_COME_BACK))
    return next((button for button in offered if plain(button.text) == said), None)


def _filled(form: Form, words: str) -> dict[str, tuple[str, ...]]:
    controls = list(form.controls.values())
    parts = [part.strip() for part in words.split(" | ")] if len(controls) > 1 else [words]
    if len(parts) > len(controls):
        raise TalkFault(f"The page has {len(controls)} fields, and not one for each of '{words}'.")
    return {c.name: _values(c, part) for c, part in zip(controls, parts, strict=False) if part != "-"}


def _values(control: Control, part: str) -> tuple[str, ...]:
    if not control.options:
        return (part,)
    by_number = {str(number): value for number, (value, _, _) in enumerate(control.options, 1)}
    by_label = {plain(label): value for value, label, _ in control.options}
    numbers = part.replace(",", " ").split()
    if all(number in by_number for number in numbers):
        return tuple(by_number[number] for number in numbers)
    if plain(part) not in by_label:
        raise TalkFault(f"'{part}' is nothing that can be chosen on the page.")
    return (by_label[plain(part)],)
