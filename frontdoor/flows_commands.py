"""`frontdoor flows`: check, play and sign what is said, and tell how well danger is heard.

Rule: it reads files and a terminal, and leaves the thinking to `flows`.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.library import HERE, Library, load, speaking
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from frontdoor.wording import words

UNSEEN = Path("tests/triggers/unseen.tsv")


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
    told = _command(
        commands, "triggers", "how well danger is heard: labelled messages, every miss among them", triggers
    )
    told.add_argument("--messages", type=Path, default=UNSEEN, help="the labelled messages (%(default)s)")
    told.add_argument("--learn", action="store_true", help="learn the weights again, from the messages beside those")
    told.add_argument("--write", type=Path, metavar="PAGE", help="put the report below the mark in this page")
    worded = _command(
        commands, "words", "how far each language is translated; bring the catalogues up to date", translations
    )
    worded.add_argument("--extract", action="store_true", help="write what is new or changed into every catalogue")
    worded.add_argument("--language", metavar="CODE", help="begin this language too, like 'cy'")
    signed = _command(commands, "sign", "stand up for every word of one language, as it is now", sign)
    signed.add_argument("--language", default="en", help="the language that was read (%(default)s)")
    signed.add_argument("--by", required=True, metavar="NAME", help="who has read it")
    signed.add_argument("--role", required=True, help="what they are at the hub, like 'IDVA lead'")


def check(args: Namespace) -> int:
    """Print how many states were walked and every finding; 1 when there is one."""
    from flows.check import check as prove
    from flows.check.translated import lacking

    began = time.perf_counter()
    library = _library(args)
    report = prove(library)
    for finding in report.findings:
        print(finding)
    for told in lacking(library):
        print(told)
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


def triggers(args: Namespace) -> int:
    """Print the report on labelled messages, or write it into a page; 1 when immediate danger is heard too badly."""
    from flows import evaluate

    if args.learn:
        return learn(args)
    try:
        messages = evaluate.read(args.messages)
        library = _library(args)
        report = evaluate.report(library, messages)
        if args.write:
            args.write.write_text(evaluate.placed(args.write.read_text("utf-8"), report), "utf-8")
    except (OSError, ValueError) as fault:
        raise Refusal(str(fault)) from fault
    print(f"Written: {args.write}" if args.write else report)
    return 0 if evaluate.reached(evaluate.outcomes(library, messages)) else 1


def translations(args: Namespace) -> int:
    """Tell how far each language is, and with `--extract` bring the catalogues up to date."""
    from frontdoor.words_command import run

    return run(_library(args), args, args.library or Settings.read().library)


def learn(args: Namespace) -> int:
    """Learn the weights from every file of messages but the one kept unseen, and tell how each did while left out."""
    from flows import learn as lessons
    from flows.parse_evidence import FILE

    try:
        sources = lessons.sources(args.messages)
    except (OSError, ValueError) as fault:
        raise Refusal(str(fault)) from fault
    print(f"Learning from {', '.join(source.name for source in sources)}; {args.messages.name} stays unseen.")
    library = load(unlearned=True)
    teacher = lessons.Teacher(library, (*sources, lessons.ours(library)))
    for trigger in teacher.triggers:
        print("\n".join(map(str, teacher.judged(trigger))), flush=True)
    (HERE / FILE).write_text(lessons.written(teacher.table(datetime.now(UTC).date().isoformat())), "utf-8")
    print(f"Written: {FILE}")
    return 0


def sign(args: Namespace) -> int:
    """Sign the words of one language in the hub's own folder, once nothing is wrong with them."""
    from flows.check import check as prove
    from flows.check.translated import hinders
    from flows.sign import sign as put
    from flows.sign import unsigned

    folder = args.library or Settings.read().library
    if folder is None:
        raise Refusal("Signatures stand in the hub's own folder. Name it: --library FOLDER, or FRONTDOOR_LIBRARY.")
    folder.mkdir(parents=True, exist_ok=True)
    library = _library(args)
    _known("language", args.language, library.languages)
    proof = prove(speaking(library, [args.language]))
    if findings := [f for f in (*proof.findings, *library.gaps) if hinders(f, args.language)]:
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
