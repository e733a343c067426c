"""The practice phone: real webhooks, segments and pence, a page of its own, and never where people are served."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.frontdoor.commands import bare_environment, free_port, get, running, whole_environment


class Visit:
    """A browser at /try, with its one cookie."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""
        self.headers: dict[str, str] = {}

    def go(self, method: str = "GET", **form: str) -> str:
        """The page, after a press of the button when there is a form."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, "/try", urlencode(form), sent)
        answer = line.getresponse()
        text = answer.read().decode()
        self.headers = {name.lower(): value for name, value in answer.headers.items()}
        self.cookie = self.headers.get("set-cookie", self.cookie).partition(";")[0]
        line.close()
        return self.go() if answer.status == 303 else text


def test_a_conversation_on_the_phone(tmp_path: Path) -> None:
    """It talks to the real endpoint, shows what each text costs, runs nothing, and its cookie stays on its page."""
    port = free_port()
    with running(tmp_path, bare_environment(tmp_path), "demo", "--port", str(port), "--data", str(tmp_path / "d")):
        get(f"http://127.0.0.1:{port}/healthz")
        visit = Visit(port)
        assert "Practice. Nobody reads what you write here." in visit.go()
        shown = visit.go("POST", do="send", body="hello")

        assert "Is it OK to message here now?" in shown
        assert "2 segments, 8.0p" in shown
        assert "So far 3 segments, 8.6p: 1 from the phone, 2 to it." in shown
        assert "path=/try" in visit.headers["set-cookie"].lower()
        assert "httponly" in visit.headers["set-cookie"].lower()
        assert "default-src 'none'" in visit.headers["content-security-policy"]
        assert "script" not in shown + visit.headers["content-security-policy"]
        assert 1 == visit.go("POST", do="send", body="1", twice="on").count("Please choose what fits you best.")
        assert "We cannot open pictures" in visit.go("POST", do="send", body="", media="on")
        assert "Nothing comes back." in visit.go("POST", do="send", body="bye")
        assert "Nothing comes back. The provider says its own words" in visit.go("POST", do="send", body="stop")
        assert "whatsapp:+447700900" in visit.go("POST", do="whatsapp")
        assert "&lt;b&gt;" in visit.go("POST", do="send", body="<b>")


@pytest.mark.parametrize("path", ["/try", "/try/"])
def test_serve_has_no_phone(tmp_path: Path, path: str) -> None:
    """Where people are served there is no such page."""
    port = free_port()
    with running(tmp_path, whole_environment(tmp_path), "serve", "--port", str(port)):
        get(f"http://127.0.0.1:{port}/healthz")

        assert 404 == get(f"http://127.0.0.1:{port}{path}")[0]
