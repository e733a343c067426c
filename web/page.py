"""What a hub may set of the page that people see.

Rule: plain values, checked before anyone is served; nothing here names the hub.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Page:
    """Settings of the page. `title` is all that a tab or a history row ever shows.

    `exit_url` is where leaving leads: a page that shows nothing personal.
    `practice` puts the practice banner on every page.
    """

    title: str = "Page"
    exit_url: str = "https://www.bbc.co.uk/weather"
    public_url: str = "http://127.0.0.1:8000"
    practice: bool = False

    @property
    def https(self) -> bool:
        """Whether people reach us over https."""
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        """Scheme, host and port of the public address, as a browser writes an origin."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"
