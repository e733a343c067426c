"""The pixels of a picture that the browser took.

Rule: a picture is 8 bits a channel and not interlaced, as Chromium's are.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from tests.leaving.frames import _BYTES_OF, _chunks, _unfiltered


def pixels(png: bytes) -> Iterator[bytes]:
    """Each pixel, as its bytes."""
    head, data = _chunks(png)
    width, height, _, colour = struct.unpack(">IIBB", head[:10])
    size, raw = _BYTES_OF[colour], zlib.decompress(data)
    above = bytes(width * size)
    for row in range(height):
        at = row * (width * size + 1)
        above = _unfiltered(raw[at], raw[at + 1 : at + 1 + width * size], above, size)
        yield from (above[i : i + size] for i in range(0, len(above), size))
