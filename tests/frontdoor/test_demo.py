from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from frontdoor import demo
from frontdoor.bench.visit import hold
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from tests.frontdoor.commands import bare_environment, ended, free_port, get, running


def _until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def _pids_of(folder: Path) -> list[int]:
    """Living processes that work in `folder` or were told of it."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            told = str(folder) in (place / "cmdline").read_text() + str(place.joinpath("cwd").readlink())
            alive = "\nState:\tZ" not in (place / "status").read_text()
        except OSError:
            continue
        if told and alive:
            found.append(int(place.name))
    return found


def test_a_conversation_ends_up_opened_on_the_hubs_side(tmp_path: Path) -> None:
    """Demo makes what it needs, serves the whole journey, and prints the referral that the hub opens."""
    port, data = free_port(), tmp_path / "d"
    with running(tmp_path, bare_environment(tmp_path), "demo", "--port", str(port), "--data", str(data)):
        status, _, page = get(f"http://127.0.0.1:{port}/")
        talk = asyncio.run(hold(port))
        said = tmp_path / "said"

        assert (200, True) == (status, "Practice" in page)
        assert "sent" == talk.end
        assert _until(lambda: "REFERRAL" in said.read_text())
        assert "PRACTICE" in said.read_text()
        read = ended(tmp_path, bare_environment(tmp_path), "hub", "read", "--json", "--data", str(data))

    assert 1 == len(read.stdout.splitlines())
    assert "survivor" in json.dumps(json.loads(read.stdout))


def test_it_stops_with_all_that_it_started(tmp_path: Path) -> None:
    """After SIGTERM neither the store, nor the hub's reader, nor the demo is left, and the exit code is 0."""
    port = free_port()
    with running(tmp_path, bare_environment(tmp_path), "demo", "--port", str(port)) as process:
        get(f"http://127.0.0.1:{port}/healthz")
        process.send_signal(signal.SIGTERM)

        assert 0 == process.wait(20)
    assert _until(lambda: not _pids_of(tmp_path))


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux ends children with their parent")
def test_nothing_outlives_a_demo_that_was_killed(tmp_path: Path) -> None:
    """After kill -9 the store and the hub's reader end by themselves."""
    port = free_port()
    with running(tmp_path, bare_environment(tmp_path), "demo", "--port", str(port)) as process:
        get(f"http://127.0.0.1:{port}/healthz")

        assert 3 <= len(_pids_of(tmp_path))
        process.kill()
        assert _until(lambda: not _pids_of(tmp_path))


@pytest.mark.parametrize(
    "values",
    [
        {"public_url": "https://pages.example.org"},
        {"twilio_auth_token": SecretStr("a")},
        {"telegram_token": SecretStr("a")},
        {"telegram_token": SecretStr("a"), "telegram_api_url": "http://127.0.0.1.example.org"},
    ],
)
def test_it_refuses_what_would_reach_beyond_this_machine(values: dict[str, object]) -> None:
    """A public address or a provider's token has no place in practice."""
    with pytest.raises(Refusal, match="Unset it"):
        demo.practice(Settings.model_validate(values), None, 8000)


def test_a_token_for_a_stand_in_is_fine(tmp_path: Path) -> None:
    """A token whose provider is a stand-in on loopback is practice too."""
    settings = Settings(twilio_auth_token=SecretStr("a"), twilio_api_url="http://127.0.0.1:9")

    assert "http://127.0.0.1:8000" == demo.practice(settings, tmp_path, 8000).public_url


def test_it_honours_settings_and_keeps_what_it_made(tmp_path: Path) -> None:
    """A key that is set is used; one that was made is there the next time, and closed to others."""
    first = demo.furnish(demo.practice(Settings(master_keys=SecretStr("mine")), tmp_path / "d", 8000))
    again = demo.furnish(demo.practice(Settings(), tmp_path / "d", 8000))

    assert "mine" == first.master_keys.get_secret_value()
    assert first.door_keys == again.door_keys
    assert first.hub_public_key == again.hub_public_key
    assert [] == [path for path in (tmp_path / "d").rglob("*.key*") if path.stat().st_mode & 0o077]


def test_a_taken_port_is_said_so(tmp_path: Path) -> None:
    """Where something listens already, a sentence says which port and what to do."""
    port = free_port()
    with running(tmp_path, bare_environment(tmp_path), "demo", "--port", str(port)):
        get(f"http://127.0.0.1:{port}/healthz")
        refused = ended(tmp_path, bare_environment(tmp_path), "demo", "--port", str(port), "--data", "other")

    assert 2 == refused.returncode
    assert f"Port {port}" in refused.stderr
    assert "Traceback" not in refused.stderr
