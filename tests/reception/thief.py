"""Someone between a door and the store who passes commands on and loses answers."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Self


class Thief:
    """Listens at `path` for the store at `store`; loses the answers of the next `steals` scripts that are run.

    With `leaves_after` it lets nobody through after that.
    """

    def __init__(self, path: Path, store: Path) -> None:
        self.path = path
        self.store = store
        self.steals = 0
        self.stolen = 0
        self.leaves_after = False
        self._server: asyncio.Server | None = None
        self._through: set[asyncio.Task[object]] = set()

    def url(self, straight: str) -> str:
        """The address of the same user through here."""
        return straight.replace(str(self.store), str(self.path))

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._meet, self.path)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._leave()
        for task in self._through:
            task.cancel()
        await asyncio.gather(*self._through, return_exceptions=True)

    def _leave(self) -> None:
        if self._server:
            self._server.close()
            self._server = None

    async def _meet(self, door: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._through.add(task)
        answers, store = await asyncio.open_unix_connection(self.store)
        try:
            # Whoever is thrown out goes quietly: asyncio would call it a fault of ours.
            with contextlib.suppress(asyncio.CancelledError):
                await self._pass_on(door, back, answers, store)
        finally:
            for end in (store, back):
                end.close()
                with contextlib.suppress(OSError):
                    await end.wait_closed()
            self._through.discard(task)

    async def _pass_on(
        self,
        door: asyncio.StreamReader,
        back: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
        store: asyncio.StreamWriter,
    ) -> None:
        while said := await door.read(1 << 17):
            store.write(said)
            answer = await answers.read(1 << 17)
            if self.steals and b"EVAL" in said:
                self.steals -= 1
                self.stolen += 1
                if self.leaves_after:
                    self._leave()
                    for other in self._through - {asyncio.current_task()}:
                        other.cancel()
                return
            back.write(answer)
