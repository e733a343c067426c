"""The Telegram-like window of the demo."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from frontdoor.app import front_door
from frontdoor.practice import window
from reception.valkey import Valkey
from tests.house import ORIGIN, House


def test_a_chat_from_hello_to_leaving(valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The door opens when somebody looks; what is written is answered with buttons, and leaving empties the chat."""
    with House.over(valkey, tmp_path / "house") as house:
        app = front_door(house.plan, window.routes(ORIGIN))
        app.state.plan = house.plan
        with TestClient(app, base_url=ORIGIN) as client:

            def deliver(path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
                answer = client.post(path, content=body, headers=dict(headers))
                return answer.status_code, answer.text

            monkeypatch.setattr(window, "over_http", lambda _: deliver)

            def does(**form: str) -> str:
                body = urlencode(form)
                kind = {"Content-Type": "application/x-www-form-urlencoded"}
                return client.post(window.PATH, content=body, headers=kind).text

            first = client.get(window.PATH)
            assert "Practice." in first.text
            assert "default-src 'none'" in first.headers["content-security-policy"]
            page = does(do="send", body="hello")
            assert "Is it OK to message here now?" in page
            on, data = re.findall(r'name="on" value="(\d+)".*?name="data" value="([\w-]+)"', page)[-1]
            page = does(on=on, data=data)
            assert "In this chat: 0 messages." in page
            assert "OK" in page
