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
from flows.contact import DAYS
from flows.typed import digits, visible

Days = frozenset[str]

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
            r"(?:on|in|at|the|during|only|please|is|are|ok|okay|fine|good|best|safe|around|about|every|"
            r"each|for|me|i|can|you|call|ring|text|message|my|it|its|it's|usually)\b",
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
    text = re.sub("[\u2010-\u2015\u2212]", "-", digits(visible(raw)).replace("’", "'")).lower()
    tokens = _tokens(text)
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
    if kind == "any":
        return _Token("time", joined, time=Time((OPEN,)))
    if kind in {"after", "before"}:
        return _Token("time", joined, time=open_time(said.get("start"), said.get("end")))
    if kind in {"range", "at"}:
        return _Token("time", joined, time=clock_time(said["start"], said.get("end")))
    return _Token(kind, joined)


_SETS = {"weekdays": frozenset(DAYS[:5]), "weekend": frozenset(DAYS[5:]), "every": _ALL}


def _from_to(first: str, last: str | None) -> Days:
    names: tuple[str, ...] = DAYS
    start = names.index(first[:3])
    if last is None:
        return frozenset(names[start : start + 1])
    length = (names.index(last[:3]) - start) % len(names) + 1
    return frozenset((names + names)[start : start + length])


Run = tuple[str, list[Days] | list[Range]]


def _settled(tokens: list[_Token]) -> tuple[list[Run], Days] | None:
    """Runs of days and of times, in turn, and the days that are left out."""
    runs: list[Run] = []
    out: Days = frozenset()
    tokens, excluded = _without_excluded(tokens)
    for day in excluded:
        out |= day
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        run = list(group)
        if kind == "days":
            runs.append((kind, [token.days for token in run]))
            continue
        times = _times(run) if kind == "time" else None
        if times is None:
            return None
        runs.append((kind, times))
    return runs, out


def _without_excluded(tokens: list[_Token]) -> tuple[list[_Token], list[Days]]:
    """Take out 'not' and the days right after it. A 'not' that is left makes all of it unclear."""
    kept: list[_Token] = []
    excluded: list[Days] = []
    leaving_out = False
    for at, token in enumerate(tokens):
        follows = at + 1 < len(tokens) and tokens[at + 1].kind == "days"
        if token.kind == "but" and follows:
            leaving_out = True
        elif token.kind == "days" and leaving_out:
            excluded.append(token.days)
        else:
            leaving_out = False
            kept.append(token)
    return kept, excluded


def _times(run: Iterable[_Token]) -> list[Range] | None:
    """The ranges of a run of times. 'mornings after 10' is one, 'mornings, after 6pm' are two."""
    pieces: list[list[_Token]] = []
    for token in run:
        if pieces and not token.joined:
            pieces[-1].append(token)
        else:
            pieces.append([token])
    ranges = [_range(piece) for piece in pieces]
    return None if None in ranges else [one for one in ranges if one is not None]


def _range(piece: list[_Token]) -> Range | None:
    parts = [token.part for token in piece if token.part]
    times = [token.time for token in piece if token.time is not None]
    if len(parts) > 1 or len(times) > 1:
        return None
    if not times:
        return PARTS[parts[0]].usual if parts else None
    return resolved(times[0], PARTS[parts[0]].bounds if parts else None)


def _paired(runs: list[Run], out: Days) -> list[tuple[Days, list[Range]]] | None:
    """Days with their times: 'days times days times', or 'times days', or times for every day."""
    kinds = [kind for kind, _ in runs]
    if "time" not in kinds:
        return None
    if "days" not in kinds:
        runs = [("days", [_ALL]), *runs]
    if len(runs) % 2 or (out and len(runs) > 2):  # noqa: PLR2004  # whose exception is it then
        return None
    if runs[0][0] == "time":
        runs = [run for pair in zip(runs[1::2], runs[::2], strict=True) for run in pair]
    pairs = []
    for (_, days), (_, times) in zip(runs[::2], runs[1::2], strict=True):
        left = frozenset().union(*days) - out
        if left:
            pairs.append((left, times))
    return pairs
