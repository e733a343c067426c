"""The doors that talks can be run through: one file a door in tests/players, found by looking.

Rule: a talk is run at every door that it names and that stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from flows.talk import Seen, Talk, parse
from tests.browser import Sent, Server
from tests.house import House

FOLDER = Path(__file__).parent
_PLAYERS = FOLDER.parent / "players"


class AtDoor(Protocol):
    """Someone at a door whose requests can be sent again, in another order."""

    requests: list[tuple[Sent, int]]
    code: str

    def tell(self, words: str, after: int) -> Seen:
        """What comes of `words`, said `after` seconds since the talk began."""

    def resend(self, sent: Sent, after: int, *, together: bool = False) -> Seen:
        """What comes of a request made earlier, by themselves or by another; `together` with the last one."""

    def cry(self, words: str, after: int) -> Seen:
        """What comes of `words` said whether or not the door asks for any."""

    @property
    def forgotten(self) -> bool:
        """Whether no conversation of theirs is in the store."""


Comes = Callable[[House, Server], AtDoor]


def doors() -> Mapping[str, Comes]:
    """Each door that stands, with whoever comes to it."""
    modules = [import_module(f"tests.players.{path.stem}") for path in sorted(_PLAYERS.glob("*.py"))]
    return {module.DOOR: cast("Comes", module.Player) for module in modules}


def talks() -> list[tuple[str, Talk, str]]:
    """Every talk at every door it names that stands: its name, the talk, the door.

    Those in a folder of their own are of pages that the engine never hears of.
    """
    found = (
        ("/".join(path.relative_to(FOLDER).with_suffix("").parts), parse(path.read_text("utf-8")))
        for path in sorted(FOLDER.rglob("*.talk"))
    )
    return [(name, talk, door) for name, talk in found for door in talk.doors if door in doors()]
