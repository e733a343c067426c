"""Connections to the store, and the truth about what came of each command.

Rule: a command is sent once, and again only where the store says that it still reads its
file, and so did nothing. What the caller hears is an answer, a refusal (nothing was done), or
that no answer came (it may have been done); a failure carries no word of the command.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any

import hiredis
from redis.asyncio.connection import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, NoScriptError, OutOfMemoryError, RedisError, ResponseError

if TYPE_CHECKING:
    from redis.asyncio.connection import AbstractConnection

MOST = 64
"""Connections of one process. Who comes when all are busy waits for one."""

_IDLE_S = 50.0
# A server that is being started again is back within this; nothing has been sent, so trying again is safe.
_RESTART_S = 0.5
_STEP_S = 0.05


class StoreSilent(Exception):
    """No answer. `heard` is False when it is certain that the store did not get the command."""

    def __init__(self, *, heard: bool) -> None:
        """Keep whether the command may have arrived."""
        super().__init__("The store did not answer.")
        self.heard = heard


class StoreRefused(Exception):
    """The store answered no, and did nothing. `reason` is 'full', 'no script' or 'other'."""

    def __init__(self, reason: str) -> None:
        """Keep the reason: one of three words, never the server's own text."""
        super().__init__(f"The store refused: {reason}.")
        self.reason = reason


class _Loading(StoreRefused):
    """It has only just started, and reads its file first: it did nothing, and will hear in a moment."""


class Lines:
    """A few connections for one user of the store, opened when they are first needed.

    redis-py's own retries are off: since 8.0 it sends a command up to eleven times.
    """

    def __init__(self, url: str, patience_s: float = 2.0) -> None:
        """Prepare connections to `url`; `patience_s` bounds connecting, and each command."""
        self._pool = ConnectionPool.from_url(
            url,
            protocol=2,
            retry=Retry(NoBackoff(), 0),
            socket_timeout=None,
            socket_connect_timeout=patience_s,
            driver_info=None,
            health_check_interval=0,
        )
        self._patience_s = patience_s
        self._idle: deque[tuple[float, AbstractConnection]] = deque()
        self._free = asyncio.Semaphore(MOST)

    async def ask(self, *command: bytes | str | int) -> Any:
        """The store's answer. Raises StoreRefused or StoreSilent; what is cancelled may have been done."""
        await self._wait_for_one()
        try:
            return await self._once_loaded(command)
        finally:
            self._free.release()

    async def close(self) -> None:
        """Close the connections that are not in use."""
        while self._idle:
            await self._idle.pop()[1].disconnect(nowait=True)

    async def _once_loaded(self, command: tuple[bytes | str | int, ...]) -> Any:
        until = monotonic() + self._patience_s
        while True:
            try:
                return await self._ask(await self._line(), command)
            except _Loading:
                if monotonic() > until:
                    raise
            await asyncio.sleep(_STEP_S)

    async def _ask(self, line: AbstractConnection, command: tuple[bytes | str | int, ...]) -> Any:
        try:
            async with asyncio.timeout(self._patience_s):
                packed = hiredis.pack_command(command)  # type: ignore[arg-type]  # it takes any number of words
                await line.send_packed_command(packed, check_health=False)
                answer = await line.read_response(disconnect_on_error=False)
        except (ResponseError, BusyLoadingError) as fault:
            self._idle.append((monotonic(), line))
            raise (_Loading if isinstance(fault, BusyLoadingError) else StoreRefused)(_reason(fault)) from None
        except BaseException as fault:
            # An answer may still be on its way: nobody else may read it as theirs.
            await line.disconnect(nowait=True)
            if isinstance(fault, (RedisError, OSError)):
                raise StoreSilent(heard=True) from None
            raise
        self._idle.append((monotonic(), line))
        return answer

    async def _wait_for_one(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        try:
            async with asyncio.timeout(self._patience_s):
                await self._free.acquire()
        except TimeoutError:
            raise StoreSilent(heard=False) from None

    async def _line(self) -> AbstractConnection:
        while self._idle:
            since, idle = self._idle.pop()
            # The server may have gone since; and what lies idle for long is cut on the way without a word.
            if monotonic() - since < _IDLE_S and idle.is_connected and not await idle.can_read():
                return idle
            await idle.disconnect(nowait=True)
        return await self._new()

    async def _new(self) -> AbstractConnection:
        until = monotonic() + _RESTART_S
        while True:
            try:
                return await self._connected()
            except StoreSilent:
                if monotonic() > until:
                    raise
            await asyncio.sleep(_STEP_S)

    async def _connected(self) -> AbstractConnection:
        line: AbstractConnection = self._pool.make_connection()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(self._patience_s):
                await line.connect()  # type: ignore[no-untyped-call]
        except BaseException as fault:
            await line.disconnect(nowait=True)
            if isinstance(fault, (RedisError, OSError)):
                raise StoreSilent(heard=False) from None
            raise
        return line


def _reason(fault: RedisError) -> str:
    if isinstance(fault, OutOfMemoryError):
        return "full"
    return "no script" if isinstance(fault, NoScriptError) else "other"
