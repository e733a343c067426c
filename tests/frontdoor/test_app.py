from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from frontdoor.app import front_door
from reception.publickeys import hub_keys
from reception.unseal import HubPrivate
from reception.valkey import Valkey
from tests.browser import OverHttp, Sent
from tests.house import House

LONG = timedelta(days=30).total_seconds()


@pytest.fixture
def house(valkey: Valkey, tmp_path: Path) -> Iterator[House]:
    """A front door whose hub has just looked."""
    with House.over(valkey, tmp_path) as standing:
        yield standing


def _ready(house: House) -> tuple[int, str]:
    answer = house.server().ask(Sent("GET", "/readyz", None, ""))
    return answer.status, answer.text


def test_a_door_that_can_take_referrals_is_ready(house: House) -> None:
    """With a store, a hub key that holds and somebody at the desk there is nothing to say."""
    assert (200, '{"ready":true,"why":[]}') == _ready(house)


def test_it_is_not_ready_when_nobody_reads(house: House) -> None:
    """A hub that has not looked for longer than it may takes the door out of service, with the command that ends it."""
    house.clock.at += LONG
    status, said = _ready(house)

    assert 503 == status
    assert "hub absent" in said
    assert "frontdoor hub read" in said


def test_it_is_not_ready_without_a_hub_key_that_holds(house: House) -> None:
    """A hub key that has expired while the door was open is said so."""
    old = hub_keys(HubPrivate.new(date(2020, 1, 1), 30).public().to_text())
    house.plan = replace(house.plan, sealer=replace(house.plan.sealer, hub=old))
    status, said = _ready(house)

    assert 503 == status
    assert "hub key: The hub key expired" in said


def test_it_is_not_ready_without_a_store(house: House) -> None:
    """A store that does not answer is said so, and the process counts as alive all the same."""
    nowhere = replace(house.plan.addresses, door="unix:///nowhere/at/all", keeper="unix:///nowhere/at/all")
    with TestClient(front_door(replace(house.plan, addresses=nowhere))) as client:
        alive, ready = client.get("/healthz"), client.get("/readyz")

    assert (200, 503) == (alive.status_code, ready.status_code)
    assert "store: it does not answer" in ready.text


def test_what_is_asked_of_the_house_is_not_kept(house: House) -> None:
    """Neither answer about the house may be stored by anything on the way."""
    server = house.server()

    assert {"no-store"} == {
        server.ask(Sent("GET", p, None, "")).headers["cache-control"] for p in ("/healthz", "/readyz")
    }


def test_a_serving_process_cannot_open_a_referral() -> None:
    """Nothing that `serve` loads, with every door, brings in the code that opens what was sealed."""
    code = "import sys, frontdoor.serve, frontdoor.app, frontdoor.demo; print('reception.unseal' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False" == said.stdout.strip()


def test_telegrams_library_is_not_loaded_without_a_token() -> None:
    """A door without Telegram pays nothing for it: the library is not imported."""
    code = "import sys, frontdoor.serve; print({'aiogram', 'twilio'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "set()" == said.stdout.strip()


def test_a_web_door_that_serves_has_not_loaded_telegrams_library(valkey: Valkey, tmp_path: Path) -> None:
    """A process that answers on the web without a token has no file of the library in its memory."""
    with House.over(valkey, tmp_path / "house") as house, house.served() as door:
        assert 200 == OverHttp(door.base).ask(Sent("GET", "/", None, "")).status
        assert door.process is not None
        code = "import frontdoor.serve, frontdoor.app, frontdoor.plan, frontdoor.demo, frontdoor.doctor, sys"
        said = subprocess.run(
            [sys.executable, "-c", f"{code}; print('aiogram' in sys.modules, 'aiohttp' in sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
        )
        mapped = Path(f"/proc/{door.process.pid}/maps")

        assert "False False" == said.stdout.strip()
        # What aiogram brings along is compiled: it would be mapped into the process.
        assert not mapped.exists() or "aiohttp" not in mapped.read_text()
