"""When someone may be contacted, as people write it: 'weekdays 10-12', 'Tue and Thu after 6pm'.

Rule: nothing comes out wider than what was said. A word that is not understood,
a day without a time, an hour that may be morning or evening: none is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from flows.clock import OPEN, PARTS, Range, Time, clock_time, open_time, resolved, written
from flows.plan import DAYS
from flows.typed import digits, visible

Days = frozenset[str]

# Who writes more than this says something else.
_LONGEST = 500

_ALL = frozenset(DAYS)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)s?\b"
)
_CLOCK = r"(?:\d{1,2}[:.]\d\d|\d{1,2})\s*(?:[ap]\.?m\b\.?|o'?clock\b)?|noon\b|midday\b|midnight\b"
_TO = r"\s*(?:-|to\b|'?till?\b|until\b|through\b)\s*"
_GRAMMAR = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("blank", r"\s+|\.(?=\s|$)"),
        ("joint", r"(?:[,;&+/]|and\b|or\b|then\b)+"),
        ("days", rf"(?P<first>{_DAY}){_TO}(?P<last>{_DAY})"),
        ("days", rf"(?P<first>{_DAY})"),
        ("weekdays", r"week ?days?\b|working days\b"),
        ("weekend", r"week ?ends?\b"),
        ("every", r"(?:every|any|all|each) ?days?\b|daily\b|all week\b"),
        ("but", r"(?:except|excluding|apart from|but not|not)\b(?:\s+(?:for|on|at)\b)?"),
        ("any", r"any ?times?\b|all day\b|whenever\b"),
        ("part", r"(?P<part>mornings?|lunch ?times?|afternoons?|evenings?|day ?times?)\b"),
        ("range", rf"between\s+(?P<start>{_CLOCK})\s*(?:and\b|&)\s*(?P<end>{_CLOCK})"),
        ("range", rf"(?:from\s+|between\s+)?(?P<start>{_CLOCK}){_TO}(?P<end>{_CLOCK})(?!\d)"),
        ("after", rf"(?:after|from|past)\s+(?P<start>{_CLOCK})(?!\d)(?:\s*onwards?\b)?"),
        ("after", rf"(?P<start>{_CLOCK})\s*onwards?\b"),
        ("before", rf"(?:before|until|till|by|up to)\s+(?P<end>{_CLOCK})(?!\d)"),
        ("at", rf"(?P<start>{_CLOCK})(?!\d)"),
        (
            "filler",
            (
                r"(?:on|in|at|the|during|only|please|is|are|ok|okay|fine|good|best|safe|around|about|"
                r"every|each|for|me|i|can|you|call|ring|text|message|my|it|its|it's|usually)\b"
            ),
        ),
    )
)


class _Token(NamedTuple):
    """A piece that was understood. `joined` when a comma or an 'and' stood before it."""

    kind: str
    joined: bool
    days: Days = frozenset()
    time: Time | None = None
    part: str = ""


def window(raw: str) -> str | None:
    """The canonical form of one or more windows: 'mon,tue 09:00-13:00; thu 18:00-21:00'.

    None when it is not clear. Reading a canonical form gives it back. Never raises.
    """
    text = re.sub("[\u2010-\u2015\u2212]", "-", digits(visible(raw)).replace("\u2019", "'")).lower()
    tokens = _tokens(text) if len(text) <= _LONGEST else None
    ranges = _settled(tokens) if tokens else None
    pairs = _paired(*ranges) if ranges else None
    if not pairs:
        return None
    return "; ".join(dict.fromkeys(_written(days, at) for days, ats in pairs for at in ats))


def _written(days: Days, at: Range) -> str:
    return f"{','.join(day for day in DAYS if day in days)} {written(at)}"


def _tokens(text: str) -> list[_Token] | None:
    """What `text` says, piece by piece; None when a piece of it is not understood."""
    tokens: list[_Token] = []
    place, joined = 0, False
    while place < len(text):
        kind, found = next(_matching(text, place), ("", None))
        if found is None:
            return None
        place = found.end()
        if kind == "joint":
            joined = True
        elif kind not in {"blank", "filler"}:
            tokens.append(_token(kind, found, joined=joined))
            joined = False
    return tokens


def _matching(text: str, place: int) -> Iterator[tuple[str, re.Match[str]]]:
    glued = place > 0 and text[place - 1].isalpha() and text[place : place + 1].isalpha()
    for kind, pattern in _GRAMMAR:
        found = None if glued else pattern.match(text, place)
        if found is not None:
            yield kind, found


def _token(kind: str, found: re.Match[str], *, joined: bool) -> _Token:
    said = found.groupdict()
    if kind in _SETS:
        return _Token("days", joined, days=_SETS[kind])
    if kind == "days":
        return _Token("days", joined, days=_from_to(said["first"], said.get("last")))
    if kind == "part":
        return _Token("time", joined, part=said["part"].replace(" ", "").rstrip("s"))
    time = _time(kind, said)
    return _Token("time" if time else kind, joined, time=time)


def _time(kind: str, said: dict[str, str]) -> Time | None:
    if kind == "any":
        return Time((OPEN,))
    if kind in {"after", "before"}:
        return open_time(said.get("start"), said.get("end"))
    return clock_time(said["start"], said.get("end")) if kind in {"range", "at"} else None


_SETS = {"weekdays": frozenset(DAYS[:5]), "weekend": frozenset(DAYS[5:]), "every": _ALL}


def _from_to(first: str, last: str | None) -> Days:
    names: tuple[str, ...] = DAYS
    start = names.index(first[:3])
    if last is None:
        return frozenset(names[start : start + 1])
    length = (names.index(last[:3]) - start) % len(names) + 1
    return frozenset((names + names)[start : start + length])


class _Run(NamedTuple):
    """Days said one after another, or times."""

    kind: str
    days: Days = frozenset()
    times: tuple[Range, ...] = ()


def _settled(tokens: list[_Token]) -> tuple[list[_Run], Days] | None:
    """Runs of days and of times, in turn, and the days that are left out."""
    kept, out = _without_excluded(tokens)
    runs: list[_Run] = []
    for kind, group in groupby(kept, key=lambda token: token.kind):
        run = list(group)
        times = _times(run) if kind == "time" else ()
        if kind not in {"days", "time"} or times is None:
            return None
        runs.append(_Run(kind, frozenset().union(*(token.days for token in run)), times))
    return runs, out


def _without_excluded(tokens: list[_Token]) -> tuple[list[_Token], Days]:
    """Take out 'not' and the days right after it. A 'not' that stays makes all of it unclear."""
    kept: list[_Token] = []
    out: list[Days] = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1].kind if at else ""
        if token.kind == "days" and (before == "but" or (out and tokens[at - 1].days == out[-1])):
            out.append(token.days)
        else:
            kept.append(token)
    # 'not Monday, Tuesday 9-11' may leave out one day or two
    clear = len(out) == sum(token.kind == "but" for token in kept)
    return [token for token in kept if token.kind != "but" or not clear], frozenset().union(*out)


def _times(run: Iterable[_Token]) -> tuple[Range, ...] | None:
    """The ranges of a run of times. 'mornings after 10' is one, 'mornings, after 6pm' are two."""
    pieces: list[list[_Token]] = []
    for token in run:
        if pieces and not token.joined:
            pieces[-1].append(token)
        else:
            pieces.append([token])
    ranges = [_range(piece) for piece in pieces]
    known = tuple(one for one in ranges if one is not None)
    return known if len(known) == len(ranges) else None


def _range(piece: list[_Token]) -> Range | None:
    parts = [token.part for token in piece if token.part]
    times = [token.time for token in piece if token.time is not None]
    if len(parts) > 1 or len(times) > 1:
        return None
    if not times:
        return PARTS[parts[0]].usual if parts else None
    return resolved(times[0], PARTS[parts[0]].bounds if parts else None)


def _paired(runs: list[_Run], out: Days) -> list[tuple[Days, tuple[Range, ...]]] | None:
    """Days with their times: 'days times days times', or 'times days', or times for every day."""
    if not any(run.times for run in runs):
        return None
    if not any(run.days for run in runs):
        runs = [_Run("days", _ALL), *runs]
    if len(runs) % 2 or (out and len(runs) > 2):  # noqa: PLR2004  # whose exception is it then
        return None
    pairs = zip(runs[::2], runs[1::2], strict=True)
    both = [(first.days | second.days, first.times + second.times) for first, second in pairs]
    return [(days - out, times) for days, times in both if days - out]
