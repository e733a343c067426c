"""A plain HTTP/1.1 client that costs little, so that the server is what is measured.

Rule: one connection, one request at a time, kept open; nothing is followed,
tried again or decoded.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `size` counts every byte on the wire, headers too."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    size: int

    @property
    def cookie(self) -> str:
        """The cookie that was handed out, as it is to be sent back; empty when there was none."""
        return self.headers.get("set-cookie", "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class Line:
    """One open connection to a server on this machine."""

    port: int
    reader: asyncio.StreamReader = field(repr=False)
    writer: asyncio.StreamWriter = field(repr=False)

    @classmethod
    async def to(cls, port: int) -> Self:
        """Connect. Raises OSError when nobody listens."""
        return cls(port, *await asyncio.open_connection("127.0.0.1", port))

    async def get(self, path: str = "/", **headers: str) -> Answer:
        """GET `path`."""
        return await self._ask("GET", path, b"", headers)

    async def post(self, body: bytes, cookie: str = "", path: str = "/") -> Answer:
        """POST a form."""
        headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        return await self._ask("POST", path, body, headers | ({"cookie": cookie} if cookie else {}))

    async def send(self, body: bytes, headers: dict[str, str], path: str) -> Answer:
        """POST `body` with just these headers."""
        return await self._ask("POST", path, body, headers)

    async def close(self) -> None:
        """Hang up."""
        self.writer.close()
        await self.writer.wait_closed()

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{self.port}", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.writer.write("\r\n".join((*lines, "", "")).encode() + body)
        head = await self.reader.readuntil(b"\r\n\r\n")
        status, *rest = head.decode("latin-1").split("\r\n")
        told = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
        got = await self.reader.readexactly(int(told.get("content-length", "0")))
        return Answer(int(status.split()[1]), told, got, len(head) + len(got))
