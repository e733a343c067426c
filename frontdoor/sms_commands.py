"""`frontdoor sms`: what a referral costs by text, what to give the provider, and what it still keeps.

Rule: nothing that a person wrote is read or printed here: what is left at the
provider is known by its id alone, and is deleted.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from frontdoor.wording import words

_DAY_H = 24
_PAUSE_S = 1.0
_TRIES = 3
_DOOR = "sms"


def attach(commands: Any) -> None:
    """Add each command to `commands`, the result of add_subparsers."""
    line = "delete at Twilio what is older than a day, since callbacks get lost"
    swept = _command(commands, "sweep", line, sweep, "sweep", "sweep --hours 48")
    swept.add_argument("--hours", type=int, default=_DAY_H, help="how old it must be (%(default)s)")
    line = "segments and price of a referral by text, for each journey and language"
    _command(commands, "cost", line, cost, "cost", "cost --settings /etc/frontdoor/settings.env")
    line = "print what to give Twilio: its fallback, and its STOP, START and HELP"
    _command(commands, "fallback", line, fallback, "fallback", "fallback --settings /etc/frontdoor/settings.env")


def sweep(args: Namespace) -> int:
    """Delete every message of this door at Twilio that is older; 1 when one would not go."""
    from frontdoor.plan import twilio
    from sms.http import ProviderSilent
    from sms.provider import Outcome, Provider, ProviderFault, utc

    account = twilio(Settings.read(args.settings))
    if account is None:
        raise Refusal("The text door is shut: no FRONTDOOR_TWILIO_ACCOUNT_SID is set.")
    provider = Provider(account)
    try:
        left = list(provider.older(utc(time.time() - args.hours * 3600)))
    except (ProviderSilent, ProviderFault) as fault:
        raise Refusal(f"{fault} Look at FRONTDOOR_TWILIO_* and at status.twilio.com.") from None
    ended = [_deleted(provider, sid) for sid in left]
    gone = sum(one is Outcome.GONE for one in ended)
    print(f"{len(left)} messages were older than {args.hours} hours: {gone} deleted, {len(left) - gone} not.")
    return 0 if gone == len(left) else 1


def _deleted(provider: Any, sid: str) -> Any:
    outcome = None
    for again in range(_TRIES):
        outcome, _ = provider.delete(sid)
        if outcome.value != "later":
            break
        time.sleep(_PAUSE_S * (again + 1))
    return outcome


def cost(args: Namespace) -> int:
    """Print the shortest and the longest way to send, by journey and language."""
    from frontdoor.prices import costs

    settings = Settings.read(args.settings)
    out, in_ = settings.twilio_pence_out, settings.twilio_pence_in
    print(
        f"At {out}p a segment sent and {in_}p received (FRONTDOOR_TWILIO_PENCE_OUT and _IN; look at your contract).\n"
    )
    print(f"{'journey':<24}{'language':<10}{'way':<10}{'questions':>9}{'sent':>6}{'received':>10}{'price':>9}")
    for pair in costs(words(settings.library), _DOOR):
        for way, one in zip(("shortest", "longest"), pair, strict=True):
            price = f"{one.pence(out, in_):.1f}p"
            figures = f"{one.questions:>9}{one.out:>6}{one.in_:>10}{price:>9}"
            print(f"{one.journey:<24}{one.language:<10}{way:<10}{figures}")
    return 0


def fallback(args: Namespace) -> int:
    """Print the TwiML that Twilio is to answer with when we do not, and its words for STOP, START and HELP."""
    from sms.account import RETRIED, STATUS
    from sms.wire import pieces, twiml

    settings = Settings.read(args.settings)
    library = words(settings.library)
    url = settings.public_url.rstrip("/")
    if not url:
        raise Refusal("Twilio needs whole addresses. Set FRONTDOOR_PUBLIC_URL, or name a file with --settings.")
    urgent = library.emergency_lines("en", _DOOR)
    sorry = "\n".join((*urgent, *library.says_at("cannot_answer", _DOOR, "en")))
    told = {
        "A message comes in (webhook, POST)": f"{url}{RETRIED}",
        "Status callback": f"{url}{STATUS}",
        "Primary handler fails: a TwiML Bin with": twiml(pieces(sorry)),
        "Advanced Opt-Out, STOP": "\n".join(library.says_at("stopped", _DOOR, "en")),
        "Advanced Opt-Out, START": "\n".join(library.says_at("started", _DOOR, "en")),
        "Advanced Opt-Out, HELP": "\n".join(urgent),
    }
    print("\n\n".join(f"{what}\n\n{text}" for what, text in told.items()))
    return 0


def _command(commands: Any, name: str, line: str, run: Any, *examples: str) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(
        name,
        help=line,
        description=f"{line[0].upper()}{line[1:]}.",
        epilog="examples:\n" + "".join(f"  frontdoor sms {one}\n" for one in examples),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--settings", type=Path, help="the settings file (default: FRONTDOOR_SETTINGS, ./settings.env)")
    parser.set_defaults(run=run)
    return parser
