"""Where a request begins: read by a parser written in C, and cut off when its head does not end.

Rule: a head that has not ended after MOST bytes, and the piece in which they came, is answered 400 and hung
up on. The parser has no bound of its own, and what never ends must not fill memory.
"""

from __future__ import annotations

from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST: Final = 16 * 1024
"""Bytes of one head: as h11 has it, and many times what a browser or a provider sends."""


class Heads(HttpToolsProtocol):
    """uvicorn's own protocol, with a bound on heads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._number = self._taken = 0
        self._within = False

    def data_received(self, data: bytes) -> None:
        """What has come. The loop reads a piece at once, and only pieces that hold nothing but one head are counted."""
        number = self._number
        super().data_received(data)
        self._taken = self._taken + len(data) if self._within and self._number == number else 0
        if self._taken > MOST and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._number, self._within = self._number + 1, True

    def on_headers_complete(self) -> None:
        """The head is whole: what follows is a body, or the next head."""
        super().on_headers_complete()
        self._within = False
