from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reception.lines import MOST, Lines, StoreRefused, StoreSilent
from reception.valkey import Valkey
from tests.reception.house import restarted
from tests.reception.thief import Thief

pytestmark = pytest.mark.anyio

KEY = "talk:{0}:line"
COUNT = "#!lua\nlocal n = (redis.call('GET', KEYS[1]) or 0) + 1 redis.call('SET', KEYS[1], n) return n"


@pytest.fixture
async def lines(valkey: Valkey) -> AsyncIterator[Lines]:
    """Connections of the door to the shared store."""
    made = Lines(valkey.url("door"))
    await made.ask("DEL", KEY)
    yield made
    await made.close()


async def test_a_refusal_says_nothing_of_the_command(lines: Lines) -> None:
    """The server's own words may hold what was sent, so ours replace them."""
    with pytest.raises(StoreRefused) as fault:
        await lines.ask("SET", "elsewhere", "a secret word")
    assert str(fault.value) == "The store refused: other."
    assert fault.value.__cause__ is None


async def test_a_line_serves_on_after_a_refusal(lines: Lines) -> None:
    """A refused command leaves the connection as good as before."""
    with pytest.raises(StoreRefused):
        await lines.ask("KEYS", "*")
    assert await lines.ask("PING") == b"PONG"


async def test_a_lost_answer_is_not_asked_for_again(valkey: Valkey, lines: Lines, tmp_path: Path) -> None:
    """The command arrived, its answer did not: the caller hears just that, and it was done once."""
    async with Thief(tmp_path / "s", valkey.run / "s") as thief:
        behind = Lines(thief.url(valkey.url("door")))
        thief.steals = 1
        with pytest.raises(StoreSilent) as fault:
            await behind.ask("EVAL", COUNT, 1, KEY)
        await behind.close()
    assert fault.value.heard
    assert await lines.ask("GET", KEY) == b"1"


async def test_a_store_that_is_not_there_has_heard_nothing(tmp_path: Path) -> None:
    """When no connection could be made it is certain that nothing was done."""
    with pytest.raises(StoreSilent) as fault:
        await Lines(f"unix://door:x@{tmp_path}/none").ask("PING")
    assert not fault.value.heard


async def test_a_wrong_password_has_done_nothing(valkey: Valkey) -> None:
    """A door that is not let in has sent nothing."""
    with pytest.raises(StoreSilent) as fault:
        await Lines(f"unix://door:wrong@{valkey.run}/s").ask("PING")
    assert not fault.value.heard


async def test_a_store_that_stalls_is_given_up_on(roof: Path) -> None:
    """A server that hangs is waited for no longer than we said, and may have heard."""
    with Valkey(roof) as running:
        lines = Lines(running.url("door"), patience_s=0.2)
        await lines.ask("PING")
        os.kill(running.pid, signal.SIGSTOP)
        with pytest.raises(StoreSilent) as fault:
            await lines.ask("SET", KEY, "x")
        os.kill(running.pid, signal.SIGCONT)
        await lines.close()
    assert fault.value.heard


async def test_nobody_gets_the_answer_to_a_cancelled_command(lines: Lines) -> None:
    """A person who goes away in the middle leaves no answer behind for the next."""
    await lines.ask("SET", KEY, "theirs")
    for _ in range(20):
        asking = asyncio.create_task(lines.ask("GET", KEY))
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert await lines.ask("PING") == b"PONG"


async def test_lines_find_a_server_that_was_started_again(roof: Path) -> None:
    """Connections that died with the server are not offered to the next command."""
    with Valkey(roof) as running:
        lines = Lines(running.url("door"))
        await lines.ask("SET", KEY, "x")
        await restarted(running)
        assert await lines.ask("GET", KEY) == b"x"
        await lines.close()


async def test_many_at_once_wait_for_a_line(lines: Lines) -> None:
    """More people than connections: all are answered, and each with their own answer."""
    answers = await asyncio.gather(*(lines.ask("EVAL", "return ARGV[1]", 1, KEY, str(n)) for n in range(300)))
    assert answers == [str(n).encode() for n in range(300)]


async def test_a_crowd_at_a_stalled_store_is_not_kept_waiting_in_turn(roof: Path) -> None:
    """Who finds every connection waiting in vain is told so in the same time, not after all the others."""
    with Valkey(roof) as running:
        lines = Lines(running.url("door"), patience_s=0.3)
        os.kill(running.pid, signal.SIGSTOP)
        asking = (lines.ask("PING") for _ in range(MOST * 4))
        heard = await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 2)
        os.kill(running.pid, signal.SIGCONT)
        await lines.close()
    assert {type(one) for one in heard} == {StoreSilent}


async def test_what_lay_idle_for_long_is_not_used(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that something on the way may have cut is replaced before it costs anyone their answer."""
    await lines.ask("PING")
    ((_, old),) = lines._idle
    monkeypatch.setattr("reception.lines._IDLE_S", 0)
    await lines.ask("PING")
    ((_, new),) = lines._idle
    assert new is not old


async def test_a_restart_of_the_store_is_waited_for(roof: Path) -> None:
    """Who comes in the moment between two lives of the server is answered by the second."""
    with Valkey(roof) as running:
        lines = Lines(running.url("door"))
        os.kill(running.pid, signal.SIGKILL)
        while running._answers():
            pass
        assert await lines.ask("PING") == b"PONG"
        await lines.close()


@asynccontextmanager
async def loading(times: int) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A store that reads its file while it is asked so many times; its address, and what it was asked."""
    heard: list[bytes] = []
    ended = asyncio.Event()

    async def store(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(1024):
            heard.append(said)
            writer.write(b"-LOADING the dataset is in memory soon\r\n" if len(heard) <= times else b"+PONG\r\n")
        writer.close()
        await writer.wait_closed()
        ended.set()

    server = await asyncio.start_server(store, "127.0.0.1", 0)
    yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard
    server.close()
    await ended.wait()


@pytest.mark.parametrize("times", [1, 3])
async def test_a_store_that_reads_its_file_first_is_waited_for(times: int) -> None:
    """'LOADING' means that it did nothing: the same command is answered a moment later."""
    async with loading(times) as (url, heard):
        lines = Lines(url)
        assert await lines.ask("PING") == b"PONG"
        assert times + 1 == len(heard)
        await lines.close()


async def test_a_store_that_reads_its_file_for_long_has_refused() -> None:
    """Past their patience nobody waits, and what they hear is that nothing was done."""
    async with loading(10_000) as (url, _):
        lines = Lines(url, 0.1)
        with pytest.raises(StoreRefused):
            await lines.ask("PING")
        await lines.close()
