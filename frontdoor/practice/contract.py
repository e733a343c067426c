"""What Twilio's API takes, as its own library knows it and, where it is at hand, as Twilio publishes it.

Rule: a request that Twilio itself would refuse or overlook is refused here too.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import unquote

from twilio.rest.api.v2010.account.message import MessageContext, MessageInstance, MessageList

LIST: Final = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
ONE: Final = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"
_PLACES: Final = {
    LIST: re.compile(r"/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Messages\.json"),
    ONE: re.compile(r"/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Messages/((?:SM|MM)[0-9a-fA-F]{32})\.json"),
}
STATUSES: Final = frozenset(v for k, v in vars(MessageInstance.Status).items() if k.isupper())
"""The statuses that the library knows."""


@dataclass(frozen=True, slots=True)
class Contract:
    """The names that each request may carry, by method and place."""

    names: Mapping[tuple[str, str], frozenset[str]]
    schema: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, published: Path | None = None) -> Self:
        """What the library sends; where Twilio's description is at `published`, only what both know."""
        ours = {
            ("POST", LIST): _spelt(MessageList.create),
            ("GET", LIST): _spelt(MessageList.page) | {"DateSent<", "DateSent>", "Page"},
            ("POST", ONE): _spelt(MessageContext.update),
            ("GET", ONE): frozenset[str](),
            ("DELETE", ONE): frozenset[str](),
        }
        if published is None or not published.is_file():
            return cls(ours)
        schema = json.loads(published.read_text("utf-8"))
        return cls({key: names & _published(schema, *key) for key, names in ours.items()}, schema)

    def faults(self, method: str, place: str, given: Mapping[str, str]) -> tuple[str, ...]:
        """The names in `given` that this request may not carry, and what is wrong with it besides."""
        known = self.names.get((method, place))
        if known is None:
            return (f"{method} is not possible there",)
        unknown = tuple(f"{name} is not known" for name in given if name not in known)
        if (method, place) != ("POST", LIST):
            return unknown
        lacks = [n for n in ("To",) if not given.get(n)]
        lacks += [] if given.get("From") or given.get("MessagingServiceSid") else ["From"]
        lacks += [] if given.get("Body") or given.get("ContentSid") or given.get("MediaUrl") else ["Body"]
        return (*unknown, *(f"{name} is missing" for name in lacks))


def place_of(path: str) -> tuple[str, tuple[str, ...]] | None:
    """Which place of the API `path` is, and the ids in it; None for no place of messages."""
    for place, pattern in _PLACES.items():
        found = pattern.fullmatch(unquote(path))
        if found:
            return place, found.groups()
    return None


def _spelt(call: object) -> frozenset[str]:
    """The parameters of one of the library's methods, as they go over the wire."""
    words = (name.strip("_") for name in inspect.signature(call).parameters if name != "self")  # type: ignore[arg-type]
    return frozenset("".join(part.title() for part in word.split("_")) for word in words)


def _published(schema: Mapping[str, Any], method: str, place: str) -> frozenset[str]:
    operation = schema["paths"][place].get(method.lower(), {})
    queried = (one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")
    body = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
    return frozenset((*queried, *body.get("schema", {}).get("properties", {})))
