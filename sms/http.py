"""The way to Twilio's API: one request, one answer, a bounded wait, and nothing written down.

Rule: this stands in place of the library's own client, which waits for ever and
logs what it asks. It follows nothing, tries nothing again, and its faults name nobody.
"""

from __future__ import annotations

import base64
import http.client
import logging
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from twilio.http import HttpClient
from twilio.http.response import Response

PATIENCE_S: Final = 10.0
_LONGEST: Final = 4 * 1024 * 1024


class ProviderSilent(Exception):
    """No answer came; what was asked may have been done."""

    def __init__(self) -> None:
        """Say the one thing there is to say."""
        super().__init__("Twilio did not answer.")


class Wire(HttpClient):  # type: ignore[misc] # it ships no types
    """Asks the server at `base`, whatever host the library would ask."""

    def __init__(self, base: str, patience_s: float = PATIENCE_S) -> None:
        """`patience_s` bounds connecting, and each wait for a byte."""
        super().__init__(logging.getLogger("sms.http"), is_async=False, timeout=patience_s)
        self._base, self._patience_s = urlsplit(base), patience_s

    def request(  # noqa: PLR0913, PLR0917 - the library's own list
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - ours holds
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002 - nothing is followed
    ) -> Response:
        """What the server answers. Raises ProviderSilent when it does not."""
        told = dict(headers or {})
        if auth:
            told["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
        body = urlencode(data or {}, doseq=True) if method in {"POST", "PUT"} else None
        return self._ask(method, _path(uri, params), body, told)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Response:
        kind: Any = http.client.HTTPSConnection if self._base.scheme == "https" else http.client.HTTPConnection
        line = kind(self._base.hostname, self._base.port, timeout=self._patience_s)
        try:
            line.request(method, self._base.path.rstrip("/") + path, body, headers)
            answer = line.getresponse()
            return Response(answer.status, answer.read(_LONGEST).decode(errors="replace"), dict(answer.headers))
        except (OSError, http.client.HTTPException, ValueError):
            # Its own words may hold the address that was asked, and so a number.
            raise ProviderSilent from None
        finally:
            line.close()


def _path(uri: str, params: dict[str, object] | None) -> str:
    parts = urlsplit(uri)
    query = "&".join(part for part in (parts.query, urlencode(params or {}, doseq=True)) if part)
    return f"{parts.path}?{query}" if query else parts.path
