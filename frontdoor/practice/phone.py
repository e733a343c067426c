"""A phone to try the text door on: `GET /try`, in the demo alone.

Rule: it is a stranger to the door. What it sends goes over the network as a signed
webhook, and what it shows is what the answer said; it runs no script.
"""

from __future__ import annotations

import asyncio
import http.client
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from frontdoor.practice.twilio import Deliver, DoorFault, Kept, Twilio
from sms.account import INBOUND
from sms.wire import size
from web.headers import digest

_HERE: Final = Path(__file__).parent
_COOKIE: Final = "t"
_MOST_PHONES: Final = 50
_MOST_BYTES: Final = 16 * 1024
_PATIENCE_S: Final = 15
_STYLE: Final = "phone.css"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on the screen."""

    side: Literal["mine", "theirs", "none"]
    text: str = field(repr=False)
    note: str = ""


@dataclass(slots=True)
class Phone:
    """One phone and its thread."""

    sender: str = field(repr=False)
    bubbles: list[Bubble] = field(default_factory=list, repr=False)
    pence: float = 0.0
    segments: dict[str, int] = field(default_factory=lambda: {"mine": 0, "theirs": 0})

    def paid(self, side: Literal["mine", "theirs"], text: str, pence: float) -> Bubble:
        """A message that costs so much for each segment, counted."""
        count = size((text,))
        self.pence += count * pence
        self.segments[side] += count
        return Bubble(side, text, f"{count} segment{'s' if count > 1 else ''}, {count * pence:.1f}p")


@dataclass(slots=True)
class Shop:
    """The phones, by the id in a browser's cookie; the oldest goes when there are too many."""

    twilio: Twilio
    phones: dict[str, Phone] = field(default_factory=dict, repr=False)

    def phone(self, request: Request) -> Phone | None:
        """The phone of this browser."""
        return self.phones.get(request.cookies.get(_COOKIE, ""))

    def another(self, kind: str) -> str:
        """A new phone with a number that is nobody's; its id."""
        if len(self.phones) >= _MOST_PHONES:
            del self.phones[next(iter(self.phones))]
        taken = {phone.sender[-3:] for phone in self.phones.values()}
        last = secrets.choice([three for three in map("{:03}".format, range(900)) if three not in taken])
        name, number = secrets.token_urlsafe(9), f"+447700900{last}"
        self.phones[name] = Phone(f"whatsapp:{number}" if kind == "whatsapp" else number)
        return name

    def send(self, phone: Phone, words: str, *, media: bool, twice: bool) -> None:
        """Send this from the phone, and put what comes on its screen."""
        price = self.twilio.account.pence_in
        phone.bubbles.append(phone.paid("mine", " ".join((words, *["(a picture)"] * media)).strip(), price))
        form = self.twilio.received(phone.sender, words, media=int(media))
        try:
            phone.bubbles += self._answers(phone, form)
            if twice:
                # A second answer to the same webhook would reach nobody: the first one did.
                self.twilio.replied(form, *self.twilio.post(INBOUND, form))
            self.twilio.call_back(twice=twice)
        except (DoorFault, OSError, http.client.HTTPException) as fault:
            phone.bubbles.append(Bubble("none", f"No answer: {type(fault).__name__}. The provider's fallback speaks."))

    def _answers(self, phone: Phone, form: Mapping[str, str]) -> list[Bubble]:
        said = self.twilio.replied(form, *self.twilio.post(INBOUND, form))
        if said:
            return [phone.paid("theirs", kept.body, self.twilio.account.pence_out) for kept in said]
        kept_word = "The provider says its own words: frontdoor sms fallback." if "OptOutType" in form else ""
        return [Bubble("none", f"Nothing comes back. {kept_word}".strip())]

    def left(self, phone: Phone) -> int:
        """How many messages of this phone the provider still has."""
        held: list[Kept] = list(self.twilio.messages.values())
        return sum(phone.sender in (kept.from_, kept.to) for kept in held)


def routes(twilio: Twilio, *, chats: bool = False) -> list[Route]:
    """The one page, for `front_door(plan, besides=...)`; with `chats` it leads to a Telegram window as well."""
    shop, page = Shop(twilio), _Page.made(chats=chats)
    return [
        Route("/try", partial(show, shop, page), methods=["GET"]),
        Route("/try", partial(act, shop, page), methods=["POST"]),
    ]


async def show(shop: Shop, page: _Page, request: Request) -> Response:
    """The phone of this browser, a new one for who has none."""
    name = request.cookies.get(_COOKIE, "")
    if name not in shop.phones:
        name = shop.another("sms")
    return page.of(shop, name)


async def act(shop: Shop, page: _Page, request: Request) -> Response:
    """Send a text, or take another phone."""
    form = parse_qs((await request.body())[:_MOST_BYTES].decode(errors="replace"), keep_blank_values=True)
    do, phone = form.get("do", [""])[0], shop.phone(request)
    if phone is None or do in {"new", "whatsapp"}:
        return page.go(shop.another(do))
    words = form.get("body", [""])[0].strip()
    if words or "media" in form:
        await asyncio.to_thread(shop.send, phone, words, media="media" in form, twice="twice" in form)
    return page.go(request.cookies[_COOKIE])


@dataclass(frozen=True, slots=True)
class _Page:
    """The page, with headers of its own: nothing on it may run or load, and its cookie goes nowhere else."""

    env: Environment
    style: str
    headers: Mapping[str, str]
    chats: bool = False

    @classmethod
    def made(cls, *, chats: bool = False) -> _Page:
        style = (_HERE / _STYLE).read_text("utf-8")
        env = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        policy = f"default-src 'none'; style-src '{digest(style)}'; form-action 'self'; base-uri 'none'"
        headers = {
            "Content-Security-Policy": f"{policy}; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        return cls(env, style, headers, chats)

    def of(self, shop: Shop, name: str) -> Response:
        phone = shop.phones[name]
        there, back = phone.segments["mine"], phone.segments["theirs"]
        total = f"So far {there + back} segments, {phone.pence:.1f}p: {there} from the phone, {back} to it."
        left = shop.left(phone)
        html = self.env.get_template("phone.html").render(
            phone=phone,
            number=shop.twilio.account.number,
            total=total,
            left=f"{left} message{'' if left == 1 else 's'}",
            chats=self.chats,
            style=Markup(self.style),  # noqa: S704 - our own file
        )
        return self._with(HTMLResponse(html, headers=self.headers), name)

    def go(self, name: str) -> Response:
        return self._with(RedirectResponse("/try", 303, headers=self.headers), name)

    @staticmethod
    def _with(response: Response, name: str) -> Response:
        response.set_cookie(_COOKIE, name, path="/try", httponly=True, samesite="strict")
        return response


def over_http(base: str) -> Deliver:
    """Posts to the door at `base`, on this machine."""
    parts = urlsplit(base)

    def deliver(path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE_S)
        try:
            line.request("POST", path, body, dict(headers))
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    return deliver
