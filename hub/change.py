"""`frontdoor hub plan`: shows a person's contact plan, puts a changed one in its place, or opens a frozen way again.

Rule: who makes it narrower gives a reason and their name; to make it wider, or to open what was
frozen, takes two, who have heard it from the person and not from a message. What was before stays in the archive.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hub import about
from hub.acknowledge import person
from hub.fault import HubFault
from hub.write import give

if TYPE_CHECKING:
    from flows.plan import ContactPlan
    from hub.case import Case
    from reception.order import Edited, Thawed

_DAY_S = 24 * 3600
_EXAMPLES = """examples:
  frontdoor hub plan 4f2a9c --data /srv/hub > plan.json
  frontdoor hub plan 4f2a9c --edit plan.json --reason 'No more texts' --by 'Ama Osei'
  frontdoor hub plan 4f2a9c --edit plan.json --reason 'New hours' --asked voice --by 'Ama Osei' --by 'Bo Lind'
  frontdoor hub plan 4f2a9c --thaw sms --reason 'Phone is back' --asked voice --by 'Ama Osei' --by 'Bo Lind'
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `plan` takes."""
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    about.add_arguments(parser)
    parser.add_argument(
        "--edit", type=Path, metavar="FILE", help="the whole plan as it is to be, as this command shows it"
    )
    parser.add_argument("--thaw", metavar="ROUTE", help="open a frozen way again, as their plan names it: 'sms'")
    parser.add_argument("--reason", help="why it changes")
    parser.add_argument("--by", action="append", default=[], metavar="NAME", help="who answers for it; twice for two")
    asked = ("staff", "voice", "message")
    parser.add_argument("--asked", choices=asked, default="message", help="how the person asked (%(default)s)")


def run(args: argparse.Namespace) -> int:
    """Show the plan as JSON, or change it and tell the door. 0 when it is done."""
    from hub.case import taken

    case = taken(args)
    if args.thaw is not None:
        return _thaw(args, case)
    if args.edit is None:
        said = case.edit.plan if case.edit else case.signed.of.plan
        print(json.dumps(said.model_dump(mode="json", by_alias=True, exclude_none=True), indent=1))
        print(f"This is version {case.version}. It ends on {case.signed.of.until:%d %b %Y}.", file=sys.stderr)
        return 0
    edit = edited(case, _plan(args.edit), args.reason or "", tuple(map(person, args.by)), args.asked)
    case.keep(edit)
    _tell(args, case, edit)
    print(f"Version {edit.version} holds from now on. The door has been told to use no older one.")
    return 0


def _thaw(args: argparse.Namespace, case: Case) -> int:
    """Have the door open the way, once why and by whom is kept."""
    from hub.write import route
    from reception.order import Order, fresh_id

    if args.edit is not None:
        raise HubFault("Change the plan, or open a way: one at a time.")
    now = int(time.time())
    thaw = thawed(args.reason or "", tuple(map(person, args.by)), args.asked)
    made = Order(
        id=fresh_id(),
        at=now,
        until=now + 3 * _DAY_S,
        plan=case.signed.text,
        edit=None,
        route=route(args.thaw, case),
        thaw=thaw,
    )
    case.keep_thaw(made.id, thaw)
    give(args, case, made)
    print(f"Given to the door as {made.id}. It is open once `frontdoor hub outcomes` says so; STOP stays STOP.")
    return 0


def thawed(reason: str, by: tuple[str, ...], asked: str) -> Thawed:
    """Why a way may be opened again. Raises HubFault, saying what it lacks."""
    from reception.order import Thawed

    if not reason.strip():
        raise HubFault("A frozen way opens with a --reason.")
    if asked == "message":
        raise HubFault("It may not be them who hold the phone. Ask them by voice, then say: --asked voice.")
    if len({name.casefold() for name in by}) < 2:  # noqa: PLR2004 - two people
        raise HubFault("To open a frozen way takes two: give --by twice, with two names.")
    return Thawed.model_validate({"reason": reason.strip()[:500], "by": by, "asked": asked})


def edited(case: Case, plan: ContactPlan, reason: str, by: tuple[str, ...], asked: str) -> Edited:
    """The change as it is kept. Raises HubFault, saying what it lacks."""
    from flows.wider import wider
    from reception.order import Edited

    if plan.person != case.signed.of.person:
        raise HubFault("This is another person's plan.")
    if not reason.strip() or not by:
        raise HubFault("A plan changes with a --reason and with the name of who answers for it: --by NAME.")
    if wider(case.signed.of.plan, plan):
        if asked == "message":
            raise HubFault("This allows more than they said. Ask them by voice, then say: --asked voice.")
        if len({name.casefold() for name in by}) < 2:  # noqa: PLR2004 - two people
            raise HubFault("This allows more than they said, so it takes two: give --by twice, with two names.")
    return Edited.model_validate(
        {"version": case.version + 1, "plan": plan, "reason": reason.strip()[:500], "by": by, "asked": asked}
    )


def _plan(path: Path) -> ContactPlan:
    from pydantic import ValidationError

    from flows.plan import ContactPlan

    try:
        return ContactPlan.model_validate_json(path.read_text())
    except OSError:
        raise HubFault(f"{path} cannot be read.") from None
    except (ValidationError, ValueError) as fault:
        where = ".".join(map(str, fault.errors()[0]["loc"])) if isinstance(fault, ValidationError) else "its letters"
        raise HubFault(f"{path} is no plan. Look at: {where or 'its beginning'}. Begin with what this shows.") from None


def _tell(args: argparse.Namespace, case: Case, edit: Edited) -> None:
    from reception.order import Order, fresh_id

    now = int(time.time())
    give(args, case, Order(id=fresh_id(), at=now, until=now + 3 * _DAY_S, plan=case.signed.text, edit=edit))
