"""A place, no nearer than a town or the first half of a postcode.

Rule: nothing that finds a house gets past here. A whole postcode is cut to its
first half, and what holds a house number is not a place.
"""

from __future__ import annotations

import re

from flows.typed import digits, line

LONGEST = 60

# Every postcode area there is, with those of the islands.
_ALL_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY "
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE "
    "LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL "
    "SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS = frozenset(_ALL_AREAS.split())
# A postcode alone may be spaced in any way and left unfinished; within words it must stand together.
_ALONE = re.compile(r"([A-Z]{1,2}) ?(\d[A-Z\d]?)(?: ?\d[A-Z]{0,2})?")
_WITHIN = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?)(?: ?\d[A-Z]{2})?\b")
_MARKS = frozenset(" -'\u2019.,()&/")


def place(raw: str) -> str | None:
    """A town as it was written, or a first half in capitals: 'GU1'. None when it is neither.

    Words beside a postcode are left out: they may be a street.
    """
    said = digits(line(raw)).strip(" .,;:!?")
    alone = _ALONE.fullmatch(said.upper())
    found = [alone] if alone else list(_WITHIN.finditer(said.upper()))
    halves = {m[1] + m[2] for m in found if m[1] in _AREAS}
    if halves:
        return halves.pop() if len(halves) == 1 else None
    letters = sum(char.isalpha() for char in said)
    named = letters > 1 and all(char.isalpha() or char in _MARKS for char in said)
    return said if named and len(said) <= LONGEST else None
