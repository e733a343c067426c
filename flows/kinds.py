"""What can be asked for: each kind of field reads what a person typed, or says how to put it.

Rule: what comes out is in one form only, and reading it again gives the same;
what does not fit is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows.addresses import email, is_here, is_this_phone, phone
from flows.numbers import age_band, number
from flows.places import LONGEST as LONGEST_PLACE
from flows.places import place
from flows.plain import plain
from flows.plan import HERE, SENDER
from flows.sentence import sentence as _
from flows.typed import line, visible
from flows.windows import window

LONGEST_TEXT = 5_000
LONGEST_NAME = 80
LEAST_SECRET, MOST_WORDS = 5, 4
"""Letters and words of a word agreed with us: enough that nobody says it by chance."""
# Room, and joiners with nothing to join.
_BLANK = " \n\t\u00a0\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Hint:
    """How a page's control for a kind is best set up. More than one row asks for a tall box."""

    inputmode: str
    maxlength: int
    rows: int = 1


HINTS: Mapping[str, Hint] = {
    "text": Hint("text", LONGEST_TEXT, rows=5),
    "name": Hint("text", LONGEST_NAME),
    "number": Hint("numeric", 20),
    "age_band": Hint("text", 40),
    "place": Hint("text", LONGEST_PLACE),
    "phone": Hint("tel", 40),
    "email": Hint("email", 254),
    "window": Hint("text", 120),
    "secret": Hint("text", 40),
}

WORDED = frozenset({"number", "age_band", "window", "phone"})
"""Kinds that are read by the meaning of words, which each language has its own of."""

PROBLEM: Mapping[str, str] = {
    "text": _("Write it in your own words."),
    "name": _("Write a short name. Any name is fine."),
    "number": _("Write it as a number, like 2."),
    "age_band": _("Write an age as a number, like 34."),
    "place": _("Write the name of a town, or the first half of a postcode, like GU1."),
    "phone": _("Write a whole phone number, like 07700 900123."),
    "email": _("Write an email address, like name@example.com."),
    "window": _("Write days and times, like: weekdays 10am to 12pm."),
    "secret": _("Choose a word of five letters or more that you do not say by chance."),
}
_BY_CHANCE = frozenset(
    ("hello", "thanks", "thank you", "please", "sorry", "call me", "text me", "not now", "help me", "who is this")
)
_UNCLEAR = _("Choose from the list.")


def problem(kind: str) -> str:
    """The English sentence to show when what was given does not fit a kind. It blames nobody."""
    return PROBLEM.get(kind, _UNCLEAR)


def read(kind: str, raw: str, *, sender: bool = False, chat: bool = False) -> str | None:
    """`raw` as the record holds it, or None when it does not fit. Never raises.

    What is past 5,000 characters is cut off first.

    With `sender`, the door knows the number that is written from: 'me' is then
    a phone number, and kept as @sender. With `chat`, it can write again to the
    chat that is written in: 'here' is then kept as @here.
    """
    if kind == "phone" and sender and is_this_phone(raw):
        return SENDER
    if kind == "phone" and chat and is_here(raw):
        return HERE
    reader = _READERS.get(kind)
    return reader(raw[:LONGEST_TEXT]) if reader else None


def _text(raw: str) -> str | None:
    return visible(raw).strip(_BLANK) or None


def _name(raw: str) -> str | None:
    name = line(raw)
    return name if 0 < len(name) <= LONGEST_NAME else None


def _secret(raw: str) -> str | None:
    """A word or a few; not what anybody answers anyway, nor a number that may be a time or a choice."""
    said = plain(raw)
    fits = len(said.replace(" ", "")) >= LEAST_SECRET and len(said.split()) <= MOST_WORDS
    return line(raw) if fits and not any(map(str.isdigit, said)) and said not in _BY_CHANCE else None


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "text": _text,
    "name": _name,
    "number": number,
    "age_band": age_band,
    "place": place,
    "phone": phone,
    "email": email,
    "window": window,
    "secret": _secret,
}
