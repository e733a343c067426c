"""`frontdoor setup`: seven questions, and a door that is ready for doctor.

Rule: nothing that exists is lost. Keys are never made twice, an answer that was
given before is the one that Enter gives again, and what is written is for one
user alone.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dotenv import dotenv_values

from frontdoor import doctor
from frontdoor.checks import address, keys
from frontdoor.checks.verdict import Verdict, fail, ok
from frontdoor.private import own_folder, write
from frontdoor.refusal import Refusal
from frontdoor.settings import DEFAULT_FILE, PREFIX, Settings
from reception.doorkeys import DoorKey, DoorKeys
from reception.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Question:
    """One setting, asked for in a sentence. `fits` judges an answer; `blank` is what Enter gives."""

    setting: str
    asks: str
    fits: Callable[[str], Verdict]
    blank: str = ""


def attach(parser: ArgumentParser) -> None:
    """Give `parser` the options of this command."""
    parser.add_argument(
        "--settings", type=Path, default=DEFAULT_FILE, help="the file to write (default: ./settings.env)"
    )
    parser.add_argument("--rotate", action="store_true", help="put new master and door keys before the old ones")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Ask, write, and end with doctor's verdict and its exit code."""
    day = doctor.today()
    file: Path = args.settings.absolute()
    before = {name: value or "" for name, value in dotenv_values(file).items()} if file.exists() else {}
    folder = file.parent / "keys"
    own_folder(folder)
    answers = dict(before) if args.rotate else before | dict(_ask_all(before, day))
    answers |= _keep(folder, answers, day)
    answers |= _keys(folder, day, rotate=args.rotate)
    write(file, "".join(f"{name}={_quoted(value)}\n" for name, value in answers.items() if value))
    print(f"\nWritten: {file}\n")
    return doctor.run(Namespace(settings=file, public=False, telegram_webhook=False))


def questions(day: date) -> Iterator[Question]:
    """The seven, in order."""
    yield Question("PUBLIC_URL", "At which address do people reach the door? (https://...)", _address_fits(day))
    yield Question("HUB_PUBLIC_KEY_FILE", "Which file holds the hub's public key? (hub.pub)", _hub_key_fits(day))
    yield Question("DATA", "In which folder may the door keep what it has under way?", _any, ".data/door")
    yield Question(
        "REDIS_URL", "A Redis or Valkey of your own? (redis://..., Enter for the one that comes along)", _any
    )
    yield Question("LIBRARY", "Which folder holds your own words? (Enter for the drafts that come along)", _folder_fits)
    yield Question("TITLE", "What may a browser's tab show? (something that says nothing)", _any, "Page")
    yield Question("EXIT_URL", "Where does leaving lead? (a page that anybody might look at)", _link_fits, _WEATHER)


def _ask_all(before: Mapping[str, str], day: date) -> Iterator[tuple[str, str]]:
    for number, question in enumerate(questions(day), 1):
        name = PREFIX + question.setting
        answer = _ask(number, question, before.get(name) or question.blank)
        # The door may be started from elsewhere.
        yield name, str(Path(answer).absolute()) if answer and question.setting in _PLACES else answer


def _ask(number: int, question: Question, usual: str) -> str:
    while True:
        print(f"{number}. {question.asks}{f' [{usual}]' if usual else ''}")
        try:
            answer = input("> ").strip() or usual
        except EOFError:
            raise Refusal("The questions were not all answered, so nothing was written. Run it again.") from None
        verdict = question.fits(answer)
        if verdict.level != "ok":
            print(f"   {verdict.says} {verdict.do}")
        if verdict.level != "fail":
            return answer


def _address_fits(day: date) -> Callable[[str], Verdict]:
    return lambda answer: next(address.public_url(Settings.model_construct(public_url=answer), day))


def _hub_key_fits(day: date) -> Callable[[str], Verdict]:
    def fits(answer: str) -> Verdict:
        try:
            text = Path(answer).read_text("utf-8") if answer else ""
        except (OSError, UnicodeDecodeError):
            return fail("hub key", "That file cannot be read.", "The hub makes it with: frontdoor hub keys")
        return next(keys.hub_key(Settings.model_construct(hub_public_key=text), day))

    return fits


def _folder_fits(answer: str) -> Verdict:
    if answer and not Path(answer).is_dir():
        return fail("library", "There is no such folder.", "Make it, or press Enter.")
    return ok("library", answer)


def _link_fits(answer: str) -> Verdict:
    if answer.startswith("https://"):
        return ok("exit", answer)
    return fail("exit", "That is no https:// address.", "Name a page that anybody might look at.")


def _any(answer: str) -> Verdict:
    return ok("answer", answer)


def _keep(folder: Path, answers: Mapping[str, str], day: date) -> dict[str, str]:
    """Take a copy of the hub's public key, so that the file it came in may go. Raises Refusal when it does not hold."""
    name = f"{PREFIX}HUB_PUBLIC_KEY_FILE"
    given = answers.get(name, "")
    verdict = _hub_key_fits(day)(given)
    if verdict.level == "fail":
        raise Refusal(f"{verdict.says} {verdict.do}")
    text = Path(given).read_text("utf-8")
    write(folder / "hub.pub", text)
    return {name: str(folder / "hub.pub")}


def _keys(folder: Path, day: date, *, rotate: bool) -> dict[str, str]:
    """The files of the door's own keys; each is made when it is not there, and renewed when asked."""
    masters, doors = folder / "master.keys", folder / "door.keys"
    if not masters.exists():
        write(masters, Keyring.new(day).to_text() + "\n")
    elif rotate:
        write(masters, Keyring.from_text(masters.read_text()).rotated(day).to_text() + "\n")
    if not doors.exists():
        write(doors, DoorKeys.new(day).to_text() + "\n")
    elif rotate:
        old = DoorKeys.from_text(doors.read_text()).keys
        write(doors, DoorKeys((DoorKey.new(day), *old)).to_text() + "\n")
    return {f"{PREFIX}MASTER_KEYS_FILE": str(masters), f"{PREFIX}DOOR_KEYS_FILE": str(doors)}


def _quoted(value: str) -> str:
    """The value as systemd and a settings file both read it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


_PLACES = frozenset({"DATA", "LIBRARY"})
_WEATHER = "https://www.bbc.co.uk/weather"
