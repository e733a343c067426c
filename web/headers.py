"""The headers of every response.

Rule: nothing is stored, nothing is referred, nothing from elsewhere is loaded, and
the only script and style that run are the two whose digests stand here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

# What leaving asks the browser to drop. Never 'executionContexts': it can hang the leaving.
FORGET = {"Clear-Site-Data": '"cache", "cookies", "storage"'}

_DENIED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "idle-detection",
    "interest-cohort",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_ALWAYS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _DENIED),
}
_HSTS = {"Strict-Transport-Security": "max-age=31536000"}


def of_every_response(script: str, style: str, *, https: bool) -> Mapping[str, str]:
    """The headers, with a policy that lets exactly this inline script and style run."""
    policy = {"Content-Security-Policy": _policy(script, style)}
    return _ALWAYS | policy | (_HSTS if https else {})


def _policy(script: str, style: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{digest(script)}'",
            f"style-src '{digest(style)}'",
            "connect-src 'self'",
            "img-src data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def digest(inline: str) -> str:
    """What a policy calls this inline script or style: its SHA-256, of the exact text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
