"""Whether a request was made by our own page.

Rule: what another site sends is never heard. `Sec-Fetch-Site` decides where the
browser sends it; older browsers are judged by `Origin`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit


def ours(headers: Mapping[str, str], public_origin: str) -> bool:
    """True when the page at `public_origin`, or the person by hand, made this request.

    A form on a page with `no-referrer` sends `Origin: null`, so null alone proves
    nothing. It may pass: another site's form cannot bring the cookie with it.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return True
    return origin == public_origin or urlsplit(origin).netloc == headers.get("host")
