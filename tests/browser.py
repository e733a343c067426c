"""A browser that keeps one cookie and follows forms. It runs no script.

Rule: it sends what a form on the last page says, to where that form says, and
nothing that no page has offered.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from starlette.testclient import TestClient

from tests import forms
from tests.forms import Button, Form, Page

HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    text: str
    cookies: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """One request as it went out, so that it can go out again."""

    method: str
    path: str
    body: bytes | None
    cookie: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Server(Protocol):
    """Whatever answers requests."""

    def ask(self, sent: Sent) -> Answer:
        """What it says. Raises OSError or http.client.HTTPException when it says nothing."""


@dataclass(frozen=True)
class InProcess:
    """An application in this process."""

    client: TestClient
    language: str = ""

    def ask(self, sent: Sent) -> Answer:
        """What the application says."""
        headers = HEADERS | ({"Cookie": sent.cookie} if sent.cookie else {}) | dict(sent.headers)
        headers |= {"Accept-Language": self.language} if self.language else {}
        said = self.client.request(sent.method, sent.path, content=sent.body, headers=headers, follow_redirects=False)
        self.client.cookies.clear()
        return Answer(said.status_code, said.text, tuple(said.headers.get_list("set-cookie")), dict(said.headers))


@dataclass(frozen=True)
class OverHttp:
    """A server at an address, asked with urllib."""

    base: str
    patience_s: float = 10.0

    def ask(self, sent: Sent) -> Answer:
        """What the server says."""
        headers = ({"Cookie": sent.cookie} if sent.cookie else {}) | dict(sent.headers)
        request = Request(self.base + sent.path, sent.body, headers, method=sent.method)
        try:
            with urlopen(request, timeout=self.patience_s) as said:
                return _read(said, said.status)
        except HTTPError as said:
            with said:
                return _read(said, said.code)


def _read(said: http.client.HTTPResponse | HTTPError, status: int) -> Answer:
    text = said.read().decode()
    return Answer(status, text, tuple(said.headers.get_all("set-cookie", ())), dict(said.headers))


class Browser:
    """One person's browser. `answers` holds every answer, the last one last."""

    def __init__(self, server: Server) -> None:
        """A browser that has been nowhere yet."""
        self.server = server
        self.page = Page()
        self.jar: dict[str, str] = {}
        self.answer = Answer(0, "")
        self.last: Sent | None = None

    @property
    def cookie(self) -> str:
        """The Cookie header that it sends; '' without a cookie."""
        return "; ".join(f"{name}={value}" for name, value in self.jar.items())

    def go(self, path: str = "/") -> Page:
        """Open an address."""
        return self.send(Sent("GET", path, None, self.cookie))

    def press(self, form: Form, button: Button, filled: Mapping[str, tuple[str, ...]] | None = None) -> Page:
        """Press a button of a form, with these fields filled in."""
        return self.send(self.composed(form, button, filled))

    def composed(self, form: Form, button: Button, filled: Mapping[str, tuple[str, ...]] | None = None) -> Sent:
        """What pressing the button would send."""
        body = urlencode(form.pairs(button, filled or {})).encode()
        return Sent(form.method.upper(), form.action, body, self.cookie)

    def send(self, sent: Sent) -> Page:
        """Send this, and show what comes."""
        self.last = sent
        return self.show(self.server.ask(sent))

    def again(self) -> Page:
        """Send once more what was sent last, as it was."""
        assert self.last is not None
        return self.send(self.last)

    def show(self, answer: Answer) -> Page:
        """Take the answer in: its cookies, then its page."""
        self.answer = answer
        for line in answer.cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.jar.pop(name, None)
                else:
                    self.jar[name] = morsel.value
        self.page = forms.read(answer.text)
        return self.page
