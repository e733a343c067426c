"""The library: every word that may be said and every step that may be taken, read once at start.

Rule: it loads whole or not at all. What is wrong with it is said all at once,
each finding with its file, its step and what would mend it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flows import catalogue, facts, parse, po
from flows.finding import Finding, LibraryFault
from flows.language import ENGLISH, Hears, Language
from flows.languages import FOLDER, SAID, Languages, languages
from flows.listener import Listener
from flows.marking import marked, sentences
from flows.nested import Node, nested
from flows.notes import Notes
from flows.parse_evidence import FILE as WEIGHTS
from flows.parse_evidence import UNLEARNED
from flows.parse_says import Say
from flows.sentence import Sentence, key_of
from flows.state import Asked
from flows.steps import Door, Field, Placed, Step

HERE = Path(__file__).parent / "library"
CODE = f"{FOLDER}code.pot"
"""What pages and code say of their own, as `frontdoor flows words --extract` found it."""


@dataclass(frozen=True, slots=True)
class Library:
    """What is said, in one value. `catalogues` maps a language to its translations from English.

    `spoken` are all languages there are folders for, `gaps` what keeps some of them from being offered,
    `sentences` all that its files say, `around` what pages and code say besides. `commands` are heard in
    every language at once.
    """

    title: str
    order: tuple[Placed, ...]
    steps: Mapping[str, Step]
    journeys: tuple[str, ...]
    titles: Mapping[str, str]
    turns: Mapping[str, Mapping[str, int]]
    doors: Mapping[str, Door]
    commands: Mapping[str, frozenset[str]]
    says: Mapping[str, Say]
    send_word: str
    codes: Mapping[str, facts.Code]
    triggers: tuple[facts.Trigger, ...]
    listener: Listener = field(repr=False)
    emergency: Say
    telling: tuple[str, ...]
    directory: Mapping[str, facts.Entry]
    hub: facts.Hub
    digest: str
    scripts: tuple[facts.Script, ...] = ()
    telling_unasked: tuple[str, ...] = ()
    catalogues: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    spoken: Mapping[str, Language] = field(default_factory=dict, repr=False)
    gaps: tuple[Finding, ...] = field(default=(), repr=False)
    around: tuple[po.Entry, ...] = field(default=(), repr=False)
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)
    nested: Mapping[str, tuple[Node, ...]] = field(init=False, repr=False, compare=False)
    to_gates: Mapping[str, tuple[Node, ...]] = field(init=False, repr=False, compare=False)
    """The same as far as the last of the gates, which stand near the beginning."""
    gates: tuple[Step, ...] = field(init=False, repr=False, compare=False)
    """The steps that say which of their answers are safe. Those of entry codes come before safe-to-talk."""
    asked: dict[tuple[str, str, str], Asked] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What a step is asked as, by its id, door and language, each worked out when it is first asked."""

    def __post_init__(self) -> None:
        """Nest the steps for each door and find the gates, since every turn asks."""
        gates = {placed.step.id: placed.step for placed in self.order if placed.step.gate}
        last = max((place for place, placed in enumerate(self.order) if placed.step.gate), default=-1)
        object.__setattr__(self, "nested", {door: nested(self.order, door) for door in self.doors})
        object.__setattr__(self, "to_gates", {door: nested(self.order[: last + 1], door) for door in self.doors})
        object.__setattr__(self, "gates", tuple(gates.values()))

    @property
    def languages(self) -> tuple[str, ...]:
        """English, in which the files are written, and every language with a whole catalogue."""
        return (ENGLISH, *sorted(self.catalogues))

    def language(self, code: str) -> Language:
        """What is known of a language besides what is said in it."""
        return self.spoken.get(code) or Language(code, code)

    @property
    def gate(self) -> Step:
        """The safe-to-talk step: the gate that everyone meets who comes by no entry code."""
        return self.gates[-1]

    def code(self, entry: str | None) -> facts.Code | None:
        """What the entry code opens, however its letters are written. None for a code that only says where it hung."""
        return self.codes.get((entry or "").upper())

    def text(self, english: str, language: str) -> str:
        """`english` in `language`; as it stands where there is no translation."""
        known = self.catalogues.get(language)
        if known is None or not english:
            return english
        return known.get(key_of(english)) or known.get(english) or english

    def counted(self, one: str, many: str, n: int, language: str) -> str:
        """`one` or `many` as `language` says it of `n` things."""
        spoken = self.language(language)
        forms = spoken.plurals.get(key_of(one)) if language in self.catalogues else None
        said = forms[catalogue.form(spoken.counts)(n)] if forms else (one if n == 1 else many)
        return said.replace("{n}", str(n))

    def hears(self, f: Field, language: str) -> Hears:
        """The words that mean a choice of `f` to someone who writes in `language`."""
        return f.hears if language == ENGLISH else self.language(language).hears.get(f.id, f.hears)

    def entry(self, name: str, language: str) -> str:
        """A service of the directory and its number, as one says it in `language`."""
        said = self.directory[name].said(lambda text: self.text(text, language))
        return self.language(language).settled(said)

    def says_at(self, key: str, door: str, language: str) -> tuple[str, ...]:
        """The engine's own sentence `key`, in the form for this kind of door."""
        said = self.says[key].at(self.doors[door])
        return tuple(self.text(line, language) for line in said)

    def emergency_lines(self, language: str, door: str = "web") -> tuple[str, ...]:
        """The emergency words. They need no store, no state and no limit."""
        said = self.emergency.at(self.doors[door])
        return tuple(self.text(line, language) for line in said)


def load(folder: Path = HERE, over: Path | None = None, *, unlearned: bool = False) -> Library:
    """The library in `folder`, with the hub's own files in `over` laid over it, name by name.

    `unlearned` leaves out the weights, for whoever is about to learn them.
    Raises LibraryFault with every finding, each saying what would mend it.
    """
    findings: list[Finding] = []
    files = _read(folder, findings) | (_read(over, findings) if over else {})
    if unlearned:
        files[WEIGHTS] = UNLEARNED
    texts = _texts(folder, over)
    notes = Notes(files, findings)
    made = {} if findings else parse.library(notes)
    around = _around(folder, findings)
    spoken = Languages() if findings else _languages(notes, made, around, texts)
    if findings:
        raise LibraryFault(tuple(findings))
    return Library(
        **made | {"commands": _everywhere(made["commands"], spoken)},
        digest=_digest(files | texts),
        catalogues=spoken.catalogues,
        spoken=spoken.spoken,
        gaps=spoken.gaps,
        around=around,
        sentences=tuple(sentences(files)),
    )


def speaking(library: Library, languages: Container[str]) -> Library:
    """The library with no other translations than these. It still listens for danger in every language."""
    return replace(library, catalogues={code: said for code, said in library.catalogues.items() if code in languages})


def _languages(
    notes: Notes, made: Mapping[str, Any], around: tuple[po.Entry, ...], texts: dict[str, list[str]]
) -> Languages:
    said = (*sentences(notes.files), *(Sentence(entry.id, entry.where) for entry in around))
    return languages(notes, texts, said, made["steps"], made["commands"])


def _everywhere(commands: Mapping[str, frozenset[str]], spoken: Languages) -> dict[str, frozenset[str]]:
    """The words of each command in every language, drafts as well: nobody has to say first which they speak."""
    return {
        name: words.union(*(language.commands.get(name, ()) for language in spoken.spoken.values()))
        for name, words in commands.items()
    }


def _texts(folder: Path, over: Path | None) -> dict[str, list[str]]:
    """The catalogues by their name, the hub's own last."""
    found: dict[str, list[str]] = {}
    for root in filter(None, (folder, over)):
        for path in sorted(root.glob(f"{FOLDER}*/{SAID}")):
            text = path.read_bytes().decode("utf-8", "replace")
            found.setdefault(path.relative_to(root).as_posix(), []).append(text)
    return found


def _around(folder: Path, findings: list[Finding]) -> tuple[po.Entry, ...]:
    try:
        return po.read((folder / CODE).read_text("utf-8"))[1]
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as fault:
        findings.append(Finding(CODE, "", f"It cannot be read: {fault}.", "Run: frontdoor flows words --extract."))
        return ()


def _read(folder: Path, findings: list[Finding]) -> dict[str, dict[str, Any]]:
    if not folder.is_dir():
        findings.append(Finding(folder.name, "", "There is no such folder.", "Name the library's folder."))
        return {}
    read: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        if name.startswith("signed/"):
            continue  # who stood up for the words is not part of the words
        try:
            read[name] = marked(name, tomllib.loads(path.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
            findings.append(Finding(name, "", f"It cannot be read: {fault}.", "Mend the file there."))
    return read | _weights(folder, findings)


def _weights(folder: Path, findings: list[Finding]) -> dict[str, dict[str, Any]]:
    """What was learned of how danger is told: the one file that nobody writes by hand."""
    path = folder / WEIGHTS
    if not path.exists():
        return {}
    try:
        return {WEIGHTS: json.loads(path.read_text("utf-8"))}
    except (ValueError, OSError) as fault:
        findings.append(Finding(WEIGHTS, "", f"It cannot be read: {fault}.", "Learn the weights again."))
        return {}


def _digest(files: Mapping[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
