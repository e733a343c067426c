"""What was on the screen, frame by frame, and when.

Rule: a frame is judged by its pixels. The times are the browser's own, in milliseconds since 1970.
"""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

_SIGNATURE = 8
_BYTES_OF = {0: 1, 2: 3, 6: 4}  # colour type to bytes a pixel, at 8 bits a channel


@dataclass(frozen=True)
class Frame:
    """One picture and the moment it was shown."""

    at: float
    png: bytes = field(repr=False)

    @cached_property
    def blank(self) -> bool:
        """Whether every pixel is of one colour."""
        return is_blank(self.png)


@dataclass
class Screencast:
    """The frames of one page since `start`."""

    cdp: CDPSession
    frames: list[Frame] = field(default_factory=list)

    def start(self, width: int = 320) -> None:
        """Begin to take every frame that is shown."""
        self.cdp.on("Page.screencastFrame", self._take)
        self.cdp.send("Page.startScreencast", {"format": "png", "maxWidth": width, "everyNthFrame": 1})

    def _take(self, event: dict[str, Any]) -> None:
        self.frames.append(Frame(event["metadata"]["timestamp"] * 1000, base64.b64decode(event["data"])))
        self.cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def blank_after(self, moment: float) -> tuple[float, list[Frame]]:
        """Milliseconds from `moment` to the first blank frame, and the later frames that are not blank."""
        after = [frame for frame in self.frames if frame.at >= moment]
        first = next((n for n, frame in enumerate(after) if frame.blank), None)
        assert first is not None, f"No blank frame among {len(after)} after the press."
        return after[first].at - moment, [frame for frame in after[first:] if not frame.blank]


def is_blank(png: bytes) -> bool:
    """Whether every pixel of this picture (8 bits a channel, not interlaced) is of one colour."""
    head, data = _chunks(png)
    width, height, depth, colour = struct.unpack(">IIBB", head[:10])
    assert depth == 8
    size, raw = _BYTES_OF[colour], zlib.decompress(data)
    pixel, above = b"", bytes(width * size)
    for row in range(height):
        at = row * (width * size + 1)
        line = _unfiltered(raw[at], raw[at + 1 : at + 1 + width * size], above, size)
        pixel = pixel or line[:size]
        if line != pixel * width:
            return False
        above = line
    return True


def _chunks(png: bytes) -> tuple[bytes, bytes]:
    at, head, data = _SIGNATURE, b"", b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        head, data = (body, data) if kind == b"IHDR" else (head, data + body if kind == b"IDAT" else data)
        at += length + 12
    return head, data


def _unfiltered(kind: int, line: bytes, above: bytes, size: int) -> bytes:
    out = bytearray(line)
    for i in range(len(out)):
        left = out[i - size] if i >= size else 0
        corner = above[i - size] if i >= size else 0
        out[i] = (out[i] + (0, left, above[i], (left + above[i]) // 2, _paeth(left, above[i], corner))[kind]) & 255
    return bytes(out)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))
