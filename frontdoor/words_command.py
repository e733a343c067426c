"""`frontdoor flows words`: how far each language is translated, and catalogues brought up to date.

Rule: it writes catalogues and nothing else, and takes no translation away.
"""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final

from flows import po
from flows.catalogue import FORMS
from flows.language import ENGLISH
from flows.languages import ABOUT, FOLDER, SAID
from flows.library import CODE, HERE, Library
from frontdoor import words
from frontdoor.refusal import Refusal

_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_HEADER: Final = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_TOP: Final = (
    "What is said, in English (msgid) and in this language (msgstr). Written by",
    "'frontdoor flows words --extract', which keeps what is translated. See docs/languages.md.",
)
_BEGUN: Final = """# What this language is called by its speakers, how it runs, and the words that are heard in it.
# See docs/languages.md. Take under_way out when all is done.
name = "{code}"
direction = "ltr"
under_way = true
called = []

[commands]
leave = []
help = []
"""


def run(library: Library, args: Namespace, own: Path | None) -> int:
    """Tell how far each language is; with `--extract`, bring the catalogues up to date first."""
    folder = own or HERE
    if args.extract:
        for path in extracted(library, folder, args.language):
            print(f"Written: {path}")
    elif args.language:
        raise Refusal("A language is begun with --extract as well: frontdoor flows words --extract --language CODE.")
    entries = wanted(library, folder)
    for code, catalogue in sorted(_catalogues(folder).items()):
        print(told(code, words.updated(entries, po.read(catalogue.read_text("utf-8"))[1], 1)))
    return 0


def told(code: str, entries: tuple[po.Entry, ...]) -> str:
    """One line on a language."""
    fuzzy = sum(entry.fuzzy for entry in entries)
    left = sum(not entry.fuzzy and not all(entry.said) for entry in entries)
    return f"{code}: {len(entries)} messages, {len(entries) - fuzzy - left} done, {fuzzy} fuzzy, {left} to translate"


def wanted(library: Library, folder: Path) -> tuple[po.Entry, ...]:
    """All that is to be translated in `folder`: a hub's own holds what the shipped catalogues do not."""
    code = words.around() if folder == HERE else library.around
    every = words.needed(library.sentences, code)
    if folder == HERE:
        return every
    shipped = [po.read(path.read_text("utf-8"))[1] for path in _catalogues(HERE).values()]
    known = [{entry.key for entry in entries if entry.done} for entries in shipped]
    return tuple(entry for entry in every if not known or not all(entry.key in keys for keys in known))


def extracted(library: Library, folder: Path, begin: str | None) -> Iterator[Path]:
    """Write the list of what code says and every catalogue in `folder`; begin one for the language `begin`."""
    if begin and (not _CODE.fullmatch(begin) or begin == ENGLISH):
        raise Refusal(f"'{begin}' cannot be a language here. Use its two letters, like 'cy' for Welsh.")
    entries = wanted(library, folder)
    if folder == HERE:
        yield _written(folder / CODE, po.write(_TOP, _HEADER, words.around()))
    if begin and begin not in library.spoken:
        yield _written(folder / FOLDER / begin / ABOUT, _BEGUN.format(code=begin))
    catalogues = _catalogues(folder)
    if begin:
        catalogues.setdefault(begin, folder / FOLDER / begin / SAID)
    for code, path in catalogues.items():
        yield _written(path, brought_up(path, code, entries))


def brought_up(path: Path, code: str, entries: tuple[po.Entry, ...]) -> str:
    """The text of a catalogue with the words it had, and a place for those it lacks."""
    try:
        text = path.read_text("utf-8") if path.exists() else ""
        header, had = po.read(text)
    except ValueError as fault:
        raise Refusal(f"{path} cannot be read: {fault}. Mend that line first.") from fault
    header = {"Language": code} | _HEADER | header
    forms = FORMS.fullmatch(header["Plural-Forms"])
    top = [line[2:] for line in takewhile(lambda line: line.startswith("# "), text.splitlines())]
    return po.write(top or _TOP, header, words.updated(entries, had, int(forms[1]) if forms else 1))


def _catalogues(folder: Path) -> dict[str, Path]:
    return {path.parent.name: path for path in sorted(folder.glob(f"{FOLDER}*/{SAID}"))}


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
    return path
