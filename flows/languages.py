"""The languages there are: each folder in languages/, discovered and never listed.

Rule: a language that lacks anything is not offered, but its words for leaving, for help and
for a change of language are heard all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flows import catalogue
from flows.finding import Finding
from flows.language import ALWAYS, ENGLISH, Language, commanded, heard
from flows.notes import Notes, words
from flows.parse_says import COMMANDS
from flows.plain import plain
from flows.steps import Step

FOLDER: Final = "languages/"
ABOUT: Final = "language.toml"
SAID: Final = "messages.po"
_KEYS: Final = frozenset(
    {"name", "direction", "under_way", "called", "telling", "letters", "reads", "joins", "commands", "hears"}
)
_TRANSLATE: Final = "Say it in words that people type, all in small letters."


@dataclass(frozen=True, slots=True)
class Languages:
    """Every language by code, what is said in those that are whole, and what the others lack."""

    spoken: Mapping[str, Language] = field(default_factory=dict)
    catalogues: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    gaps: tuple[Finding, ...] = ()


def languages(
    notes: Notes,
    texts: Mapping[str, list[str]],
    needed: Iterable[str],
    steps: Mapping[str, Step],
    commands: Mapping[str, frozenset[str]],
) -> Languages:
    """Each language there is a folder for. `texts` are the catalogues by file, `commands` the English words."""
    needed = tuple(needed)
    spoken = {code: _language(notes, code, table) for code, table in _tables(notes).items()}
    spoken[ENGLISH] = replace(spoken.get(ENGLISH, Language(ENGLISH, "English")), commands=commands)
    made: dict[str, Mapping[str, str]] = {}
    gaps: list[Finding] = []
    for code, language in spoken.items():
        file = f"{FOLDER}{code}/{SAID}"
        if code == ENGLISH or language.under_way:
            continue
        if file not in texts:
            gaps.append(
                Finding(file, "", "It is not there.", f"Run: frontdoor flows words --extract --language {code}.")
            )
            continue
        found = catalogue.read(file, texts[file], needed)
        notes.findings += found.wrong
        lacks = (*found.gaps, *_unheard(language, steps))
        gaps += lacks
        if not lacks:
            made[code] = {key: language.settled(said) for key, said in found.said.items()}
            spoken[code] = replace(language, plurals=found.plurals, counts=found.counts)
    return Languages(spoken, made, tuple(gaps))


def code_of(file: str) -> str:
    """The language whose folder `file` stands in, if it does."""
    return file.split("/")[1] if file.startswith(FOLDER) and file.count("/") > 1 else ""


def _tables(notes: Notes) -> Mapping[str, Mapping[str, Any]]:
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for file, table in notes.files.items():
        if code_of(file) and file.endswith(f"/{ABOUT}"):
            found[code_of(file)] |= table
    return dict(sorted(found.items()))


def _language(notes: Notes, code: str, table: Mapping[str, Any]) -> Language:
    notes.at(f"{FOLDER}{code}/{ABOUT}")
    for key in set(table) - _KEYS:
        notes.wrong(f"'{key}' is not a word that a language knows.", f"Use {', '.join(sorted(_KEYS))}.")
    for name in set(table.get("commands", {})) - set(COMMANDS):
        notes.wrong(f"'{name}' is no command.", f"The commands are {', '.join(COMMANDS)}.")
    direction = table.get("direction", "ltr")
    if direction not in ("ltr", "rtl"):
        notes.wrong(f"'{direction}' is no direction.", "Use 'ltr', or 'rtl' where lines run from the right.")
    if not table.get("name"):
        notes.wrong("It has no name.", "Write what its speakers call it, like 'Polski'.")
    letters = {str(a): str(b) for a, b in table.get("letters", {}).items()}
    letters |= {a.upper(): b.upper() for a, b in letters.items() if len(a.upper()) == 1}
    return Language(
        code,
        name=str(table.get("name", code)),
        direction=direction,
        under_way=bool(table.get("under_way", False)),
        called=frozenset(map(plain, words(table.get("called", ())))),
        letters=letters,
        reads={str(word): str(meant) for word, meant in table.get("reads", {}).items()},
        joins=words(table.get("joins", ())),
        telling=tuple(sorted(commanded(words(table.get("telling", ())), letters))),
        commands={str(n): commanded(words(said), letters) for n, said in table.get("commands", {}).items()},
        hears={str(name): _hears(said, letters) for name, said in table.get("hears", {}).items()},
    )


def _hears(table: Mapping[str, Any], letters: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {str(choice): heard(words(said), letters) for choice, said in table.items()}


def _unheard(language: Language, steps: Mapping[str, Step]) -> Iterable[Finding]:
    """What is heard in English, and not in this language."""
    file = f"{FOLDER}{language.code}/{ABOUT}"
    for name in ALWAYS:
        if not language.commands.get(name):
            yield Finding(file, "", f"No word means '{name}'.", _TRANSLATE)
    for step in steps.values():
        for f in step.fields:
            for choice in f.hears:
                if not language.hears.get(f.id, {}).get(choice):
                    says = f"No word means '{choice}' where '{f.id}' is asked."
                    yield Finding(file, f"hears.{f.id}", says, _TRANSLATE)
