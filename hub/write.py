"""`frontdoor hub write`: has the door send one message to one person, if their own plan allows it.

Rule: the rules are asked here first, so that a worker hears at once which one stands
against it; the door asks them again when it sends, and its answer alone counts.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hub import about
from hub.acknowledge import person
from hub.fault import HubFault
from hub.home import queue_url

if TYPE_CHECKING:
    from flows.contact import Permit, Refusal
    from flows.library import Library
    from hub.case import Case
    from reception.order import Order, Says

_HOURS, _MOST_HOURS = 12, 72
_HOUR_S = 3600
_WAITS = "It waits on the page until they come back with their words. If they took none, the door refuses it (G1)."
_EXAMPLES = """examples:
  frontdoor hub write 4f2a9c --way sms --template call_when_you_can --by 'Ama Osei' --data /srv/hub
  frontdoor hub write 4f2a9c --way sms --text-file reply.txt --level neutral_callback --verified --by 'Ama Osei'
  frontdoor hub write 4f2a9c --way web --text-file reply.txt --by 'Ama Osei'
  frontdoor hub write 4f2a9c --way sms --template good_time --by 'Ama Osei' --check
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `write` takes."""
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    about.add_arguments(parser)
    parser.add_argument(
        "--way",
        required=True,
        metavar="ROUTE",
        help="the way, as their plan names it: 'sms'; 'web': the page that they come back to",
    )
    parser.add_argument("--by", required=True, metavar="NAME", help="the worker who wants this sent")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--template", metavar="ID", help="an approved wording (unasked.toml of the library)")
    what.add_argument("--text-file", type=Path, metavar="FILE", help="words of your own; '-' reads them here")
    what.add_argument("--cover", metavar="ID", help="an approved cover line")
    levels = ("neutral_callback", "neutral_time", "full_after_verify")
    parser.add_argument("--level", choices=levels, default=levels[-1], help="how much words of your own tell")
    parser.add_argument("--language", help="language of the template (default: the referral's)")
    parser.add_argument("--verified", action="store_true", help="you have just made sure that it is them")
    parser.add_argument("--since", action="append", default=[], metavar="WHAT", help="what has happened: moved ...")
    parser.add_argument("--hours", type=int, default=_HOURS, help="drop it when it cannot go by then (%(default)s)")
    parser.add_argument("--check", action="store_true", help="ask the rules, and send nothing")
    parser.add_argument("--library", type=Path, metavar="DIR", help="the hub's library, whose words and days hold")


def run(args: argparse.Namespace) -> int:
    """Give the order to the door. 0 when it is given, 1 when a rule refuses it."""
    from flows.contact import Refusal
    from flows.on_the_page import PAGE
    from hub.case import taken

    case = taken(args)
    order = _order(args, case, int(time.time()))
    answer = preview(case, order, _library(args), datetime.now(UTC))
    if isinstance(answer, Refusal) and not answer.hold:
        print(f"Not sent. {answer.rule}: {answer.reason}", file=sys.stderr)
        return 1
    print(_when(answer, order) if order.route != PAGE else _WAITS)
    if args.check:
        print("Nothing was sent: this was a check.")
        return 0
    give(args, case, order)
    print(f"Given to the door as {order.id}. See what came of it: frontdoor hub outcomes")
    return 0


def give(args: argparse.Namespace, case: Case, order: Order) -> None:
    """Seal the order to the door, sign it, note that it was given, and put it on the outbox."""
    from hub.outcomes import Given, note
    from hub.queue import Queue
    from reception.order import SealedOrder

    key = case.key
    sealed = SealedOrder.of(order, case.door, key.public(), key.sign)
    changed = order.edit or order.thaw
    by = order.says.by if order.says else ", ".join(changed.by) if changed else ""
    queue = Queue.at(queue_url(args.data))
    note(case.archive, Given(order.id, case.held, _what(order), by, order.at))
    queue.give(sealed.text)


def _what(order: Order) -> str:
    way = order.route or "plan"
    return f"opening {way}" if order.thaw else way


def preview(case: Case, order: Order, library: Library, now: datetime) -> Permit | Refusal:
    """What the rules say of it as far as can be known here: the door knows of earlier tries and frozen ways."""
    from flows.contact import History, Now, Plan, Way, Wording, permits
    from flows.hub_rules import hub_rules
    from flows.on_the_page import PAGE, on_the_page
    from flows.outward import Edit, Verified
    from flows.unsaid import told
    from flows.wider import wider
    from reception.marks import address_of

    of, edit, says = case.signed.of, case.edit, order.says
    said = edit.plan if edit else of.plan
    waits = order.route == PAGE
    said = on_the_page(said, now) if waits else said
    route = next((one for one in said.routes if one.id == order.route), None)
    if route is None or says is None:
        raise HubFault("Their plan no longer has this way.")
    changed = Edit(edit.reason, edit.by, edit.asked, wider(of.plan, edit.plan)) if edit else None
    checked = order.verified
    return permits(
        Plan(said, case.version, of.until, changed, of.names, told(case.referral)),
        Way(route.id, route.kind, address_of(route), "it"),
        Wording(**says.model_dump(), id=order.id),
        Now(now, hub_rules(library)),
        History(
            harm=frozenset({("it", "it")} if route.id in of.both_sides else ()),
            verified=Verified(datetime.fromtimestamp(checked.at, UTC), checked.method, checked.by) if checked else None,
            safe_at=now if waits else None,  # the page asks first, each time
            since=frozenset(order.since),
        ),
    )


def _order(args: argparse.Namespace, case: Case, now: int) -> Order:
    from pydantic import ValidationError

    from reception.order import Checked, Order, fresh_id

    if not 0 < args.hours <= _MOST_HOURS:
        raise HubFault(f"Give --hours a number from 1 to {_MOST_HOURS}: nothing waits for longer.")
    by = person(args.by)
    try:
        return Order(
            id=fresh_id(),
            at=now,
            until=now + args.hours * _HOUR_S,
            plan=case.signed.text,
            edit=case.edit,
            route=route(args.way, case),
            says=_says(args, by, args.language or case.referral.language),
            verified=Checked(at=now, by=by) if args.verified else None,
            since=tuple(args.since),
        )
    except ValidationError:
        raise HubFault(
            "A way and what has happened are short words, such as 'sms' and 'moved'. Look at both."
        ) from None


def route(way: str, case: Case) -> str:
    """The id of the way that is meant: by its id, or by its kind where there is one of that kind."""
    from flows.on_the_page import PAGE, on_the_page

    plan = case.edit.plan if case.edit else case.signed.of.plan
    routes = on_the_page(plan, datetime.now(UTC)).routes if case.signed.of.door == PAGE else plan.routes
    found = [r.id for r in routes if way == r.id] or [r.id for r in routes if way == r.kind]
    if len(found) != 1:
        has = ", ".join(f"{r.kind} ({r.id})" for r in routes) or "none"
        raise HubFault(f"Their plan does not name '{way}', or names several. It has: {has}.")
    return found[0]


def _says(args: argparse.Namespace, by: str, language: str) -> Says:
    from reception.order import Says

    words = _words(args.text_file) if args.text_file else ""
    if args.text_file and not words:
        raise HubFault("There are no words in that file.")
    return Says(
        by=by,
        template=args.template or "",
        text=words,
        cover_line=args.cover or "",
        level=args.level,
        language=language,
    )


def _words(path: Path) -> str:
    try:
        return (sys.stdin.read() if str(path) == "-" else path.read_text()).strip()
    except (OSError, UnicodeDecodeError):
        raise HubFault(f"{path} cannot be read.") from None


def _when(answer: Permit | Refusal, order: Order) -> str:
    from flows.contact import Refusal

    until = f"{datetime.fromtimestamp(order.until, UTC):%a %d %b, %H:%M} UTC"
    if isinstance(answer, Refusal):
        return f"Not now. {answer.rule}: {answer.reason} It waits, and is dropped on {until} if that has not changed."
    return f"Their plan allows it now. If it cannot go, it is dropped on {until}."


def _library(args: argparse.Namespace) -> Library:
    import os

    from flows.finding import LibraryFault
    from flows.library import load

    said = os.environ.get("FRONTDOOR_LIBRARY", "")
    try:
        return load(over=args.library or (Path(said) if said else None))
    except LibraryFault:
        raise HubFault("The library cannot be read. Run `frontdoor flows check`.") from None
