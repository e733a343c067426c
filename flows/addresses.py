"""Phone numbers and email addresses, as people write them, in the form that machines dial.

Rule: a number that may be wrong is worse than none, because someone else may
answer it: what is a digit short, or is two numbers, does not pass.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from flows.plain import plain
from flows.typed import digits, line

_THIS_PHONE = frozenset(
    (
        "me",
        "this",
        "this one",
        "this phone",
        "this number",
        "my phone",
        "my number",
        "same",
        "same number",
        "the same number",
        "on this number",
        "on this phone",
    )
)
_HERE = frozenset(
    (
        "here",
        "write here",
        "message here",
        "text here",
        "write to me here",
        "message me here",
        "text me here",
        "in here",
        "on here",
        "this chat",
        "in this chat",
    )
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_RUN = re.compile(r"\+?[\d(][\d\s().\-/]*")
_LEAST_FIGURES = 9
_BRITISH, _BRITISH_FIGURES = 44, 10


def is_this_phone(raw: str) -> bool:
    """Whether 'the number I write from' is meant."""
    return plain(raw) in _THIS_PHONE


def is_here(raw: str) -> bool:
    """Whether 'the chat that I write in' is meant."""
    return plain(raw) in _HERE


def phone(raw: str) -> str | None:
    """E.164: '+447700900123'. British unless it says otherwise; words around it do not matter."""
    text = _DASHES.sub("-", digits(line(raw))).replace("\uff0b", "+")
    runs = [run for run in _RUN.findall(text) if sum(c.isdigit() for c in run) >= _LEAST_FIGURES]
    number = _parsed(runs[0]) if len(runs) == 1 else None
    if number is None or not _is_whole(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parsed(run: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(run.replace("(0)", ""), "GB")
    except NumberParseException:
        return None


def _is_whole(number: PhoneNumber) -> bool:
    """Possible, not only valid: Ofcom's drama numbers are nobody's, and must do for practice.

    A British number that is not valid has at least all its figures.
    """
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    if number.country_code != _BRITISH or phonenumbers.is_valid_number(number):
        return True
    return len(str(number.national_number)) == _BRITISH_FIGURES


_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = r"[^\W_](?:[^\W_]|-)*"
_EMAIL = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+[^\W\d_]{{2,}})")
_LONGEST, _LONGEST_LOCAL, _LONGEST_LABEL = 254, 64, 63
# Any other word beside an address may be a part of it that a space cut off.
_AROUND = frozenset(("my", "email", "e", "mail", "address", "is", "its", "it", "at", "on", ""))


def email(raw: str) -> str | None:
    """The one address in `raw`, its domain in small letters.

    A check of shape, no more: whether mail gets there, no check can tell.
    """
    words = line(raw).split()
    given = [word for word in words if plain(word) not in _AROUND]
    if len(given) != 1 or len(given[0]) > _LONGEST:
        return None
    bare = given[0].removeprefix("mailto:").lstrip("<([\"'").rstrip(">)]\"',;:.!")
    found = _EMAIL.fullmatch(bare)
    if found is None or len(found[1]) > _LONGEST_LOCAL:
        return None
    domain = found[2].lower()
    fits = all(len(part) <= _LONGEST_LABEL and part[-1] != "-" for part in domain.split("."))
    return f"{found[1]}@{domain}" if fits else None
