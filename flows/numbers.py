"""Numbers and ages, in figures or words.

Rule: a number is read only when it is the one number said, and an age only when
nothing but an age is said: a wrong age sends a person down the wrong road.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.plain import plain
from flows.typed import digits, line

_MOST = 999
_TWENTY = 20

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
}
_NOTHING = frozenset(("no", "none", "zero", "nil"))


def number(raw: str) -> str | None:
    """A whole number from 0 to 999, when it is the only one said: '2 kids', 'three', 'none'."""
    said = digits(line(raw)).lower()
    if re.search(r"\d[.,/]\d|-\s?\d", said):
        return None
    words = plain(said).split()
    found = _numbers(words) + [0 for word in words if word in _NOTHING]
    return str(found[0]) if len(found) == 1 and found[0] <= _MOST else None


def _numbers(words: list[str]) -> list[int]:
    """Every number among the words, in order; 'thirty four' is one."""
    found: list[int] = []
    tens = False
    for word in words:
        value = int(word[:9]) if word.isdecimal() else _WORDS.get(word, -1)
        if tens and 0 < value < 10 and not word.isdecimal():  # noqa: PLR2004  # the ones after tens
            found[-1] += value
        elif value >= 0:
            found.append(value)
        tens = value >= _TWENTY and not word.isdecimal()
    return found


# The first age past each band.
_BANDS = ((13, "under_13"), (16, "13_15"), (18, "16_17"), (121, "18_plus"))
_AGE_WORDS_SAID = (
    "i im am my age is aged a about year years yr yrs old and to or between from of the "
    "under below less than younger over older above plus more "
    "month months week weeks baby newborn adult"
)
_AGE_WORDS = frozenset(_AGE_WORDS_SAID.split())
_UNDER = frozenset(("under", "below", "less", "younger"))
_OVER = frozenset(("over", "older", "above", "plus", "more"))
_BABY = frozenset(("month", "months", "week", "weeks", "baby", "newborn"))
_ADULT = frozenset(("adult",))


def age_band(raw: str) -> str | None:
    """'under_13', '13_15', '16_17' or '18_plus', from an age, a range within one band, or its name."""
    said = digits(line(raw)).lower().replace("+", " plus ").replace("<", " under ").replace("_", " ")
    words = [word for word in plain(said).split() if word not in _WORDS]
    if any(word not in _AGE_WORDS and not word.isdecimal() for word in words):
        return None
    ages = _numbers(plain(said).split())
    told = frozenset(words)
    if not ages:
        return "18_plus" if told & _ADULT else "under_13" if told & {"baby", "newborn"} else None
    return _band_of(ages, told)


def _band_of(ages: list[int], told: frozenset[str]) -> str | None:
    if told & _BABY:
        return "under_13"
    if told & _UNDER:
        return "under_13" if len(ages) == 1 and ages[0] <= _BANDS[0][0] else None
    if told & _OVER:
        least = ages[0] if "or" in told or "plus" in told or "and" in told else ages[0] + 1
        return "18_plus" if len(ages) == 1 and _band(least) == "18_plus" else None
    bands = {_band(age) for age in ages}
    return bands.pop() if len(bands) == 1 and len(ages) <= 2 else None  # noqa: PLR2004


def _band(age: int) -> str | None:
    return next((band for past, band in _BANDS if age < past), None)
