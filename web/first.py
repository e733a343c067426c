"""The first page, rendered and compressed before anyone asks for it.

Rule: it depends on nobody: not on a cookie, not on a conversation. So one text
serves all, and one is kept for each reply that greets.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

from reception.front import Reply
from web.pages import Pages

_MOST = 64  # rendered pages kept: languages times desk states, and room for an hour's change of words


@dataclass(frozen=True, slots=True)
class First:
    """A page as it goes out, plain and gzipped."""

    plain: bytes
    gzipped: bytes


@dataclass(frozen=True, slots=True)
class FirstPages:
    """The first page for each greeting seen lately. One with an entry code is made each time."""

    pages: Pages
    kept: dict[Reply, First] = field(default_factory=dict, repr=False)

    def of(self, greeting: Reply, entry: str | None = None) -> First:
        """The page for `greeting`, rendered when it is not there yet."""
        if entry:
            return first(self.pages.talk(greeting, entry=entry))
        if greeting not in self.kept:
            if len(self.kept) >= _MOST:
                self.kept.clear()
            self.kept[greeting] = first(self.pages.talk(greeting))
        return self.kept[greeting]


def first(html: str) -> First:
    """`html` compressed as far as gzip goes, with no time in it."""
    plain = html.encode()
    return First(plain, gzip.compress(plain, 9, mtime=0))
