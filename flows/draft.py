"""A record while it is being filled: facts go in, one at a time, by their path.

Rule: a value that does not fit its place is not dropped; it stays as words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from flows.numbers import age_band
from flows.paths import Place, Value, placed, taken
from flows.places import place as _place
from flows.record import Level, Reason, SetBy

Key = tuple[str, ...]
_MOST_OTHERS = 9


class Fact(NamedTuple):
    """One thing to put into the record: where, what, who set it, and at which step."""

    path: str
    value: Value
    source: SetBy
    step: str

    def __repr__(self) -> str:
        """Where it was said, never what: even which facts there are says something of a person."""
        return f"Fact(step={self.step!r})"


class Words(NamedTuple):
    """Something said that stays as it was said. `topic` is the path it was an answer for."""

    step: str
    text: str
    topic: str | None

    def __repr__(self) -> str:
        """Where it was said, never what."""
        return f"Words(step={self.step!r})"


@dataclass(frozen=True)
class Draft:
    """Values by kind of part and by which one of them; `steps` says where a part was said."""

    at: datetime
    door: str = ""
    parts: dict[str, dict[Key, dict[str, Any]]] = field(default_factory=dict, repr=False)
    steps: dict[Key, str] = field(default_factory=dict, repr=False)
    alone: dict[str, Any] = field(default_factory=dict, repr=False)
    reasons: list[Reason] = field(default_factory=list, repr=False)
    markers: dict[tuple[str, str], SetBy] = field(default_factory=dict, repr=False)
    words: list[Words] = field(default_factory=list, repr=False)

    def part(self, kind: str, *key: str) -> dict[str, Any]:
        """The values of one part, to fill; made when it is not there yet."""
        return self.parts.setdefault(kind, {}).setdefault(key, {})

    def all(self, kind: str) -> dict[Key, dict[str, Any]]:
        """Every part of a kind that has been named."""
        return self.parts.get(kind, {})


def put(draft: Draft, fact: Fact) -> None:
    """Put one fact in its place. Raises ValueError for a path that names no place."""
    place = placed(fact.path)
    if place is None:
        raise ValueError(f"no path of the record: {fact.path}")
    value = _cleaned(fact.value)
    if not value:
        return
    try:
        took = taken(place, value)
    except ValueError:
        said = value if isinstance(value, str) else ", ".join(value)
        draft.words.append(Words(fact.step, said, fact.path))
        took = ("said",) if place.part == "urgency" else None
    if took is not None and took != ():
        _PUT.get(place.part, _put_value)(draft, place, took, fact)


def clean(text: str) -> str:
    """`text` without what JSON in UTF-8 cannot carry: half surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _cleaned(value: Value) -> Value:
    if isinstance(value, str):
        return clean(value).strip()
    return tuple(one for one in map(clean, value) if one.strip())


def _merge(values: dict[str, Any], attr: str, new: Any) -> None:
    """Set a value; values that are lists grow instead, without doubles."""
    old = values.get(attr)
    grows = isinstance(new, tuple) and isinstance(old, tuple)
    values[attr] = tuple(dict.fromkeys((*old, *new))) if grows and old else new


def _put_value(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    draft.steps[place.part, *place.key] = draft.steps[place.part, *place.key, place.attr] = fact.step
    _merge(draft.part(place.part, *place.key), place.attr, took)


def _put_person(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    if place.attr == "told":
        _put_told(draft, place, took, fact)
    elif place.attr == "relationship":
        _put_pair(draft, Place("pair", (place.key[0], "me"), "kind"), took, fact)
    else:
        _put_value(draft, place, took, fact)


def _put_pair(draft: Draft, place: Place, took: Any, _: Fact) -> None:
    """One relationship for two people, whichever is named first; `kind` says who is a."""
    a, b = place.key
    values = draft.part("pair", *sorted((a, b)))
    if place.attr == "kind" or "a" not in values:
        values.update(a=a, b=b)
    values[place.attr] = took


def _put_told(draft: Draft, place: Place, told: str, fact: Fact) -> None:
    """'Sam Lee, 34, Redhill': the name first, then an age and a town. What is neither stays as words."""
    name, *rest = (part.strip() for part in told.split(","))
    put(draft, Fact(f"{place.key[0]}.name_used", name, fact.source, fact.step))
    for part in filter(None, rest):
        for attr, said in (
            ("age", part if part.isdecimal() else None),
            ("age_band", age_band(part)),
            ("area", _place(part)),
        ):
            if said is not None and attr not in draft.part("person", place.key[0]):
                put(draft, Fact(f"{place.key[0]}.{attr}", said, fact.source, fact.step))
                break
        else:
            draft.words.append(Words(fact.step, part, fact.path))


def _put_others(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    """One more person for each: the first is 'other', about whom something may have been said already."""
    for number, kind in enumerate(took[:_MOST_OTHERS], 1):
        slot = "other" if number == 1 else f"other{number}"
        edge = f"harm.{slot}>me.status" if place.attr == "others>me" else f"harm.me>{slot}.status"
        put(draft, Fact(f"{slot}.relationship", kind, fact.source, fact.step))
        put(draft, Fact(edge, "current", fact.source, fact.step))


def _put_harm(draft: Draft, place: Place, took: Any, _: Fact) -> None:
    a, both, b = place.key
    if took == "withdrawn" and not draft.all("harm").keys() & {(a, b)}:
        return  # only what was said can be taken back
    edges = [draft.part("harm", a, b)]
    if both == "<>":
        edges.append(draft.part("harm", b, a))
        for edge in edges:
            edge.setdefault("status", "unclear")
    for edge in edges:
        _merge(edge, place.attr, took)
        if place.attr == "status":
            edge["withdrawn_at"] = draft.at if took == "withdrawn" else None


def _put_children(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    if place.attr == "count":
        draft.part("children").update(count=took[0], or_more=took[1])
    else:
        _put_value(draft, place, took, fact)


def _put_plan(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    if place.attr != "route":
        _put_value(draft, place, took, fact)
        return
    plan = draft.part("plan", *place.key)
    for kind in took:
        if kind == "person_will_contact":
            plan.setdefault("initiative", kind)
        else:
            draft.part("route", *place.key, kind).setdefault("status", "safe")
            plan["initiative"] = "service"


def _put_urgency(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    level: Level = place.attr  # type: ignore[assignment]  # the grammar lets levels alone pass
    for code in took:
        reason = Reason(code=code, level=level, set_by=fact.source, step=clean(fact.step))
        if reason not in draft.reasons:
            draft.reasons.append(reason)


def _put_marker(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    for slot in took:
        draft.markers.setdefault((place.attr, slot), fact.source)


def _put_alone(draft: Draft, place: Place, took: Any, fact: Fact) -> None:
    if place.attr == "narrative":
        draft.words.append(Words(fact.step, took, None))
    elif place.attr == "markers":
        for code in took:
            draft.markers.setdefault((code, "me"), fact.source)
    else:
        _merge(draft.alone, place.attr, took)


_PUT: dict[str, Callable[[Draft, Place, Any, Fact], None]] = {
    "alone": _put_alone,
    "urgency": _put_urgency,
    "marker": _put_marker,
    "children": _put_children,
    "harm": _put_harm,
    "others": _put_others,
    "pair": _put_pair,
    "person": _put_person,
    "plan": _put_plan,
}
