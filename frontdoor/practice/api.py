"""The API of the stand-in for Twilio, on loopback: create, list, read, change and delete messages.

Rule: what the contract does not know is refused, as is who does not bring the account's own token.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from frontdoor.practice import loopback
from frontdoor.practice.contract import LIST, ONE, place_of
from frontdoor.practice.loopback import Asked, Told
from frontdoor.practice.twilio import Kept, Twilio
from sms.wire import size

_IN_PROGRESS: Final = frozenset(("queued", "sending", "accepted", "scheduled", "receiving"))
_HTTP: Final = {20003: 401, 20404: 404, 20429: 429, 20500: 500}
_BAD: Final = 20001

Json = dict[str, Any]


class _Refused(Exception):
    """Twilio says no, with one of its codes."""

    def __init__(self, code: int, says: str) -> None:
        super().__init__(says)
        self.code, self.says = code, says


def answer(twilio: Twilio, method: str, target: str, body: bytes, authorization: str) -> tuple[int, Json | None]:
    """The status and the JSON that Twilio's API would answer; None for no content."""
    try:
        return _done(twilio, method, target, body, authorization)
    except _Refused as refused:
        status = _HTTP.get(refused.code, 400)
        told = {"code": refused.code, "message": refused.says, "status": status}
        return status, told | {"more_info": f"https://www.twilio.com/docs/errors/{refused.code}"}


def _done(twilio: Twilio, method: str, target: str, body: bytes, authorization: str) -> tuple[int, Json | None]:
    if twilio.faults.refuses:
        # Twilio's own texts name the number that was asked about.
        raise _Refused(twilio.faults.refuses.pop(0), "The number +447700900123 cannot be used for this.")
    account = twilio.account
    due = "Basic " + base64.b64encode(f"{account.sid}:{account.tokens[0]}".encode()).decode()
    parts = urlsplit(target)
    found = place_of(parts.path)
    if authorization != due or found is None or found[1][0] != account.sid:
        raise _Refused(20003 if authorization != due else 20404, "Authenticate")
    place, ids = found
    given = dict(parse_qsl(body.decode() if method == "POST" else parts.query, keep_blank_values=True))
    faults = twilio.contract.faults(method, place, given)
    if faults:
        raise _Refused(_BAD, "; ".join(faults))
    if place == LIST:
        return (201, _json(twilio, _created(twilio, given))) if method == "POST" else (200, _listed(twilio, given))
    return _about(twilio, method, ids[1], given)


def _about(twilio: Twilio, method: str, sid: str, given: Mapping[str, str]) -> tuple[int, Json | None]:
    kept = twilio.messages.get(sid)
    if kept is None:
        raise _Refused(20404, f"The requested resource /Messages/{sid}.json was not found")
    if method == "GET":
        return 200, _json(twilio, kept)
    if kept.status in _IN_PROGRESS:
        raise _Refused(20009, "Resource not complete: the message is still in progress.")
    if method == "DELETE":
        del twilio.messages[sid]
        return 204, None
    kept.body = given.get("Body", kept.body)
    return 200, _json(twilio, kept)


def _created(twilio: Twilio, given: Mapping[str, str]) -> Kept:
    if given["To"] in twilio.stopped:
        raise _Refused(21610, f"Attempt to send to unsubscribed recipient {given['To']}")
    sent_by = given.get("From") or twilio.account.number
    kept = Kept(
        "SM" + secrets.token_hex(16), "outbound-api", sent_by, given["To"], given["Body"], twilio.clock(), "queued"
    )
    kept.segments, kept.callback = size((kept.body,)), given.get("StatusCallback", "")
    twilio.messages[kept.sid] = kept
    return kept


def _listed(twilio: Twilio, given: Mapping[str, str]) -> Json:
    before = given.get("DateSent<", "9999")[:10]
    found = [kept for kept in twilio.messages.values() if f"{_day(kept.at)}" <= before]
    wide, page = int(given.get("PageSize", "50")), int(given.get("Page", "0"))
    part = found[page * wide : (page + 1) * wide]
    place = LIST.format(AccountSid=twilio.account.sid)
    more = len(found) > (page + 1) * wide
    following = urlencode({**given, "Page": page + 1, "PageToken": f"PA{secrets.token_hex(16)}"})
    return {
        "messages": [_json(twilio, kept) for kept in part],
        "page": page,
        "page_size": wide,
        "uri": place,
        "first_page_uri": place,
        "start": page * wide,
        "end": page * wide + len(part) - 1,
        "previous_page_uri": None,
        "next_page_uri": f"{place}?{following}" if more else None,
    }


def _json(twilio: Twilio, kept: Kept) -> Json:
    place = ONE.format(AccountSid=twilio.account.sid, Sid=kept.sid)
    at = formatdate(kept.at, usegmt=True).replace("GMT", "+0000")
    return {
        "account_sid": twilio.account.sid,
        "api_version": "2010-04-01",
        "body": kept.body,
        "date_created": at,
        "date_sent": at,
        "date_updated": at,
        "direction": kept.direction,
        "error_code": kept.error or None,
        "error_message": None,
        "from": kept.from_,
        "messaging_service_sid": twilio.account.service_sid or None,
        "num_media": str(kept.media),
        "num_segments": str(kept.segments),
        "price": None,
        "price_unit": "GBP",
        "sid": kept.sid,
        "status": kept.status,
        "subresource_uris": {"media": place.replace(".json", "/Media.json")},
        "to": kept.to,
        "uri": place,
    }


def _day(at: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(at))


@contextmanager
def served(twilio: Twilio) -> Iterator[str]:
    """The API at an address of loopback, for as long as the block lasts."""

    def told(asked: Asked) -> Told | None:
        twilio.asked.append((asked.method, asked.path))
        time.sleep(twilio.faults.slow_s)
        status, said = answer(twilio, asked.method, asked.path, asked.body, asked.headers.get("Authorization", ""))
        if twilio.faults.loses:
            twilio.faults.loses -= 1
            return None
        return Told(status, json.dumps(said).encode() if said is not None else b"")

    with loopback.served(told, hangs_up=True) as address:
        yield address
