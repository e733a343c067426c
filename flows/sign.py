"""Signed words: who at the hub stands up for what is said, sentence by sentence and language by language.

Rule: a signature is on the words as they are, where they are. A sentence that is
changed, moved or translated anew is unsigned until somebody has read it again.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from flows.library import Library
from flows.parse_evidence import FILE
from flows.said import everything


class Item(NamedTuple):
    """One thing that is signed: where it stands, what it says, and the digest of both."""

    where: str
    says: str
    digest: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"


def sign(folder: Path, library: Library, language: str, by: str, role: str, *, on: date | None = None) -> Path:  # noqa: PLR0913
    """Write `signed/LANGUAGE.toml` in the hub's own library folder, and return its path.

    It replaces an earlier one. Raises ValueError for a language that is not there,
    a name or a role that is missing; OSError when the folder cannot be written to.
    """
    if language not in library.languages:
        raise ValueError(f"There is no language '{language}'. There are: {', '.join(library.languages)}.")
    if not by.strip() or not role.strip():
        raise ValueError("A signature needs a name and a role.")
    path = _file(folder, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(_lines(library, language, by, role, on)), "utf-8")
    fresh.replace(path)
    return path


def unsigned(library: Library, language: str, folder: Path | None) -> tuple[str, ...]:
    """Everything said in `language` that nobody has signed as it is now; empty when it may be offered."""
    digests = _signed(folder, language)
    return tuple(dict.fromkeys(str(item) for item in items(library, language) if item.digest not in digests))


def stood_for(folder: Path | None, language: str) -> bool:
    """Whether anyone has signed words in `language` in this folder, as they are now or as they were."""
    return folder is not None and _file(folder, language).exists()


def offered(library: Library, folder: Path | None) -> tuple[str, ...]:
    """The languages in which every word is signed, in the library's order."""
    return tuple(language for language in library.languages if not unsigned(library, language, folder))


def items(library: Library, language: str) -> Iterator[Item]:
    """All that a signature in `language` is on: sentences, what is heard, triggers, and the directory."""
    for said in everything(library):
        text = library.text(said.text, language)
        yield _item(f"{said.file}, {said.step or said.part}", text, said.part)
    for step in library.steps.values():
        for f in step.fields:
            for choice, heard in library.hears(f, language).items():
                yield _item(f"what means '{choice}' at '{step.id}'", ", ".join(heard), "hears")
    yield from _own(library, language)
    for name, said_for in _commands(library, language):
        yield _item(f"start.toml, words for {name}", ", ".join(sorted(said_for)), "command")
    for trigger in library.triggers:
        sets = json.dumps(dict(trigger.sets), sort_keys=True)
        yield _item(f"safety.toml, {trigger.id}", ", ".join(trigger.words), f"{trigger.then} {sets}")
    for tongue in library.listener.tongues:
        if tongue.language == language:
            yield from (_item(f"triggers/{language}, {name}", said, "listens") for name, said in tongue.written)
    yield from _weights(library)
    for entry in library.directory.values():
        about = f"{entry.source} {entry.verified_on} {entry.area}"
        yield _item(f"directory.toml, {entry.id}", library.entry(entry.id, language), about)


def _commands(library: Library, language: str) -> Iterable[tuple[str, frozenset[str]]]:
    known = library.spoken.get(language)
    return known.commands.items() if known else library.commands.items()


def _own(library: Library, language: str) -> Iterator[Item]:
    """The words that change to the language, those that tell in it, and those that count."""
    known = library.language(language)
    if known.called:
        yield _item(f"languages/{language}, called", ", ".join(sorted(known.called)), "called")
    if known.telling:
        yield _item(f"languages/{language}, telling", ", ".join(known.telling), "telling")
    for key, forms in known.plurals.items():
        yield _item(f"languages/{language}, counted", " / ".join(forms), key)


def _weights(library: Library) -> Iterator[Item]:
    """The learned weights as one thing: nobody reads thousands of numbers, but somebody accepts how they did."""
    evidence = library.listener.evidence
    if evidence.marks:
        yield _item(FILE, f"{evidence.about}; all of it: {evidence.digest}", "weighs")


def _item(where: str, says: str, about: str) -> Item:
    whole = json.dumps([where, says, about], ensure_ascii=False)
    return Item(where, says, hashlib.blake2b(whole.encode(), digest_size=12).hexdigest())


def _file(folder: Path, language: str) -> Path:
    return folder / "signed" / f"{language}.toml"


def _signed(folder: Path | None, language: str) -> frozenset[str]:
    """The digests signed; none when the file is missing or cannot be read, so that doubt never offers words."""
    try:
        table: Mapping[str, object] = tomllib.loads(_file(folder, language).read_text("utf-8")) if folder else {}
    except (OSError, ValueError):
        return frozenset()
    words = table.get("words")
    return frozenset(words) if isinstance(words, Mapping) and table.get("language") == language else frozenset()


def _lines(library: Library, language: str, by: str, role: str, on: date | None) -> Iterable[str]:
    yield "# Who stands up for these words. Written by 'frontdoor flows sign'; do not edit it by hand.\n"
    yield f"language = {_quoted(language)}\nby = {_quoted(by.strip())}\nrole = {_quoted(role.strip())}\n"
    if on:
        yield f"on = {on.isoformat()}\n"
    yield "\n[words]\n"
    for item in dict.fromkeys(items(library, language)):
        yield f"{item.digest} = {_quoted(item.where)}\n"


def _quoted(text: str) -> str:
    """`text` as a TOML string: JSON's is one, but that TOML escapes one more character and knows no halves of one."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
