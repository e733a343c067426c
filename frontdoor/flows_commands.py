"""`frontdoor flows`: check, play and sign what is said.

Rule: it reads files and a terminal, and leaves the thinking to `flows`.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.library import Library
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from frontdoor.wording import words


def attach(commands: Any) -> None:
    """Add each command to `commands`, the result of add_subparsers."""
    _command(commands, "check", "prove the rules over every state of every journey, door and language", check)
    _command(commands, "segments", "tell how many text messages each journey takes", segments)
    played = _command(commands, "play", "have the conversation here, in the terminal", play)
    played.add_argument("--door", default="sms", help="the door to play at (%(default)s)")
    played.add_argument("--journey", help="begin where this journey begins (default: at the very beginning)")
    played.add_argument("--language", default="en", help="the language to play in (%(default)s)")
    played.add_argument("--show", action="store_true", help="show state, triggers and messages after every reply")
    drawn = _command(commands, "draw", "draw each journey on a page of its own (SVG)", draw)
    drawn.add_argument("--journey", help="draw this one alone (default: all)")
    drawn.add_argument("--language", default="en", help="the language to draw in (%(default)s)")
    drawn.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="where to (default: here)")
    signed = _command(commands, "sign", "stand up for every word of one language, as it is now", sign)
    signed.add_argument("--language", default="en", help="the language that was read (%(default)s)")
    signed.add_argument("--by", required=True, metavar="NAME", help="who has read it")
    signed.add_argument("--role", required=True, help="what they are at the hub, like 'IDVA lead'")


def check(args: Namespace) -> int:
    """Print how many states were walked and every finding; 1 when there is one."""
    from flows.check import check as prove

    began = time.perf_counter()
    report = prove(_library(args))
    for finding in report.findings:
        print(finding)
    for rule in report.waiting:
        print(f"Not tried until the rest is mended: {rule}")
    wrong = f"{len(report.findings)} findings" if report.findings else "nothing is wrong"
    print(f"{report.states:,} states walked in {time.perf_counter() - began:.1f} s: {wrong}.")
    return 1 if report.findings else 0


def segments(args: Namespace) -> int:
    """Print how many text messages each journey takes."""
    from flows.lengths import page

    print(page(_library(args)), end="")
    return 0


def play(args: Namespace) -> int:
    """Hold a conversation with the engine until it ends. Nothing of it is kept."""
    from frontdoor import terminal

    library = _library(args)
    _known("door", args.door, library.doors)
    _known("language", args.language, library.languages)
    if args.journey:
        _known("journey", args.journey, library.journeys)
    try:
        player = terminal.begun(library, args.door, args.language, args.journey, int(time.time()))
    except LookupError as fault:
        raise Refusal(str(fault)) from fault
    print("Write as a person would; an empty line ends it. Nothing is kept.\n")
    if player.reply:
        print(terminal.shown(player))
    while words := _said():
        seen = player.tell(words, int(time.time()) - player.began)
        print(terminal.shown(player))
        if args.show:
            print("\n".join(terminal.inside(player, words)))
        if seen.forgotten:
            print("(sent and forgotten)" if seen.sent else "(forgotten)")
    return 0


def draw(args: Namespace) -> int:
    """Write a picture of each journey, and print where it is."""
    from flows.drawing import drawing
    from flows.svg import svg

    library = _library(args)
    _known("language", args.language, library.languages)
    if args.journey:
        _known("journey", args.journey, library.journeys)
    try:
        args.to.mkdir(parents=True, exist_ok=True)
        for journey in (args.journey,) if args.journey else library.journeys:
            path = args.to / f"{journey}.svg"
            path.write_text(svg(drawing(library, journey, args.language)), "utf-8")
            print(path)
    except OSError as fault:
        raise Refusal(f"The pictures cannot be written: {fault}. Name another folder with --to.") from fault
    return 0


def sign(args: Namespace) -> int:
    """Sign the words of one language in the hub's own folder, once nothing is wrong with them."""
    from flows.check import check as prove
    from flows.sign import sign as put
    from flows.sign import unsigned

    folder = args.library or Settings.read().library
    if folder is None:
        raise Refusal("Signatures stand in the hub's own folder. Name it: --library FOLDER, or FRONTDOOR_LIBRARY.")
    folder.mkdir(parents=True, exist_ok=True)
    library = _library(args)
    _known("language", args.language, library.languages)
    if findings := prove(library).findings:
        raise Refusal("\n  ".join(("words with findings are not signed.", *map(str, findings))))
    fresh = unsigned(library, args.language, folder)
    try:
        path = put(folder, library, args.language, args.by, args.role, on=datetime.now(UTC).date())
    except (ValueError, OSError) as fault:
        raise Refusal(str(fault)) from fault
    print("\n".join(fresh))
    print(f"{len(fresh)} new words signed in '{args.language}' by {args.by}, {args.role}: {path}")
    return 0


def _said() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _known(what: str, name: str, names: Any) -> None:
    if name not in names:
        raise Refusal(f"There is no {what} '{name}'. There are: {', '.join(names)}.")


def _command(commands: Any, name: str, line: str, run: Any) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
    parser.add_argument("--library", type=Path, help="the hub's own folder (default: FRONTDOOR_LIBRARY)")
    parser.set_defaults(run=run)
    return parser


def _library(args: Namespace) -> Library:
    return words(args.library or Settings.read().library)
