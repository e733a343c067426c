"""`frontdoor demo`: everything on this machine, for trying it out.

Rule: it is plainly practice. It listens on loopback only, reaches no provider,
and says on every page that nobody reads what is written.
"""

from __future__ import annotations

import logging
import secrets
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.routing import BaseRoute

from frontdoor import doctor, house, logs
from frontdoor.app import front_door
from frontdoor.checks.address import is_loopback
from frontdoor.plan import Plan
from frontdoor.plan import twilio as twilio_account
from frontdoor.private import own_folder, write
from frontdoor.refusal import Refusal
from frontdoor.serve import bind, end_on_signals, listen
from frontdoor.settings import Settings
from hub.fault import HubFault
from hub.queue import Queue
from reception.doorkeys import DoorKeys
from reception.keyring import Keyring

DATA = Path(".data/demo")
_HOST = "127.0.0.1"
_STOP_S = 5
_NUMBER = "+447700900900"


def attach(parser: ArgumentParser) -> None:
    """Give `parser` the options of this command."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, on loopback (%(default)s)")
    parser.add_argument("--data", type=Path, help=f"folder for all that it makes (default: FRONTDOOR_DATA, {DATA})")
    parser.add_argument("--debug", action="store_true", help="log more; still nothing of anybody")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Make what is missing, serve, and print each referral as the hub opens it, until told to stop."""
    logs.quieten(logging.DEBUG if args.debug else logging.WARNING)
    settings = practice(Settings.read(), args.data, args.port)
    end_on_signals()
    with bind(_HOST, args.port) as line:
        settings = furnish(settings)
        with house.store(settings) as addresses, reading(settings, addresses.hub), phone(settings, args.port) as tried:
            settings, besides = tried
            plan = Plan.of(settings, addresses, practice=True)
            app = front_door(plan, (*besides, *chat(settings, args.port)))
            app.state.plan = plan
            print(banner(settings), flush=True)
            listen(app, line)
    return 0


def practice(settings: Settings, data: Path | None, port: int) -> Settings:
    """The settings as practice may use them. Raises Refusal for what would reach beyond this machine."""
    own = settings.model_fields_set
    folder = data or (settings.data if "data" in own else DATA)
    url = settings.public_url or f"http://{_HOST}:{port}"
    if not is_loopback(urlsplit(url).hostname or ""):
        raise Refusal(f"FRONTDOOR_PUBLIC_URL is {url}, and the demo is for this machine alone. Unset it.")
    for token, api, name in _TOKENS:
        if getattr(settings, token).get_secret_value() and not is_loopback(_host(getattr(settings, api))):
            raise Refusal(f"FRONTDOOR_{token.upper()} would reach {name} itself. Unset it for the demo.")
    return settings.model_copy(update={"data": folder.absolute(), "public_url": url})


def furnish(settings: Settings) -> Settings:
    """The settings with every key that was missing, made under the data folder and kept there."""
    keys = settings.data / "keys"
    own_folder(settings.data)
    own_folder(keys)
    day = doctor.today()
    made: dict[str, object] = {}
    if not settings.master_keys.get_secret_value():
        made["master_keys"] = SecretStr(_kept(keys / "master.keys", lambda: Keyring.new(day).to_text()))
    if not settings.door_keys.get_secret_value():
        made["door_keys"] = SecretStr(_kept(keys / "door.keys", lambda: DoorKeys.new(day).to_text()))
    settings = settings.model_copy(update=made)
    return settings if settings.hub_public_key else settings.model_copy(update={"hub_public_key": _hub_key(settings)})


def _kept(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        write(path, make() + "\n")
    return path.read_text("utf-8").strip()


def _hub_key(settings: Settings) -> str:
    """The public key of a hub of our own, made on its side of the line: by a process of its own."""
    public = settings.data / "hub" / "hub.pub"
    if not public.exists():
        _hub(settings, "keys")
        line = DoorKeys.from_text(settings.door_keys.get_secret_value()).newest.public().to_text()
        _hub(settings, "keys", "--trust", line)
    return public.read_text("utf-8").strip()


def _hub(settings: Settings, *words: str) -> None:
    command = [sys.executable, "-m", "frontdoor", "hub", *words, "--data", str(settings.data)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if ended.returncode:
        raise Refusal(f"The practice hub could not be made. {ended.stderr.strip()}")


@contextmanager
def reading(settings: Settings, hub_url: str) -> Iterator[None]:
    """Somebody is at the hub's desk for as long as the block lasts: `hub read --follow`, in a process of its own."""
    # Told here as well, so that the first page does not find the desk empty while that process starts.
    with suppress(HubFault):
        queue = Queue.at(hub_url)
        queue.tell(queue.entries())
    command = [sys.executable, "-m", "frontdoor.reader", str(settings.data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as reader:  # noqa: S603 - our own
        try:
            yield
        finally:
            reader.terminate()
            with suppress(subprocess.TimeoutExpired):
                reader.wait(_STOP_S)
            reader.kill()


@contextmanager
def phone(settings: Settings, port: int) -> Iterator[tuple[Settings, Sequence[BaseRoute]]]:
    """The settings with an account at a stand-in for Twilio, and the page with a phone to try it on.

    An account that was set is left alone, and then there is no phone.
    """
    if settings.twilio_account_sid:
        yield settings, ()
        return
    from frontdoor.practice import api, phone, twilio

    made = {
        "twilio_account_sid": f"AC{secrets.token_hex(16)}",
        "twilio_auth_token": SecretStr(secrets.token_hex(16)),
        "twilio_number": _NUMBER,
    }
    account = twilio_account(settings.model_copy(update=made))
    if account is None:
        raise Refusal("The practice account at Twilio could not be made.")
    stand_in = twilio.Twilio(account, phone.over_http(f"http://{_HOST}:{port}"))
    with api.served(stand_in) as url:
        yield (
            settings.model_copy(update={**made, "twilio_api_url": url}),
            phone.routes(stand_in, chats=not settings.telegram_token.get_secret_value()),
        )


def chat(settings: Settings, port: int) -> Sequence[BaseRoute]:
    """The page with a Telegram chat to try it on. A bot that was set is left alone, and then there is none."""
    from frontdoor.practice import window

    return () if settings.telegram_token.get_secret_value() else window.routes(f"http://{_HOST}:{port}")


def banner(settings: Settings) -> str:
    """What is said at start."""
    return (
        "\n  PRACTICE. Nobody reads what you write there.\n\n"
        f"  The page     {settings.public_url}/\n"
        f"  A phone      {settings.public_url}/try\n"
        f"  A chat       {settings.public_url}/try/telegram\n"
        f"  Its data     {settings.data}\n"
        "  Referrals    are printed here as the hub opens them\n"
        "  To stop      Ctrl-C\n"
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


_TOKENS = (
    ("twilio_auth_token", "twilio_api_url", "Twilio"),
    ("telegram_token", "telegram_api_url", "Telegram"),
)
