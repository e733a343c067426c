"""The library: every word that may be said and every step that may be taken, read once at start.

Rule: it loads whole or not at all. What is wrong with it is said all at once,
each finding with its file, its step and what would mend it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import facts, parse
from flows.finding import Finding, LibraryFault
from flows.nested import Node, nested
from flows.notes import Notes
from flows.parse_says import Say
from flows.steps import Door, Placed, Step

HERE = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Library:
    """What is said, in one value. `catalogues` maps a language to its translations from English."""

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
    emergency: Say
    telling: tuple[str, ...]
    directory: Mapping[str, facts.Entry]
    hub: facts.Hub
    digest: str
    catalogues: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    nested: Mapping[str, tuple[Node, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Nest the steps for each door, since every turn walks them."""
        object.__setattr__(self, "nested", {door: nested(self.order, door) for door in self.doors})

    @property
    def languages(self) -> tuple[str, ...]:
        """English, in which the files are written, and every language with a catalogue."""
        return ("en", *sorted(self.catalogues))

    @property
    def gates(self) -> tuple[Step, ...]:
        """The steps that say which of their answers are safe. Those of entry codes come before safe-to-talk."""
        return tuple({p.step.id: p.step for p in self.order if p.step.gate}.values())

    @property
    def gate(self) -> Step:
        """The safe-to-talk step: the gate that everyone meets who comes by no entry code."""
        return self.gates[-1]

    def code(self, entry: str | None) -> facts.Code | None:
        """What the entry code opens, however its letters are written. None for a code that only says where it hung."""
        return self.codes.get((entry or "").upper())

    def text(self, english: str, language: str) -> str:
        """`english` in `language`; as it stands where there is no translation."""
        return self.catalogues.get(language, {}).get(english) or english

    def says_at(self, key: str, door: str, language: str) -> tuple[str, ...]:
        """The engine's own sentence `key`, in the form for this kind of door."""
        said = self.says[key].at(self.doors[door])
        return tuple(self.text(line, language) for line in said)

    def emergency_lines(self, language: str, door: str = "web") -> tuple[str, ...]:
        """The emergency words. They need no store, no state and no limit."""
        said = self.emergency.at(self.doors[door])
        return tuple(self.text(line, language) for line in said)


def load(folder: Path = HERE, over: Path | None = None) -> Library:
    """The library in `folder`, with the hub's own files in `over` laid over it, name by name.

    Raises LibraryFault with every finding, each saying what would mend it.
    """
    findings: list[Finding] = []
    files = _read(folder, findings) | (_read(over, findings) if over else {})
    made = {} if findings else parse.library(Notes(files, findings))
    if findings:
        raise LibraryFault(tuple(findings))
    return Library(**made, digest=_digest(files))


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
            read[name] = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
            findings.append(Finding(name, "", f"It cannot be read: {fault}.", "Mend the file there."))
    return read


def _digest(files: Mapping[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
