"""Where people reach the door, and what time it believes it is.

Rule: words travel only encrypted, or not at all beyond this machine.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from frontdoor.checks.verdict import Verdict, fail, ok, warn
from frontdoor.settings import Settings

# A host name stands in the browser's history, in DNS and in the router, where others may read it.
_TELLING = ("abuse", "refuge", "domestic", "violen", "survivor", "victim", "idva", "women", "helpline")
# When this was written: no honest clock stands before it.
_BUILT = date(2026, 11, 1)
_DRIFT_S = 60


def public_url(settings: Settings, today: date) -> Iterator[Verdict]:
    """Whether the public address is https, or plain http that cannot leave this machine, and says nothing."""
    del today
    check, do = "public address", "Set FRONTDOOR_PUBLIC_URL to https:// and the host, with nothing after it."
    try:
        parts = urlsplit(settings.public_url)
        host = parts.hostname or ""
    except ValueError:
        yield fail(check, "It cannot be read as an address.", do)
        return
    if not host or parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        yield fail(check, "It is not set, or is more than a host.", do)
    elif not is_private_enough(parts):
        yield fail(check, "It is plain http beyond this machine: anybody on the way could read every word.", do)
    elif told := [word for word in _TELLING if word in host]:
        yield warn(check, f"The host name holds '{told[0]}'. It stays in histories and routers.", "Use a neutral name.")
    else:
        yield ok(check, settings.public_url)


def is_private_enough(parts: SplitResult) -> bool:
    """Whether what is written at this address can be read by nobody on the way."""
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine and no other, by its own letters: no name is looked up."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def clock(settings: Settings, today: date, store_says: float | None = None) -> Iterator[Verdict]:
    """Whether this machine's clock is sane, and agrees with the store's to a minute."""
    del settings
    if today < _BUILT:
        yield fail("clock", f"It says {today}, which is before this program was made.", "Set the clock; run NTP.")
    elif store_says is not None and abs(store_says - time.time()) > _DRIFT_S:
        yield fail("clock", "It is more than a minute away from the store's.", "Run NTP on both.", vital=False)
    else:
        yield ok("clock", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC.")
