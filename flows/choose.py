"""Which of the offered choices a typed reply means, if it means one.

Rule: only a number may lead a longer reply. Words count when they are the whole
of it: 'no one is here' is not 'no'. What is not clear is no choice at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from unicodedata import digit

from flows.plain import plain
from flows.typed import visible

__all__ = ["Chosen", "choose", "choose_several", "plain"]

Hears = Mapping[str, tuple[str, ...]]

# A number of a list: '2', '(2', '#2', a keycap, circled or full width. Never a part of a longer one.
_NUMBER = re.compile(r"\s*[#(\[]?\s*(?P<number>\d{1,2}|[①-⑨])(?!\d)(?P<keycap>\ufe0f?\u20e3|\ufe0f)?")
_MARKS = re.compile(r"[.)\]:;,!،-]*")
# What may stand between numbers and the words after them, and is no word.
_LEFT = " \t\n,;.:)]&+/،"
_PARTS = re.compile(r"[,;&+\n،]+")
# Fewer letters of a longer word mean nothing yet: 'no' is not the beginning of 'Not sure'.
_LEAST_LETTERS = 3
_LEAST_WORD = 2
# A joiner alone is nothing that a person sees.
_BLANK = " \n\t\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices meant, in the order given, and the words that came after their numbers."""

    ids: tuple[str, ...]
    rest: str = field(default="", repr=False)


class _Joins(NamedTuple):
    """Patterns of the words that stand between choices in one language: 'and', 'or', 'to'."""

    another: re.Pattern[str]
    joint: re.Pattern[str]
    both: re.Pattern[str]


@cache
def _joins(words: tuple[str, ...]) -> _Joins:
    ors = "|".join(map(re.escape, dict.fromkeys((*words, "and", "or"))))
    ands = "|".join(map(re.escape, dict.fromkeys((*words, "and"))))
    return _Joins(
        re.compile(rf"(?:[,&/+،-]|(?:{ors}|to)\b|\s)*(?:\d{{1,2}}\b|[①-⑨])", re.IGNORECASE),
        re.compile(rf"(?:[\s,;&+.)\]/،]|\b(?:{ors})\b)+", re.IGNORECASE),
        re.compile(rf"[,;&+\n،]+|\b(?:{ands})\b", re.IGNORECASE),
    )


def choose(
    raw: str, choices: Mapping[str, str], hears: Hears, *, from_form: bool = False, joins: tuple[str, ...] = ()
) -> Chosen | None:
    """The one choice that `raw` means. `choices` maps ids to labels as shown, in their order.

    With `from_form`, an id and nothing else. Never raises.
    """
    if from_form:
        return Chosen((raw,)) if raw in choices else None
    text = visible(raw).strip(_BLANK)
    return _by_number(text, tuple(choices), _joins(joins)) or _as_chosen([_by_words(text, choices, hears)])


def choose_several(
    raw: str, choices: Mapping[str, str], hears: Hears, *, from_form: bool = False, joins: tuple[str, ...] = ()
) -> Chosen | None:
    """Every choice that `raw` means: '1, 3', '1 and 3 my words', 'label, label'.

    None as soon as one part of it is unclear: half an answer may be the wrong half.
    """
    if from_form:
        return choose(raw, choices, hears, from_form=True)
    text = visible(raw).strip(_BLANK)
    if _NUMBER.match(text):
        return _by_numbers(text, tuple(choices), _joins(joins))
    for parts in ([text], _PARTS.split(text), _joins(joins).both.split(text)):
        said = [part for part in parts if plain(part)]
        chosen = _as_chosen([_by_words(part, choices, hears) for part in said])
        if chosen is not None:
            return chosen
    return None


def _as_chosen(ids: Iterable[str | None]) -> Chosen | None:
    known = tuple(dict.fromkeys(ids))
    return Chosen(tuple(map(str, known))) if known and None not in known else None


def _by_number(text: str, ids: tuple[str, ...], joins: _Joins) -> Chosen | None:
    found = _NUMBER.match(text)
    number = _at(found, ids)
    if found is None or number is None:
        return None
    marks = _MARKS.match(text, found.end())
    end = marks.end() if marks else found.end()
    rest = text[end:]
    apart = end > found.end() or bool(found["keycap"]) or not rest or rest[0].isspace()
    if not apart or rest[:1].isdigit() or joins.another.match(rest):
        return None
    return Chosen((number,), rest.strip())


def _by_numbers(text: str, ids: tuple[str, ...], joins: _Joins) -> Chosen | None:
    given: list[str | None] = []
    end, start, apart = 0, 0, True
    while apart and (found := _NUMBER.match(text, start)):
        given.append(_at(found, ids))
        end = found.end()
        joint = joins.joint.match(text, end)
        start = joint.end() if joint else end
        apart = bool(joint) or bool(found["keycap"])
    chosen = _as_chosen(given)
    if chosen is None or not (apart or end == len(text)):
        return None
    return Chosen(chosen.ids, text[end:].lstrip(_LEFT).strip())


def _at(found: re.Match[str] | None, ids: tuple[str, ...]) -> str | None:
    """The choice at the number found; a number that begins with 0 is none."""
    if found is None:
        return None
    figures = [digit(figure) for figure in found["number"]]
    place = figures[0] * 10 + figures[1] if len(figures) > 1 else figures[0]
    return ids[place - 1] if figures[0] and place <= len(ids) else None


def _by_words(text: str, choices: Mapping[str, str], hears: Hears) -> str | None:
    said = plain(text)
    if not said:
        return None
    labels = {choice: plain(label) for choice, label in choices.items()}
    heard = {choice: {plain(word) for word in hears.get(choice, ())} for choice in choices}
    for meant in (
        [choice for choice, label in labels.items() if label == said],
        [choice for choice in choices if said in heard[choice]],
        [choice for choice, label in labels.items() if _begins(label, said)],
    ):
        if meant:
            return meant[0] if len(meant) == 1 else None
    return None


def _begins(label: str, said: str) -> bool:
    """Whether `said` is the beginning of `label`: whole words, or letters enough to tell."""
    if not label.startswith(said):
        return False
    whole = label[len(said) :].startswith(" ")
    return len(said) >= (_LEAST_WORD if whole else _LEAST_LETTERS)
