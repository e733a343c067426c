"""From triggers/LANGUAGE/*.toml to what is listened for in that language.

Rule: a pattern that could never be heard is a finding, like one that cannot be read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, Final

from flows import parse_evidence
from flows.facts import Trigger
from flows.folding import Fold
from flows.grammar import GrammarFault, Guard, Pattern, Tongue, family, rows
from flows.listener import listener
from flows.notes import Notes

FOLDER: Final = "triggers/"
_OURS: Final = frozenset({"words", "spellings", "signs", "reading", "guard", "evidence"})
_WHOLE: Final = frozenset({"spellings", "signs"})  # one family each
_MARKS: Final = " {}|?*._\n"
_MEND: Final = "See docs/triggers.md for how a pattern is written."


def listening(notes: Notes, triggers: Sequence[Trigger]) -> dict[str, Any]:
    """The listener for all that is listened for, in every language."""
    phrases = {trigger.id: trigger.words for trigger in triggers}
    spoken = [_tongue(notes, name, table, phrases.keys()) for name, table in _languages(notes).items()]
    closing = frozenset(trigger.id for trigger in triggers if trigger.then == "close")
    return {"listener": listener(spoken, phrases, closing, parse_evidence.weighed(notes, spoken, phrases.keys()))}


def _languages(notes: Notes) -> Mapping[str, dict[str, Any]]:
    """The tables of all files of each language, laid together."""
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for file, table in notes.files.items():
        if file.startswith(FOLDER) and file != parse_evidence.FILE:
            whole = found[file.split("/")[1].removesuffix(".toml")]
            for name, part in table.items():
                whole[name] = {**whole.get(name, {}), **part}
    return found


def _tongue(notes: Notes, language: str, table: Mapping[str, Any], triggers: AbstractSet[str]) -> Tongue:
    notes.at(f"{FOLDER}{language}")
    families = {str(name): folded(text) for name, text in table.get("words", {}).items()}
    reading = {str(key): folded(text).split() for key, text in table.get("reading", {}).items()}
    spellings = {folded(typed): tuple(folded(meant).split()) for typed, meant in table.get("spellings", {}).items()}
    found = tuple(_patterns(notes, language, table, families, triggers))
    _never_heard(notes, found, spellings)
    return Tongue(
        language,
        patterns=found,
        written=tuple(_written(table)),
        always=frozenset(f"{language}/{guard}" for guard in str(table.get("reading", {}).get("always", "")).split()),
        spellings=spellings,
        signs={str(sign): str(word) for sign, word in table.get("signs", {}).items()},
        misspelt=_family(notes, families, reading.get("misspelt", ())),
        real=frozenset(reading.get("real", ())),
        fillers=_family(notes, families, reading.get("fillers", ())),
        solid=_family(notes, families, reading.get("solid", ())),
        evidence=_evidence(notes, families, table.get("evidence", {})),
    )


def _evidence(notes: Notes, families: Mapping[str, str], table: Mapping[str, object]) -> Mapping[str, frozenset[str]]:
    """The families that weights are learned for. They may hold those of [words]."""
    return {str(name): _family(notes, families, folded(text).split()) for name, text in table.items()}


def _written(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each family by its name, as it is written: what somebody signs."""
    for name, part in table.items():
        families = {name: part} if name in _WHOLE else {f"{name}.{key}": value for key, value in part.items()}
        for key, value in families.items():
            yield key, json.dumps(value, ensure_ascii=False, sort_keys=True)


def _patterns(
    notes: Notes, language: str, table: Mapping[str, Any], families: Mapping[str, str], triggers: AbstractSet[str]
) -> Iterator[Pattern]:
    guards = frozenset(str(group.get("as", name)) for name, group in table.get("guard", {}).items())
    always = frozenset(str(table.get("reading", {}).get("always", "")).split())
    for name, group in table.get("guard", {}).items():
        notes.step = f"guard.{name}"
        guard = _guard(notes, language, name, group, families)
        yield from _hears(notes, f"{language}/{notes.step}", group, families, Pattern("", (), guard=guard))
    for trigger in table.keys() - _OURS:
        for name, group in table[trigger].items():
            notes.step = f"{trigger}.{name}"
            if trigger not in triggers:
                notes.wrong(f"There is no trigger '{trigger}'.", "Name one of safety.toml.")
            unless = (always | set(group.get("unless", ()))) - set(group.get("despite", ()))
            if unknown := unless - guards:
                notes.wrong(f"There is no guard '{min(unknown)}'.", "Name one of [guard].")
            whole = bool(group.get("all_of_it"))
            alone = whole or bool(group.get("alone"))
            ends = alone or bool(group.get("ends"))
            unless = frozenset(f"{language}/{guard}" for guard in unless)
            made = Pattern("", (), trigger, None, unless, ends, alone, whole)
            yield from _hears(notes, f"{language}/{notes.step}", group, families, made)


def _guard(notes: Notes, language: str, name: str, group: Mapping[str, Any], families: Mapping[str, str]) -> Guard:
    return Guard(
        f"{language}/{group.get('as', name)}",
        holds=int(group.get("holds", 0)),
        back=int(group.get("back", 0)),
        through=_family(notes, families, str(group.get("through", "")).split()),
        lifted=_family(notes, families, str(group.get("lifted", "")).split()),
        over=bool(group.get("over")),
    )


def _hears(
    notes: Notes, name: str, group: Mapping[str, Any], families: Mapping[str, str], like: Pattern
) -> Iterator[Pattern]:
    for text in group.get("hears", ()):
        try:
            made = rows(families, folded(text))
        except GrammarFault as fault:
            notes.wrong(str(fault), _MEND)
        else:
            yield from (replace(like, family=name, places=row) for row in made)


def _family(notes: Notes, families: Mapping[str, str], listed: Iterable[str]) -> frozenset[str]:
    try:
        return family({**families, "": " ".join(listed)}, "")
    except GrammarFault as fault:
        notes.wrong(str(fault), _MEND)
        return frozenset()


def _never_heard(notes: Notes, found: Iterable[Pattern], spellings: Mapping[str, tuple[str, ...]]) -> None:
    """Findings for words that are never heard, because they are always read as others."""
    for pattern in found:
        for word in sorted({word for place in pattern.places for word in place.fits}):
            if word in spellings and word not in spellings[word]:
                notes.step = pattern.family
                notes.wrong(f"'{word}' is always read as '{' '.join(spellings[word])}'.", "Write that instead.")


def folded(text: object) -> str:
    """`text` in the letters that it is read in; the marks of the grammar stay as they are."""
    fold = Fold({})
    return "".join(char if char in _MARKS else fold[ord(char)] for char in str(text))
