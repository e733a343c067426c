from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from reception import valkey as embedded
from reception.storefault import StoreFault
from reception.valkey import HUB_URL, Valkey

CANARY = "talk:{0}:canary"


def door(running: Valkey) -> redis.Redis:
    """The door's user of that store."""
    return redis.Redis.from_url(running.url("door"), protocol=2)


def eventually(true: Callable[[], bool]) -> None:
    """Wait until it is true, for ten seconds at most."""
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def answers(running: Valkey) -> bool:
    """Whether that store answers its door."""
    with contextlib.suppress(redis.ConnectionError), door(running) as client:
        return bool(client.ping())
    return False


def test_what_was_written_outlives_a_killed_server(roof: Path) -> None:
    """The server is killed outright, started again by us, and still has what it said yes to."""
    with Valkey(roof) as running, door(running) as client:
        client.set(CANARY, "here")
        first = running.pid
        os.kill(first, signal.SIGKILL)
        eventually(lambda: running.pid != first and answers(running))
        assert client.get(CANARY) == b"here"


def test_what_was_written_outlives_a_killed_starter(roof: Path) -> None:
    """We are killed outright; the next start on the same folder works at once and has everything."""
    program = (
        "import sys, time, redis\n"
        "from pathlib import Path\n"
        "from reception.valkey import Valkey\n"
        "running = Valkey(Path(sys.argv[1])); running.start()\n"
        f"redis.Redis.from_url(running.url('door'), protocol=2).set({CANARY!r}, 'here')\n"
        "print(running.pid, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, roof], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        server = int(starter.stdout.readline())
        starter.kill()
    if sys.platform == "linux":
        eventually(lambda: not Path(f"/proc/{server}/exe").exists())
    began = time.monotonic()
    with Valkey(roof) as running, door(running) as client:
        assert client.get(CANARY) == b"here"
    assert time.monotonic() - began < 5


def test_a_second_store_on_the_same_folder_is_refused(roof: Path) -> None:
    """Two servers on one folder would spoil it; the second is told so, and the first goes on."""
    with Valkey(roof) as running:
        with pytest.raises(StoreFault, match="Another front door"):
            Valkey(roof).start()
        assert answers(running)


def test_a_refused_start_leaves_the_address_for_the_hub(roof: Path) -> None:
    """Stopping what never started takes nothing from the one that runs."""
    with Valkey(roof) as running:
        second = Valkey(roof)
        with pytest.raises(StoreFault):
            second.start()
        second.stop()
        assert (roof / HUB_URL).read_text() == running.url("hub")


def test_its_files_are_ours_alone(roof: Path) -> None:
    """No other user of the machine may read what is kept, nor reach the socket."""
    with Valkey(roof) as running:
        found = [roof, running.run, *roof.rglob("*"), *running.run.rglob("*")]
        assert len(found) > 6
        assert [path for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_stopping_leaves_no_server_socket_or_address(roof: Path) -> None:
    """After a stop the server is gone, and so is every way to it."""
    running = Valkey(roof)
    running.start()
    pid = running.pid
    running.stop()
    running.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not running.run.exists()
    assert not (roof / HUB_URL).exists()


def test_a_long_data_path_has_a_short_socket(tmp_path: Path) -> None:
    """Sockets may have 108 bytes of path; data folders may be deeper than that."""
    with Valkey(tmp_path / ("deep" * 20) / ("er" * 40)) as running:
        assert answers(running)


def test_a_folder_name_with_quotes_and_spaces_works(tmp_path: Path) -> None:
    """What a folder is called never breaks the server's settings."""
    with Valkey(tmp_path / 'a "quoted" \\ name') as running:
        assert answers(running)


def test_what_a_broken_rewrite_left_is_cleared(roof: Path) -> None:
    """A rewrite that was cut short left a copy of things since forgotten: it goes before the next start."""
    with Valkey(roof):
        pass
    left = roof / "appendonlydir" / "temp-rewriteaof-bg-1.aof"
    left.write_text("forgotten")
    with Valkey(roof):
        assert not left.exists()


def test_a_store_that_cannot_start_says_why(roof: Path) -> None:
    """The server's own last words are in the error, since they say what to mend."""
    with Valkey(roof):
        pass
    manifest = roof / "appendonlydir" / "appendonly.aof.manifest"
    manifest.write_text("nonsense")
    with pytest.raises(StoreFault, match="does not start") as fault:
        Valkey(roof).start()
    assert "It said:" in fault.value.mend


def test_a_program_that_does_not_run_is_a_fault(roof: Path, tmp_path: Path) -> None:
    """A server that is there but cannot be run is said so, and nothing hangs."""
    program = tmp_path / "valkey-server"
    program.write_text("no program")
    with pytest.raises(StoreFault, match="does not start"):
        Valkey(roof, program=program).start()


def test_a_socket_folder_of_someone_else_is_refused(
    roof: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that all may write to, a name that others can enter is not used."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    with Valkey(roof) as running:
        folder = running.run
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with pytest.raises(StoreFault, match="not ours alone"):
        Valkey(roof).start()


def test_passwords_are_in_no_repr_and_no_file_but_the_hubs(roof: Path) -> None:
    """The door's and the keeper's passwords stay in our memory; the files hold hashes."""
    with Valkey(roof) as running:
        secrets = [running.users.passwords[user] for user in ("door", "keeper")]
        files = [path for path in (*roof.rglob("*"), *running.run.rglob("*")) if path.is_file()]
        text = repr(running.users) + "".join(path.read_text(errors="replace") for path in files)
        assert not any(secret in text for secret in secrets)


def test_a_server_that_keeps_dying_is_not_started_ever_faster() -> None:
    """Each start that fails soon waits longer before the next."""
    assert list(embedded._DELAYS_S) == sorted(embedded._DELAYS_S)
    assert embedded._DELAYS_S[-1] >= 1
