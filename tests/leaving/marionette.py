"""Firefox, driven through Marionette, the door that every Firefox has: no driver and no library is needed.

Rule: a profile of its own, thrown away after; clicks and keys go in as a person's do.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

NAMES: Final = ("firefox-esr", "firefox")
_PATIENCE_S = 60.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.server": "http://127.0.0.1:9/",
}


class Said(Exception):
    """What Firefox refused, in its own words."""


@dataclass
class Firefox:
    """A running Firefox with one window."""

    profile: Path
    line: socket.socket
    count: int = 0

    @classmethod
    @contextmanager
    def open(cls, profile: Path) -> Iterator[Self]:
        """Firefox over this profile folder, until the block ends."""
        port = _prepare(profile)
        with subprocess.Popen(
            [_program(), "--headless", "--marionette", "--remote-allow-system-access", "--profile", str(profile)],
            env=os.environ | {"HOME": str(profile), "MOZ_HEADLESS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                with _connected(port) as line:
                    firefox = cls(profile, line)
                    firefox._hear()
                    firefox.tell("WebDriver:NewSession")
                    yield firefox
                    with suppress(OSError):
                        firefox.tell("Marionette:Quit", flags=["eForceQuit"])
                process.wait(_PATIENCE_S)
            finally:
                process.kill()

    def tell(self, command: str, **words: Any) -> Any:
        """Give one command, and what came of it. Raises Said."""
        self.count += 1
        message = json.dumps([0, self.count, command, words]).encode()
        self.line.sendall(str(len(message)).encode() + b":" + message)
        _, _, fault, result = self._hear()
        if fault:
            raise Said(fault["message"])
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def go(self, url: str) -> None:
        """Open an address."""
        self.tell("WebDriver:Navigate", url=url)

    def back(self) -> None:
        """Press Back."""
        self.tell("WebDriver:Back")

    def run(self, script: str, *words: object) -> Any:
        """What `script` returns in the page."""
        return self.tell("WebDriver:ExecuteScript", script=script, args=list(words), newSandbox=False)

    def inside(self, script: str) -> Any:
        """What `script` returns inside the browser itself."""
        self.tell("Marionette:SetContext", value="chrome")
        try:
            return self.run(script)
        finally:
            self.tell("Marionette:SetContext", value="content")

    def find(self, css: str) -> str:
        """The element, as other commands name it."""
        found = self.tell("WebDriver:FindElement", using="css selector", value=css)
        name: str = found[_ELEMENT]
        return name

    def click(self, css: str) -> None:
        """Press it with the mouse."""
        self.tell("WebDriver:ElementClick", id=self.find(css))

    def type(self, css: str, words: str) -> None:
        """Type into it."""
        self.tell("WebDriver:ElementSendKeys", id=self.find(css), text=words)

    def keys(self, *keys: str) -> None:
        """Press and release keys of the keyboard, one after another."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.tell("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": strokes}])

    def touch(self, css: str) -> None:
        """Tap it with a finger."""
        at = {"type": "pointerMove", "duration": 0, "origin": {_ELEMENT: self.find(css)}, "x": 0, "y": 0}
        tap = [at, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": tap}
        self.tell("WebDriver:PerformActions", actions=[finger])

    def wait(self, script: str, *words: object) -> None:
        """Wait until `script` returns true in the page."""
        until = time.monotonic() + 15
        while True:
            with suppress(Said):
                if self.run(script, *words):
                    return
            assert time.monotonic() < until, f"It never came true: {script}"
            time.sleep(0.05)

    def _hear(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self._some(1)
        wanted, message = int(size[:-1]), b""
        while len(message) < wanted:
            message += self._some(wanted - len(message))
        return json.loads(message)

    def _some(self, most: int) -> bytes:
        some = self.line.recv(most)
        if not some:
            raise ConnectionError("Firefox has hung up.")
        return some


def _program() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "There is no Firefox here. Run: make prove"
    return found


def _prepare(profile: Path) -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port: int = line.getsockname()[1]
    wanted = _PREFERENCES | {"marionette.port": port}
    profile.mkdir(parents=True, exist_ok=True)
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items())
    (profile / "user.js").write_text("\n".join(lines) + "\n")
    return port


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_S)
        except OSError:
            assert time.monotonic() < until, "Firefox did not start."
            time.sleep(0.1)
