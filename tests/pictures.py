"""`python -m tests.pictures`: takes the README's pictures anew, of the demo as it stands.

Rule: nothing is touched up; each is a page that anyone can come to, at the size of a phone or a desk.
"""

from __future__ import annotations

import struct
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.leaving.conftest import LAUNCH, playing
from tests.rivals.picture import pixels
from tests.running import ROOT, Running

if TYPE_CHECKING:
    from playwright.sync_api import Page

ALBUM: Final = ROOT / "docs" / "pictures"
PHONE: Final[dict[str, Any]] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DESK: Final[dict[str, Any]] = {"viewport": {"width": 1120, "height": 640}, "color_scheme": "dark"}
_COLOURS: Final = 64


def _first(page: Page) -> None:
    """As it comes."""
    page.wait_for_selector("main")


def _question(page: Page) -> None:
    """What brings you here, with an answer chosen."""
    _say(page, "yes")
    page.check("#answer input[value=hurt]", force=True)


def _words(page: Page) -> None:
    """The question for someone's own words."""
    _question(page)
    _on(page)
    page.fill("#answer input[type=text]", "34")
    _on(page)


def _danger(page: Page) -> None:
    """Danger words, answered."""
    _words(page)
    page.fill("#answer textarea", "Please help, he is at the door now")
    _on(page)


def _goodbye(page: Page) -> None:
    """The end, after it was sent."""
    _words(page)
    page.fill("#answer textarea", "It has been hard.")
    _on(page)
    while not page.query_selector("#answer input[value=send]"):
        _on(page, "finish" if page.query_selector("#answer button[value=finish]") else "skip")
    _say(page, "send")


SHOWN: Final[Mapping[str, tuple[dict[str, Any], Callable[[Page], None]]]] = {
    "first": (PHONE, _first),
    "question": (PHONE, _question),
    "danger": (PHONE, _danger),
    "goodbye": (PHONE, _goodbye),
    "words-dark": (DESK, _words),
}


def main() -> int:
    """Take each picture in a browser of its own."""
    ALBUM.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, playing() as playwright:
        data = ("demo", "--data", str(Path(folder) / "data"))
        with Running(Path(folder), data) as door, playwright.chromium.launch(**LAUNCH) as browser:
            for name, (size, act) in SHOWN.items():
                page = browser.new_context(**size).new_page()
                page.goto(door.base)
                act(page)
                page.mouse.move(0, 0)
                page.wait_for_timeout(300)
                (ALBUM / f"{name}.png").write_bytes(smaller(page.screenshot()))
    return 0


def _say(page: Page, value: str) -> None:
    page.check(f"#answer input[value={value}]", force=True)
    _on(page)


def _on(page: Page, do: str = "answer") -> None:
    step = page.get_attribute("main", "data-step")
    page.click(f"#answer button[value={do}]")
    page.wait_for_selector(f"main:not([data-step={step}])")


def smaller(png: bytes) -> bytes:
    """The same picture in at most `_COLOURS` colours, each pixel in the nearest of them."""
    width, height = struct.unpack(">II", png[16:24])
    dots = [dot[:3] for dot in pixels(png)]
    palette = [colour for colour, _ in Counter(dots).most_common(_COLOURS)]

    @cache
    def nearest(dot: bytes) -> int:
        return min(range(len(palette)), key=lambda n: sum((a - b) ** 2 for a, b in zip(dot, palette[n], strict=True)))

    rows = (bytes(map(nearest, dots[at : at + width])) for at in range(0, len(dots), width))
    raw = b"".join(b"\0" + row for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return png[:8] + b"".join(
        _chunk(kind, body)
        for kind, body in (
            (b"IHDR", head),
            (b"PLTE", b"".join(palette)),
            (b"IDAT", zlib.compress(raw, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    sys.exit(main())
