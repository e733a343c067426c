"""The `frontdoor` command.

Rule: a command's module is imported only when that command is called, so that
`--help` is quick and `hub open` needs nothing that it does not use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from frontdoor.refusal import Refusal


class Command(NamedTuple):
    """One command: the module whose `attach` gives it its options, a line on it, and examples.

    A group's module is given the group's subparsers instead of a parser.
    """

    module: str
    line: str
    examples: str
    group: bool = False


COMMANDS = {
    "demo": Command(
        "frontdoor.demo",
        "start everything on this machine, for trying it out",
        "frontdoor demo\nfrontdoor demo --port 8080 --data /tmp/try",
    ),
    "setup": Command(
        "frontdoor.setup",
        "answer seven questions, and write the settings and the door's keys",
        "frontdoor setup\nfrontdoor setup --settings /etc/frontdoor/settings.env",
    ),
    "doctor": Command(
        "frontdoor.doctor",
        "check that all stands as it must, and say what to do where it does not",
        "frontdoor doctor\nfrontdoor doctor --public",
    ),
    "serve": Command(
        "frontdoor.serve",
        "open the doors that are switched on",
        "frontdoor serve --settings /etc/frontdoor/settings.env --port 8000",
    ),
    "bench": Command(
        "frontdoor.bench.command",
        "measure speed and size, and write docs/benchmarks.md",
        "frontdoor bench\nfrontdoor bench --quick --print-only",
    ),
    "flows": Command(
        "frontdoor.flows_commands",
        "check, play, draw, translate and sign what is said, and tell how well danger is heard",
        "frontdoor flows check\nfrontdoor flows play\nfrontdoor flows draw --to pictures\n"
        "frontdoor flows sign --language en --by 'Ama Osei' --role 'IDVA lead'",
        group=True,
    ),
    "sms": Command(
        "frontdoor.sms_commands",
        "by text: what it costs, what to give Twilio, and what is still there",
        "frontdoor sms cost\nfrontdoor sms fallback\nfrontdoor sms sweep",
        group=True,
    ),
    "hub": Command(
        "hub.commands",
        "the hub's side: make keys, fetch, open, read and acknowledge referrals",
        "frontdoor hub keys --data /srv/hub\nfrontdoor hub read --follow\nfrontdoor hub acknowledge ID --by 'Ama Osei'",
        group=True,
    ),
}


def parser_for(called: str | None) -> argparse.ArgumentParser:
    """The parser, whole for the command that is called and in outline for the rest."""
    parser = argparse.ArgumentParser(
        prog="frontdoor",
        description="A referral front door for a domestic-abuse hub.",
        epilog="examples:\n" + "\n".join(f"  {c.examples.splitlines()[0]}" for c in COMMANDS.values()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        one = commands.add_parser(
            name,
            help=command.line,
            description=command.line[0].upper() + command.line[1:] + ".",
            epilog="examples:\n" + "".join(f"  {line}\n" for line in command.examples.splitlines()),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name == called:
            told = one.add_subparsers(metavar="COMMAND", required=True) if command.group else one
            import_module(command.module).attach(told)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for done, 1 for 'look at this', 2 for refused."""
    words = list(sys.argv[1:] if argv is None else argv)
    called = next((word for word in words if word in COMMANDS), None)
    args = parser_for(called).parse_args(words)
    try:
        return int(args.run(args))
    except Refusal as refusal:
        print(f"frontdoor {args.command}: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
