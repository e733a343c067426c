"""The survivor journey by a script that follows forms, from the demo's first page to the hub's screen."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import forms
from tests.browser import Browser, OverHttp, Sent
from tests.running import ROOT, Running, run

SCHEMA = json.loads((ROOT / "docs" / "schema" / "referral.schema.json").read_text("utf-8"))
NUMBER = "07700 900123"
STORY = "They read my messages, and I am tired of it."
TIMES = 5

# What is filled in where a page asks for it; every other question is answered by its first choice, or left empty.
FILLED = {
    "age": "34",
    "story": STORY,
    "call_me": "Sam",
    "place": "RH1",
    "call_me_on": NUMBER,
    "call_me_when": "weekdays 10-12",
}


@dataclass(frozen=True)
class Demo:
    """A demo that runs, and its folder."""

    running: Running
    data: Path

    def read(self) -> list[dict[str, Any]]:
        """The referrals as `hub read --json` prints them."""
        done = run(self.running.folder, "hub", "read", "--json", "--data", str(self.data))
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`frontdoor demo`, running on a port of its own over a folder that was empty."""
    folder = tmp_path_factory.mktemp("demo")
    with Running(folder, ("demo", "--data", str(folder / "data"))) as running:
        yield Demo(running, folder / "data")


def to_the_last_form(browser: Browser) -> None:
    """Follow forms from the first page until only the one that sends is left to press."""
    browser.go()
    for _ in range(40):
        form = browser.page.form("/")
        assert form is not None
        if any(value == "send" for control in form.controls.values() for value, _, _ in control.options):
            return
        browser.press(form, form.buttons[0], dict(_filled(form)))
        assert browser.answer.status == 200
    pytest.fail("There was no end to the questions.")


def _filled(form: forms.Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    alone = dict(form.hidden).get("field", "")
    for name, control in form.controls.items():
        asked = name.partition(".")[2] or alone
        if asked in FILLED:
            yield name, (FILLED[asked],)
        elif control.options:
            yield name, (control.options[0][0],)


def last_press(browser: Browser) -> Sent:
    """What pressing the last form sends."""
    form = browser.page.form("/")
    assert form is not None
    (name,) = form.controls
    return browser.composed(form, form.buttons[0], {name: ("send",)})


def test_a_script_that_follows_forms_reaches_the_hub(demo: Demo) -> None:
    """What was answered on the pages is printed by the hub, whole and as the schema says."""
    before = len(demo.read())
    browser = Browser(OverHttp(demo.running.base))
    to_the_last_form(browser)
    assert "It has arrived." in browser.send(last_press(browser)).text

    *_, referral = demo.read()
    assert len(demo.read()) == before + 1
    jsonschema.Draft202012Validator(SCHEMA).validate(referral)
    assert [STORY] == [one["text"] for one in referral["narrative"]]
    assert "Sam" == referral["people"][0]["name_used"]
    (route,) = [r for plan in referral["contact_plans"] for r in plan["routes"] if r["status"] == "safe"]
    assert "+447700900123" == route["value"].replace(" ", "")


def test_the_last_form_again_and_again_is_one_referral(demo: Demo) -> None:
    """The last form posted once and five times more says 'arrived' each time, and leaves one referral."""
    before = len(demo.read())
    browser = Browser(OverHttp(demo.running.base))
    to_the_last_form(browser)
    last = last_press(browser)

    for _ in range(1 + TIMES):
        assert "It has arrived." in browser.send(last).text
    assert len(demo.read()) == before + 1


def test_the_last_form_pressed_by_many_at_once_is_one_referral(demo: Demo) -> None:
    """The last form arriving sixteen times in the same instant says 'arrived' each time, and leaves one referral."""
    before = len(demo.read())
    browser = Browser(OverHttp(demo.running.base))
    to_the_last_form(browser)

    assert browser.last is not None
    # The question before, once more: after it there are as many lines to the store, and nobody waits for one.
    all_at_once(demo.running.port, browser.last, 16)

    said = all_at_once(demo.running.port, last_press(browser), 16)
    assert all("It has arrived." in text for text in said)
    assert len(demo.read()) == before + 1


def all_at_once(port: int, sent: Sent, times: int) -> list[str]:
    """What is answered when this arrives on as many lines at once: each is held at its last byte, then let go."""
    body = sent.body or b""
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {sent.cookie}\r\nConnection: close\r\n"
    whole = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    with ExitStack() as lines:
        opened = [lines.enter_context(socket.create_connection(("127.0.0.1", port), 10)) for _ in range(times)]
        for line in opened:
            line.sendall(whole[:-1])
        for line in opened:
            line.sendall(whole[-1:])
        return [line.makefile("rb").read().decode() for line in opened]
