"""How the door looks from outside, through its proxy.

Rule: it asks for the first page and nothing else, and says nothing to it.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from frontdoor.checks.address import is_private_enough
from frontdoor.checks.verdict import Verdict, fail, ok, warn
from frontdoor.settings import Settings

_WANTED = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-frame-options": "DENY"}
_TELLTALES = ("server", "via", "x-powered-by", "set-cookie")
_WAIT_S = 10.0


def verdicts(settings: Settings) -> Iterator[Verdict]:
    """Whether a visitor gets the page, with the headers that keep it off the device."""
    check = "from outside"
    parts = urlsplit(settings.public_url)
    if not is_private_enough(parts):
        yield fail(check, "Not asked: the public address is not fit.", "Mend that first.")
        return
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=_WAIT_S)
    try:
        line.request("GET", "/")
        answer = line.getresponse()
    except (OSError, http.client.HTTPException) as fault:
        yield fail(
            check, f"No answer ({type(fault).__name__}).", "Look at DNS, the certificate, the proxy, the firewall."
        )
        return
    finally:
        line.close()
    yield from _judged(answer, check)


def _judged(answer: http.client.HTTPResponse, check: str) -> Iterator[Verdict]:
    if answer.status != HTTPStatus.OK:
        yield fail(check, f"The first page answers {answer.status}.", "Look at the proxy, and at frontdoor serve.")
        return
    lost = [name for name, value in _WANTED.items() if value not in (answer.getheader(name) or "")]
    if "default-src 'none'" not in (answer.getheader("content-security-policy") or ""):
        lost.append("content-security-policy")
    told = [name for name in _TELLTALES if answer.getheader(name)]
    if lost:
        yield fail(
            check, f"On the way these headers were lost: {', '.join(lost)}.", "Take the change out of the proxy."
        )
    if told:
        yield warn(check, f"Headers that need not be there: {', '.join(told)}.", "Have the proxy drop them.")
    if not lost and not told:
        yield ok(check, "The page comes, with every header.")
