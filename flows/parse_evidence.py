"""From triggers/weights.json and the [evidence] of every language to what a text is weighed by.

Rule: families without weights, weights for families that are not there, and a weight
that is no number are findings. What was learned is never used in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from flows.clues import LEAST, NO_FAMILY, families
from flows.evidence import MOST, PLACES, Evidence, Mark, evidence
from flows.grammar import Tongue
from flows.notes import Notes

FILE: Final = "triggers/weights.json"
UNLEARNED: Final[dict[str, Any]] = {"hears": {}}
"""Stands in for the weights while they are being learned, and at no other time."""
_LEARN: Final = "Learn them again: frontdoor flows triggers --learn."
_KINDS: Final = frozenset({"word", "stem", "pair", "family", "near", "length"})


def weighed(notes: Notes, tongues: Iterable[Tongue], triggers: AbstractSet[str]) -> Evidence:
    """The evidence of all languages together; none in a library that has neither families nor weights."""
    told = [(name, words) for tongue in tongues for name, words in tongue.evidence.items()]
    table = notes.files.get(FILE)
    if not told and table is None:
        return Evidence()
    notes.at(FILE)
    if table is UNLEARNED:
        return Evidence(families(told))
    if not isinstance(table, Mapping) or not isinstance(table.get("hears"), Mapping) or not table.get("hears"):
        notes.wrong("The weights of the families are not there.", _LEARN)
        return Evidence(families(told))
    for word in sorted({word for _, words in told for word in words if word.endswith("*") and len(word) <= LEAST}):
        notes.wrong(f"'{word}' is too short a beginning.", f"Write {LEAST} letters of it or more, or whole words.")
    named = frozenset(name for name, _ in told)
    hears: Mapping[str, Any] = table["hears"]
    for trigger in sorted(hears.keys() - triggers):
        notes.wrong(f"There is no trigger '{trigger}'.", "Name one of safety.toml.")
    weights = {trigger: _weights(notes, trigger, part, named) for trigger, part in hears.items()}
    marks = [_mark(notes, trigger, part) for trigger, part in hears.items()]
    return evidence(families(told), marks, weights, str(table.get("about", "")))


def _mark(notes: Notes, trigger: str, part: Any) -> Mark:
    notes.step = trigger
    bias, heard_from = (_number(part.get(key) if isinstance(part, Mapping) else None) for key in ("bias", "from"))
    if bias is None or heard_from is None:
        notes.wrong("Its 'bias' or its 'from' is no number.", _LEARN)
        return Mark(trigger, 0, MOST)
    if bias >= heard_from:
        notes.wrong("It would be heard in a text that shows nothing.", _LEARN)
    return Mark(trigger, bias, heard_from)


def _weights(notes: Notes, trigger: str, part: Any, named: AbstractSet[str]) -> Mapping[str, int]:
    notes.step = trigger
    clues = part.get("clues") if isinstance(part, Mapping) else None
    if not isinstance(clues, Mapping) or not clues:
        notes.wrong("It has no clues.", _LEARN)
        return {}
    found: dict[str, int] = {}
    for name, bare in _named(clues):
        weight = _number(bare)
        if weight is None:
            notes.wrong(f"The weight of '{name}' is no number below {MOST // PLACES}.", _LEARN)
        elif not _is_clue(str(name), named):
            notes.wrong(f"'{name}' is no clue: its kind or its family is not there.", _LEARN)
        else:
            found[str(name)] = weight
    return found


def _named(clues: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Clues by their whole names; they stand in the file by their kinds."""
    for kind, part in clues.items():
        if isinstance(part, Mapping):
            yield from ((f"{kind}:{what}", bare) for what, bare in part.items())
        else:
            yield str(kind), part


def _is_clue(name: str, named: AbstractSet[str]) -> bool:
    kind, _, rest = name.partition(":")
    if kind in {"family", "near"}:
        return name == NO_FAMILY or (bool(rest) and set(rest.split()) <= named)
    return kind in _KINDS and bool(rest)


def _number(bare: Any) -> int | None:
    """A weight in hundredths."""
    if isinstance(bare, bool) or not isinstance(bare, (int, float)) or not abs(bare) * PLACES < MOST:
        return None
    return round(bare * PLACES)
