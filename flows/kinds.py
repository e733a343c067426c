"""What can be asked for: each kind of field reads what a person typed, or says how to put it.

Rule: what comes out is in one form only, and reading it again gives the same;
what does not fit is None, never a guess. A full postcode never gets past here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from flows.contact import SENDER
from flows.plain import plain
from flows.typed import digits, line, visible
from flows.windows import window

LONGEST_TEXT = 5_000
_LONGEST_NAME = 80
_LONGEST_PLACE = 60


@dataclass(frozen=True, slots=True)
class Hint:
    """How a form's control for a kind is best set up. `rows` above 1 asks for a tall box."""

    inputmode: str = "text"
    maxlength: int = LONGEST_TEXT
    rows: int = 1


HINTS: Mapping[str, Hint] = {
    "text": Hint(rows=5),
    "name": Hint(maxlength=_LONGEST_NAME),
    "number": Hint("numeric", 20),
    "age_band": Hint("text", 40),
    "place": Hint(maxlength=_LONGEST_PLACE),
    "phone": Hint("tel", 40),
    "email": Hint("email", 254),
    "window": Hint(maxlength=120),
}

PROBLEM: Mapping[str, str] = {
    "text": "Write it in your own words.",
    "name": "Write a shorter name. Any name is fine.",
    "number": "Write it as a number, like 2.",
    "age_band": "Write an age as a number, like 34.",
    "place": "Write the name of a town, or the first half of a postcode, like GU1.",
    "phone": "Write a phone number, like 07700 900123.",
    "email": "Write an email address, like name@example.com.",
    "window": "Write days and times, like: weekdays 10am to 12pm.",
}
_UNCLEAR = "Choose from the list."


def problem(kind: str) -> str:
    """The English sentence to show when what was given does not fit a kind. It blames nobody."""
    return PROBLEM.get(kind, _UNCLEAR)


def read(kind: str, raw: str, *, sender: bool = False) -> str | None:
    """`raw` as the record holds it, or None when it does not fit. Never raises.

    With `sender`, the door knows the number that is written from, and 'me' is a
    phone number: it is kept as @sender.
    """
    if kind == "phone" and sender and plain(raw) in _THIS_PHONE:
        return SENDER
    reader = _READERS.get(kind)
    return reader(raw) if reader else None


def _text(raw: str) -> str | None:
    return visible(raw).strip()[:LONGEST_TEXT].strip() or None


def _name(raw: str) -> str | None:
    name = line(raw)
    return name if 0 < len(name) <= _LONGEST_NAME else None


# ---- numbers and ages

_ONES = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_TEENS = "sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(f"{_ONES} {_TEENS}".split())}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_WORDS |= {"none": 0, "zero": 0, "nil": 0}
_FIGURES = re.compile(r"(?<![\w.,/-])\d+(?![\w.,/-]*\d)")


def _numbers(raw: str) -> list[int]:
    """Every number that `raw` says, in figures or words, in order."""
    found: list[int] = []
    tens = False
    for word in re.findall(r"\d+|[a-z]+", digits(line(raw)).lower()):
        value = int(word[:9]) if word.isdigit() else _WORDS.get(word)
        if value is None:
            tens = False
        elif tens and 0 < value < 10 and not word.isdigit():  # noqa: PLR2004  # 'thirty four'
            found[-1] += value
            tens = False
        else:
            found.append(value)
            tens = not word.isdigit() and value >= 20  # noqa: PLR2004
    return found


def _number(raw: str) -> str | None:
    """A whole number from 0 to 999, the only one that is said."""
    shown = digits(line(raw))
    if re.search(r"\d[.,/]\d|-\d", shown):
        return None
    found = _numbers(raw)
    return str(found[0]) if len(found) == 1 and found[0] <= 999 else None  # noqa: PLR2004


_BANDS = ((13, "under_13"), (16, "13_15"), (18, "16_17"), (121, "18_plus"))
_UNDER = re.compile(r"\b(?:under|below|less|younger)\b|<")
_OVER = re.compile(r"\b(?:over|older|above|plus|more)\b|[+>]")
_BABY = re.compile(r"\b(?:months?|weeks?|days?|baby|newborn)\b")
_OLDEST_YOUNG = 12


def _age_band(raw: str) -> str | None:
    """under_13, 13_15, 16_17 or 18_plus; an age in words or figures, or a range within one band."""
    said = digits(line(raw)).lower().replace("_", " ")
    ages = _numbers(said)
    if _BABY.search(said):
        return "under_13"
    if not ages or len(ages) > 2:  # noqa: PLR2004  # 'from 13 to 15' at most
        return "18_plus" if plain(said) in {"adult", "im an adult", "i am an adult"} else None
    if len(ages) == 1 and _UNDER.search(said):
        return "under_13" if ages[0] - 1 <= _OLDEST_YOUNG else None
    if len(ages) == 1 and _OVER.search(said):
        return "18_plus" if _band(ages[0]) == "18_plus" or _over_17(said, ages[0]) else None
    bands = {_band(age) for age in ages}
    return bands.pop() if len(bands) == 1 else None


def _over_17(said: str, age: int) -> bool:
    return age == 17 and not re.search(r"\bor\b|[+]|\bplus\b", said)  # noqa: PLR2004


def _band(age: int) -> str | None:
    return next((band for limit, band in _BANDS if age < limit), None)


# ---- places

_AREAS = frozenset(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY "
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE "
    "LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL "
    "SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE".split()
)
_OUTWARD = r"(?P<area>[A-Z]{1,2})(?P<district>\d[A-Z\d]?)"
_ALONE = re.compile(r"([A-Z]{1,2}) ?(\d[A-Z\d]?)(?: ?\d(?:[A-Z]{2}|[A-Z])?)?")
_WITHIN = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?)(?: ?\d[A-Z]{2})?\b")


def _place(raw: str) -> str | None:
    """A town as written, or a postcode's first half: nothing that finds a house."""
    place = digits(line(raw)).strip(" .,;:!?")
    upper = place.upper()
    whole = _ALONE.fullmatch(upper)
    found = [whole] if whole else list(_WITHIN.finditer(upper))
    halves = [m[1] + m[2] for m in found if m and m[1] in _AREAS]
    if halves:
        return halves[0] if len(set(halves)) == 1 else None
    letters = sum(char.isalpha() for char in place)
    town = letters > 1 and all(c.isalpha() or c in " -'’.,()&" for c in place)
    return place if town and len(place) <= _LONGEST_PLACE else None


# ---- phone and email

_THIS_PHONE = frozenset(
    ("me", "this", "this one", "this phone", "this number", "my phone", "same", "same number", "on this number")
)
_RUN = re.compile(r"\+?[\d(][\d\s().\-/]*")
_LEAST_FIGURES = 9
_BRITISH = 44
_BRITISH_FIGURES = 10


def _phone(raw: str) -> str | None:
    """E.164. Any number that could be one; British ones at their full length, so that none is a digit short."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", digits(line(raw))).replace("\uff0b", "+")
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
    """Possible, not only valid: Ofcom's drama numbers are nobody's, and must do for practice."""
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    if number.country_code != _BRITISH or phonenumbers.is_valid_number(number):
        return True
    return len(str(number.national_number)) == _BRITISH_FIGURES


_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = r"[^\W_](?:[^\W_]|-)*"
_EMAIL = re.compile(rf"(?P<local>{_LOCAL})@(?P<domain>(?:{_LABEL}\.)+[^\W\d_]{{2,}})")
_LONGEST_EMAIL, _LONGEST_LOCAL, _LONGEST_LABEL = 254, 64, 63


def _email(raw: str) -> str | None:
    """One address, its domain in small letters. That mail gets there is for a person to find out."""
    words = [word for word in line(raw).split() if "@" in word]
    if len(words) != 1:
        return None
    address = words[0].removeprefix("mailto:").strip("<>()[]\"',;:.!")
    found = _EMAIL.fullmatch(address)
    if found is None or len(address) > _LONGEST_EMAIL or len(found["local"]) > _LONGEST_LOCAL:
        return None
    domain = found["domain"].lower()
    fits = all(len(part) <= _LONGEST_LABEL and part[-1] != "-" for part in domain.split("."))
    return f"{found['local']}@{domain}" if fits else None


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "text": _text,
    "name": _name,
    "number": _number,
    "age_band": _age_band,
    "place": _place,
    "phone": _phone,
    "email": _email,
    "window": window,
}
