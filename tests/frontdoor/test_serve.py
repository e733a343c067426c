from __future__ import annotations

import http.client
import socket
import subprocess
from pathlib import Path

import pytest

from frontdoor import serve
from frontdoor.refusal import Refusal
from reception import binary
from reception.unseal import HubPrivate
from tests.frontdoor.commands import TODAY, ended, free_port, get, running, whole_environment

EXPIRED = HubPrivate.new(TODAY.replace(year=2020, day=1), 30).public().to_text()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HUB_PUBLIC_KEY", "", "no hub key"),
        ("HUB_PUBLIC_KEY", EXPIRED, "expired"),
        ("HUB_PUBLIC_KEY", "frontdoor-hub-1.rubbish", "cannot be read"),
        ("MASTER_KEYS", "", "frontdoor setup"),
        ("DOOR_KEYS", "rubbish", "frontdoor setup"),
        ("PUBLIC_URL", "http://pages.example.org", "anybody on the way could read"),
        ("PUBLIC_URL", "", "FRONTDOOR_PUBLIC_URL"),
        ("REDIS_URL", "unix:///nowhere/at/all", "does not answer"),
        ("LIBRARY", "broken", "library"),
        ("LIBRARY", "", "frontdoor flows sign"),
    ],
)
def test_it_refuses_to_start_and_says_what_to_do(tmp_path: Path, name: str, value: str, says: str) -> None:
    """Each thing that a promise hangs on stops the start, with a sentence and no trace."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "safety.toml").write_text("emergency = []\n")
    environment = whole_environment(tmp_path) | {f"FRONTDOOR_{name}": value}
    refused = ended(tmp_path, environment, "serve", "--port", str(free_port()))

    assert 2 == refused.returncode
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "" == refused.stdout


@pytest.mark.parametrize("place", ["data/hub/hub.key", "hub.key"])
def test_it_refuses_with_a_private_hub_key_in_reach(tmp_path: Path, place: str) -> None:
    """A door that could open what it hands over does not open."""
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(HubPrivate.new(TODAY).to_text())
    refused = ended(tmp_path, whole_environment(tmp_path), "serve", "--port", str(free_port()))

    assert 2 == refused.returncode
    assert f"private hub key lies within reach of the door: {path}" in refused.stderr


def test_it_refuses_a_store_that_does_not_sync(tmp_path: Path) -> None:
    """A store that answers before a write is on disk is not used."""
    place = tmp_path / "s"
    command = [
        str(binary.find()),
        "--port",
        "0",
        "--unixsocket",
        str(place),
        "--appendonly",
        "yes",
        "--dir",
        str(tmp_path),
    ]
    with subprocess.Popen([*command, "--appendfsync", "everysec"], stdout=subprocess.DEVNULL) as store:
        while not place.exists():
            assert store.poll() is None
        environment = whole_environment(tmp_path) | {"FRONTDOOR_REDIS_URL": f"unix://{place}"}
        refused = ended(tmp_path, environment, "serve", "--port", str(free_port()))
        store.terminate()

    assert 2 == refused.returncode
    assert "appendfsync always" in refused.stderr


def test_it_says_nothing_of_itself_or_of_anyone(tmp_path: Path) -> None:
    """No server or date header, and no line in the log for a request, whatever was asked."""
    port = free_port()
    with running(tmp_path, whole_environment(tmp_path), "serve", "--port", str(port), "--debug"):
        _, headers, _ = get(f"http://127.0.0.1:{port}/?c=CANARY")
        get(f"http://127.0.0.1:{port}/canary/07700900123")
        said = (tmp_path / "said").read_text()

    assert {"server", "date", "x-powered-by", "via"}.isdisjoint(headers)
    assert "canary" not in said.lower()
    assert "07700900123" not in said


def test_readyz_says_why_no_referral_is_taken(tmp_path: Path) -> None:
    """A door whose queue nobody has ever read is alive and not ready, and says what to do."""
    port = free_port()
    with running(tmp_path, whole_environment(tmp_path), "serve", "--port", str(port)):
        alive, _, _ = get(f"http://127.0.0.1:{port}/healthz")
        status, _, said = get(f"http://127.0.0.1:{port}/readyz")

    assert (200, 503) == (alive, status)
    assert "hub absent" in said


def test_answers_do_not_wait_for_the_network(tmp_path: Path) -> None:
    """The listening socket has its protocol named, without which each answer of a busy line waits 40 ms."""
    with serve.bind("127.0.0.1", 0) as line:
        assert socket.IPPROTO_TCP == line.proto


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99_999), ("203.0.113.1", 8000)])
def test_an_address_that_is_not_ours_is_refused(host: str, port: int) -> None:
    """What cannot be listened on is said in a sentence."""
    with pytest.raises(Refusal, match="cannot be opened"):
        serve.bind(host, port)


def test_a_body_without_end_does_not_hold_the_door(tmp_path: Path) -> None:
    """A request that never ends its body keeps nobody else waiting."""
    port = free_port()
    with running(tmp_path, whole_environment(tmp_path), "serve", "--port", str(port)):
        get(f"http://127.0.0.1:{port}/healthz")
        slow = http.client.HTTPConnection("127.0.0.1", port)
        slow.putrequest("POST", "/")
        slow.putheader("Content-Length", "100")
        slow.endheaders(b"a=")
        status, _, _ = get(f"http://127.0.0.1:{port}/")
        slow.close()

    assert 200 == status
