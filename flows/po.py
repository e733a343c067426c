"""Catalogues as gettext writes them (.po), read and written.

Rule: a file that is not understood is refused at its line, never half read. The library that
comes with Python reads only the compiled form, so the few lines that a .po needs stand here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from flows.sentence import BETWEEN

_WORD: Final = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+(".*")$')
_ESCAPED: Final = re.compile(r"\\(.)")
_PLAIN: Final = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: its place, its English, and how it is said; one form for each number where it counts."""

    id: str
    where: str = ""
    plural: str = ""
    said: tuple[str, ...] = ("",)
    fuzzy: bool = False
    notes: tuple[str, ...] = ()
    seen: tuple[str, ...] = field(default=(), repr=False)
    before: str = ""
    """The English that a fuzzy translation was made for."""
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        """Its key in a catalogue."""
        return f"{self.where}{BETWEEN}{self.id}" if self.where else self.id

    @property
    def done(self) -> bool:
        """Whether it may be served."""
        return not self.fuzzy and all(self.said)

    def __str__(self) -> str:
        return f"{self.where}: '{self.id}'" if self.where else f"'{self.id}'"


def read(text: str) -> tuple[dict[str, str], tuple[Entry, ...]]:
    """The header and the messages in `text`. Raises ValueError that names the line it cannot read."""
    entries = [_entry(block) for block in _blocks(text)]
    found = [e for e in entries if e.id or e.where]
    header = next((e.said[0] for e in entries if not e.id and not e.where), "")
    lines = (line.partition(":") for line in header.splitlines() if line)
    return {name.strip(): value.strip() for name, _, value in lines}, tuple(found)


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("#~"):
            continue  # what is no longer said
        if line:
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _entry(block: list[tuple[int, str]]) -> Entry:
    found: dict[str, str] = {}
    made, name = Entry("", line=block[0][0]), ""
    for number, line in block:
        word = _WORD.match(line)
        if line.startswith("#"):
            made = _noted(made, line)
        elif word:
            name = word[1]
            if name in found:
                raise ValueError(f"line {number}: a second '{name}' in one message")
            found[name] = _bare(word[3], number)
        elif line.startswith('"') and name:
            found[name] += _bare(line, number)
        else:
            raise ValueError(f"line {number}: this is no part of a message")
    if found and "msgid" not in found:
        raise ValueError(f"line {made.line}: a message without msgid")
    said = tuple(v for k, v in sorted(found.items()) if k.startswith("msgstr")) or ("",)
    return replace(
        made, id=found.get("msgid", ""), where=found.get("msgctxt", ""), plural=found.get("msgid_plural", ""), said=said
    )


def _noted(made: Entry, line: str) -> Entry:
    if line.startswith("#,"):
        return replace(made, fuzzy=made.fuzzy or "fuzzy" in line)
    if line.startswith("#:"):
        return replace(made, seen=(*made.seen, line[2:].strip()))
    if line.startswith("#|"):
        word = _WORD.match(line[2:].strip())
        return replace(made, before=_bare(word[3], made.line)) if word and word[1] == "msgid" else made
    return replace(made, notes=(*made.notes, line[1:].strip()))


def _bare(quoted: str, number: int) -> str:
    inner = quoted[1:-1]
    if not quoted.endswith('"') or len(quoted) < len('""') or re.search(r'(?<!\\)(?:\\\\)*"', inner):
        raise ValueError(f"line {number}: the quotes do not close where they should")
    return _ESCAPED.sub(lambda found: _PLAIN.get(found[1], found[1]), inner)


def write(top: Iterable[str], header: dict[str, str], entries: Iterable[Entry]) -> str:
    """The text of a .po file: comments at its top, the header, the messages in their order."""
    lines = [f"# {line}".rstrip() for line in top]
    lines += ['msgid ""', 'msgstr ""', *(_quoted(f"{name}: {value}\n") for name, value in header.items())]
    for entry in entries:
        lines += ["", *_written(entry)]
    return "\n".join(lines) + "\n"


def _written(entry: Entry) -> Iterator[str]:
    yield from (f"# {note}" for note in entry.notes)
    yield from (f"#: {seen}" for seen in entry.seen)
    if entry.fuzzy:
        yield "#, fuzzy"
    if entry.before:
        yield f"#| msgid {_quoted(entry.before)}"
    if entry.where:
        yield f"msgctxt {_quoted(entry.where)}"
    yield f"msgid {_quoted(entry.id)}"
    if entry.plural:
        yield f"msgid_plural {_quoted(entry.plural)}"
        yield from (f"msgstr[{n}] {_quoted(said)}" for n, said in enumerate(entry.said))
    else:
        yield f"msgstr {_quoted(entry.said[0])}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
