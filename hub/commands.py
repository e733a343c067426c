"""The commands of the hub's side, as one group for a command line.

Rule: they are told apart here and do their work elsewhere. Every failure ends
in one sentence on standard error, never in a trace.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from hub.fault import HubFault
from reception.faults import SealFault

_FAILED = 2
_STOPPED = 130
_HELP = {
    "keys": "make the hub's keys, show its public line, trust a door",
    "fetch": "print what waits, still sealed; needs no key",
    "open": "open what `fetch` printed; needs no network",
    "read": "fetch and open in one",
    "acknowledge": "say that a named person has looked; takes it off the queue",
    "write": "have the door send one message, if their plan allows it",
    "plan": "show a person's plan, or change it",
    "outcomes": "what came of what was written",
    "waiting": "what nobody has acknowledged; fails past the agreed time",
}


def attach(commands: Any) -> None:
    """Add each command to `commands`, the result of add_subparsers. Each sets `run`: Namespace -> exit code."""
    for name, says in _HELP.items():
        parser = commands.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
        module = _module(name)
        module.add_arguments(parser)
        parser.set_defaults(run=_guarded(module.run))


def main(argv: Sequence[str] | None = None) -> int:
    """The group as a command of its own: `python -m hub`."""
    parser = argparse.ArgumentParser(prog="frontdoor hub", description="The hub's side of the front door.")
    attach(parser.add_subparsers(required=True, metavar="COMMAND"))
    args = parser.parse_args(argv)
    code: int = args.run(args)
    return code


def _guarded(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def guarded(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except (HubFault, SealFault) as fault:
            print(fault, file=sys.stderr)
            return _FAILED
        except KeyboardInterrupt:
            return _STOPPED
        except BrokenPipeError:
            # Whoever read our output has gone. Nothing more may be written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1

    return guarded


def _module(name: str) -> ModuleType:
    # Named one by one, so that tools which follow imports see them.
    from hub import acknowledge, change, fetch, keys, open, outcomes, read, waiting, write  # noqa: A004 - the command is called open

    return {
        "keys": keys,
        "fetch": fetch,
        "open": open,
        "read": read,
        "acknowledge": acknowledge,
        "write": write,
        "plan": change,
        "outcomes": outcomes,
        "waiting": waiting,
    }[name]
