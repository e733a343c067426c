"""The keys: the hub's public one, the door's own, and that no private hub key is near.

Rule: a door that nobody could read from, or that could read what it hands over,
does not open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from frontdoor.checks.verdict import Verdict, fail, ok, warn
from frontdoor.settings import Settings
from reception.doorkeys import DoorKeys
from reception.faults import SealFault
from reception.keyring import Keyring
from reception.publickeys import holding, hub_keys, is_private

SOON = timedelta(days=30)
# Enough for any folder of ours; a folder that holds more is not searched to its end.
_MOST_FILES = 20_000
_LARGEST = 64 * 1024


def hub_key(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether there is somebody to seal to, today and for a month to come."""
    try:
        held = holding(hub_keys(settings.hub_public_key), today)
    except SealFault as fault:
        yield fail("hub key", fault.says, "Set FRONTDOOR_HUB_PUBLIC_KEY, or FRONTDOOR_HUB_PUBLIC_KEY_FILE.")
        return
    until = max(one.not_after for one in held)
    names = ", ".join(one.kid for one in held)
    if until - today < SOON:
        yield warn("hub key", f"{names} ends on {until}.", "Ask the hub for a new one: it runs `frontdoor hub keys`.")
    else:
        yield ok("hub key", f"{names}, until {until}.")


def own_keys(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the door can keep conversations and sign what it hands over."""
    del today
    yield _readable("master keys", lambda: Keyring.from_text(settings.master_keys.get_secret_value()))
    yield _readable("door keys", lambda: DoorKeys.from_text(settings.door_keys.get_secret_value()))


def no_private_key(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the user who serves can read no private hub key, in its data or in any folder it is pointed to."""
    del today
    found = next((path for path in _near(settings) if is_private(path)), None)
    if found is None:
        yield ok("trust line", "No private hub key lies within reach of the door.")
        return
    yield fail(
        "trust line",
        f"A private hub key lies within reach of the door: {found}",
        "Move it to the hub's machine, and take it out of this one and its backups.",
    )


def _readable(check: str, read: Callable[[], object]) -> Verdict:
    try:
        read()
    except SealFault as fault:
        return fail(check, fault.says, "If there are none yet, run: frontdoor setup")
    return ok(check, "They can be read.")


def _near(settings: Settings) -> Iterator[Path]:
    """Files in the data folder and the library, and beside each place that an operator is likely to put a key."""
    deep = [folder for folder in (settings.data, settings.library) if folder]
    yield from _files(path for folder in deep for path in folder.rglob("*"))
    here = Path.cwd()
    beside = {here, here / "hub", here / "keys", Path.home(), settings.data.absolute().parent, Path("/etc/frontdoor")}
    yield from _files(path for folder in sorted(beside) for path in _within(folder))


def _within(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:
        return


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in islice(paths, _MOST_FILES):
        try:
            if path.is_file() and path.stat().st_size <= _LARGEST:
                yield path
        except OSError:
            continue
