"""Bytes as text: base64url without padding, and only the one spelling of it.

Rule: a text that another spelling could stand for is refused, so that what was
signed, compared or digested cannot be written in two ways.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode


def encode(data: bytes) -> str:
    """`data` in base64url, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes that `encode` made `text` from. Raises ValueError on every other spelling."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError(_NOT_OURS) from None
    if encode(data) != text:
        raise ValueError(_NOT_OURS)
    return data


_NOT_OURS = "not base64url without padding"
