"""Record paths: the small language in which a library says where an answer goes.

Rule: a path is checked when the library loads, so that no answer is lost when
it matters. What the paths are is listed in flows.fill.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import ValidationError

from flows.part import SLOT, Part
from flows.plan import ContactPlan, DangerWord, Route, RouteKind, Verify, windows
from flows.record import (
    LEVELS,
    Children,
    Consent,
    HarmAssertion,
    Marker,
    Narrative,
    Person,
    Referrer,
    Relationship,
)

Value = str | tuple[str, ...]


class Place(NamedTuple):
    """Where in the record: the kind of part, which one of them, and which value of it."""

    part: str
    key: tuple[str, ...]
    attr: str


_NAME = r"([a-z0-9_]+)"
_KINDS = "|".join(get_args(RouteKind))
_GRAMMAR = tuple(
    (part, re.compile(pattern))
    for part, pattern in (
        ("alone", r"()(journey|writer|narrative|wants|needs|markers)"),
        ("others", r"()(others>me|me>others)"),
        ("urgency", rf"()urgency\.({'|'.join(LEVELS)})"),
        ("marker", rf"()markers\.{_NAME}"),
        ("children", rf"()children\.{_NAME}"),
        ("referrer", rf"()referrer\.{_NAME}"),
        ("consent", rf"consent\.({SLOT})\.{_NAME}(?:\.{_NAME})?"),
        ("harm", rf"harm\.({SLOT})(<?>)({SLOT})\.{_NAME}"),
        ("route", rf"plan\.({SLOT})\.route\.((?:{_KINDS})[2-3]?)\.{_NAME}"),
        ("verify", rf"plan\.({SLOT})\.verify\.{_NAME}"),
        ("danger_word", rf"plan\.({SLOT})\.danger_word\.{_NAME}"),
        ("plan", rf"plan\.({SLOT})\.{_NAME}"),
        ("pair", rf"({SLOT})>({SLOT})\.{_NAME}"),
        ("person", rf"({SLOT})\.{_NAME}"),
    )
)

_THEN = datetime(2000, 1, 1, tzinfo=UTC)
# The least that each part can be made of, to try one value in.
_LEAST: Mapping[str, tuple[type[Part], Mapping[str, Any]]] = {
    "person": (Person, {"id": "me", "compartment": "me"}),
    "children": (Children, {}),
    "pair": (Relationship, {"a": "me", "b": "other"}),
    "harm": (
        HarmAssertion,
        {"id": "h1", "from_": "me", "to": "other", "source": "self", "at": _THEN},
    ),
    "plan": (ContactPlan, {"person": "me"}),
    "route": (Route, {"id": "r1", "kind": "voice"}),
    "verify": (Verify, {}),
    "danger_word": (DangerWord, {}),
    "referrer": (Referrer, {}),
    "consent": (
        Consent,
        {"person": "me", "purpose": "send", "decision": "given", "language": "en", "at": _THEN},
    ),
    "marker": (
        Marker,
        {"code": "x", "about": "me", "source": "self", "set_by": "rule", "at": _THEN},
    ),
    "narrative": (Narrative, {"speaker": "writer", "text": "", "step": "", "at": _THEN}),
}
_OURS = frozenset({"verify", "danger_word", "routes", "default", "withdrawn_at", "confirmed_at"})
_ALSO = {"plan": ("number", "route"), "person": ("relationship", "told")}
_DECISIONS = {
    **dict.fromkeys(("send", "yes", "given", "agree", "agreed", "true"), "given"),
    **dict.fromkeys(("dont", "no", "refused", "false"), "refused"),
    **{same: same for same in ("not_asked", "not_known")},
}
_CONSENT_ATTRS = {"": "decision", "basis": "basis_if_none", "recipient": "recipient"}


@lru_cache(maxsize=1024)  # of paths, which are the library's words and nobody's
def placed(path: str) -> Place | None:
    """The place that `path` names, or None when it names none."""
    for part, pattern in _GRAMMAR:
        found = pattern.fullmatch(path)
        if found is not None:
            *key, attr = (group or "" for group in found.groups())
            return _known(Place(part, tuple(name for name in key if name), attr))
    return None


def _known(place: Place) -> Place | None:
    if place.part == "consent":
        attr = _CONSENT_ATTRS.get(place.attr)
        return place._replace(attr=attr) if attr else None
    if place.key and place.part in {"pair", "harm"} and place.key[0] == place.key[-1]:
        return None
    free = place.part not in _LEAST or place.part == "marker"
    return place if free or place.attr in attributes(place.part) else None


def attributes(part: str) -> tuple[str, ...]:
    """The values of a part that a path may name."""
    model, least = _LEAST[part]
    own = (name for name in model.model_fields if name not in least and name not in _OURS)
    return (*own, *_ALSO.get(part, ()))


def fault(path: str, value: Value | None = None) -> str | None:
    """What is wrong with a record path, or with `value` there, in a sentence; None when all is well.

    With a value it also says whether the record would take it: ask it once for
    each choice of a field, and once for each value that a choice sets.
    """
    place = placed(path)
    if place is None:
        return f"'{path}' is no path of the record.{_guess(path)}"
    if value is None:
        return None
    try:
        taken(place, value)
    except ValueError:
        return f"'{path}' does not take '{value}'.{_takes(place)}"
    return None


def _guess(path: str) -> str:
    head, _, tail = path.rpartition(".")
    near = get_close_matches(tail, (n for part in _LEAST for n in attributes(part)), 5, 0.5)
    fitting = [f"{head}.{name}" for name in near if placed(f"{head}.{name}")]
    return f" Did you mean '{fitting[0]}'?" if fitting else ""


def _takes(place: Place) -> str:
    if place.part not in _LEAST or place.attr not in _LEAST[place.part][0].model_fields:
        return ""
    field = _LEAST[place.part][0].model_fields[place.attr]
    words = [str(word) for word in _words(field.annotation)]
    return f" It takes {', '.join(words)}." if words else ""


def _words(kind: Any) -> list[object]:
    inner = get_args(kind)
    if get_origin(kind) is None or not inner:
        return []
    if all(isinstance(word, str) for word in inner):
        return list(inner)
    return [word for one in inner for word in _words(one)]


def taken(place: Place, value: Value) -> Any:
    """`value` as the record holds it at `place`. Raises ValueError when it does not fit."""
    special = _SPECIAL.get((place.part, place.attr)) or _SPECIAL.get((place.part, ""))
    if special is not None:
        return special(value)
    return _tried(place, _shaped(place, value))


def _tried(place: Place, value: object) -> Any:
    model, least = _LEAST[place.part]
    try:
        return getattr(model(**{**least, place.attr: value}), place.attr)
    except ValidationError:
        raise ValueError(f"{place.part}.{place.attr} does not take it") from None


def _shaped(place: Place, value: Value) -> object:
    several, yes_or_no = _kind(place.part, place.attr)
    many = (value,) if isinstance(value, str) else value
    if place.attr == "windows":
        return tuple(one for text in many for one in windows(text))
    if several:
        return tuple(one for one in many if one != "none")
    one = ", ".join(many)
    said = {"true": "yes", "false": "no"}.get(one.lower(), one)
    return said if yes_or_no else one


@lru_cache(maxsize=256)  # of the record's own names
def _kind(part: str, attr: str) -> tuple[bool, bool]:
    """Whether this value of a part is several, and whether it is told by yes or no."""
    kind = _LEAST[part][0].model_fields[attr].annotation
    return get_origin(kind) is tuple, "yes" in _words(kind)


def _one(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _many(value: Value) -> tuple[str, ...]:
    return tuple(one for one in ((value,) if isinstance(value, str) else value) if one != "none")


def _count(value: Value) -> tuple[int, bool]:
    """'3' is (3, False); '4_or_more' is (4, True); 'none' is (0, False)."""
    text = _one(value)
    found = re.fullmatch(r"(\d{1,2})(\+|_?plus|_or_more)?", "0" if text == "none" else text)
    if found is None:
        raise ValueError("not a count")
    return int(found[1]), bool(found[2])


def _codes(value: Value) -> tuple[str, ...]:
    for code in _many(value):
        _tried(Place("marker", (), "code"), code)
    return _many(value)


def _slots(value: Value) -> tuple[str, ...]:
    slots = tuple("me" if one.lower() in {"yes", "true"} else one for one in _many(value))
    for slot in slots:
        _tried(Place("marker", (), "about"), slot)
    return slots


def _decision(value: Value) -> str:
    if _one(value) not in _DECISIONS:
        raise ValueError("not a decision")
    return _DECISIONS[_one(value)]


def _routes(value: Value) -> tuple[str, ...]:
    allowed = {*get_args(RouteKind), "person_will_contact"}
    if not set(_many(value)) <= allowed:
        raise ValueError("not a way of contact")
    return _many(value)


def _writer(value: Value) -> str:
    if _one(value) not in {"self", "referrer", "third_party"}:
        raise ValueError("not a writer")
    return _one(value)


_SPECIAL: Mapping[tuple[str, str], Callable[[Value], Any]] = {
    ("alone", "narrative"): _one,
    ("alone", "journey"): _one,
    ("alone", "writer"): _writer,
    ("alone", ""): _codes,
    ("urgency", ""): _codes,
    ("marker", ""): _slots,
    ("consent", "decision"): _decision,
    ("children", "count"): _count,
    ("plan", "number"): _one,
    ("plan", "route"): _routes,
    ("others", ""): _codes,
    ("person", "told"): _one,
    ("person", "relationship"): lambda value: _tried(Place("pair", (), "kind"), _one(value)),
}
