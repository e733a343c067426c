"""What pages and code say to people, found where it is written; and catalogues brought up to date with it.

Rule: no translation is thrown away. What stays the same stays translated; what changed keeps its old
words, marked fuzzy, and those are never served.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from flows import po
from flows.sentence import Sentence

ROOT: Final = Path(__file__).parent.parent
SPOKEN_BY: Final = ("flows", "reception", "web", "sms", "bot")
"""The packages whose code speaks to people."""
_MARKS: Final = ("_", "sentence", "Sentence")
_COUNTED: Final = "_n"
_ALIKE: Final = 0.5
"""How alike two English sentences must be for the old words to be shown to the translator."""


def around() -> tuple[po.Entry, ...]:
    """Every message in templates and code, once, with the files it stands in."""
    found: dict[str, po.Entry] = {}
    for entry in (*_templates(), *_code()):
        known = found.get(entry.key, entry)
        found[entry.key] = replace(known, seen=tuple(dict.fromkeys((*known.seen, *entry.seen))))
    return tuple(found.values())


def _templates() -> Iterator[po.Entry]:
    reader = Environment(autoescape=True)
    for path in sorted((ROOT / "web" / "templates").glob("*.html")):
        tree = reader.parse(path.read_text("utf-8"))
        for _, _, said in extract_from_ast(tree, gettext_functions=(*_MARKS, _COUNTED)):
            texts = [text for text in (said if isinstance(said, tuple) else (said,)) if text]
            yield _entry(path, *texts)


def _code() -> Iterator[po.Entry]:
    for package in SPOKEN_BY:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
                    texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                    if texts and len(texts) == len(node.args):
                        where = texts[1] if len(texts) > 1 else ""
                        yield replace(_entry(path, texts[0]), where=where)


def _entry(path: Path, one: str, many: str = "") -> po.Entry:
    return po.Entry(one, plural=many, seen=(path.relative_to(ROOT).as_posix(),))


def needed(said: Iterable[Sentence], code: Iterable[po.Entry]) -> tuple[po.Entry, ...]:
    """One message for each sentence of the library in its place, then those of pages and code."""
    ours = (po.Entry(str(text), text.where) for text in said)
    return tuple({entry.key: entry for entry in (*ours, *code)}.values())


def updated(wanted: Iterable[po.Entry], had: Iterable[po.Entry], forms: int) -> tuple[po.Entry, ...]:
    """`wanted` with the words of `had`. New English in an old place takes the old words along, as fuzzy."""
    known = {entry.key: entry for entry in had}
    wanted = tuple(wanted)
    keys = {entry.key for entry in wanted}
    left: defaultdict[str, list[po.Entry]] = defaultdict(list)
    for entry in known.values():
        if entry.key not in keys and any(entry.said):
            left[entry.where].append(entry)
    return tuple(_kept(entry, known, left, forms) for entry in wanted)


def _kept(entry: po.Entry, known: dict[str, po.Entry], left: dict[str, list[po.Entry]], forms: int) -> po.Entry:
    empty = ("",) * forms if entry.plural else ("",)
    old = known.get(entry.key)
    if old is not None and bool(old.plural) == bool(entry.plural):
        changed = bool(entry.plural) and old.plural != entry.plural and any(old.said)
        return replace(old, plural=entry.plural, seen=entry.seen, fuzzy=old.fuzzy or changed)
    near = max(left.get(entry.where, ()), key=lambda e: _likeness(e, entry), default=None)
    if near is None or _likeness(near, entry) < _ALIKE or bool(near.plural) != bool(entry.plural):
        return replace(entry, said=empty)
    left[entry.where].remove(near)
    return replace(entry, said=near.said, fuzzy=True, before=near.before or near.id, notes=near.notes)


def _likeness(one: po.Entry, other: po.Entry) -> float:
    return SequenceMatcher(None, one.id, other.id).ratio()
