"""From one language's catalogue to what is said in it, and all that keeps it from being said.

Rule: a wrong placeholder or plural refuses the library: a person would read the mistake. What is
missing, or not yet looked at since the English changed, keeps the language from being offered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from typing import Final

from flows import po
from flows.finding import Finding
from flows.sentence import key_of

_HELD: Final = re.compile(r"\{[^{}]*\}|[{}]")
FORMS: Final = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?\s*")
_MOST: Final = 200
"""Numbers that a rule for plurals is tried with."""
# A clock of 24 hours may take the place of one of 12.
_SAME: Final = {"{hour24}": "{hour}"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is said by key, in one form, or in one for each number."""

    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    counts: str = "n != 1"
    wrong: tuple[Finding, ...] = ()
    gaps: tuple[Finding, ...] = ()


def read(file: str, texts: Iterable[str], needed: Iterable[str]) -> Catalogue:
    """The catalogue in `texts`, the later laid over the earlier. `needed` is all the English that is said."""
    found: dict[str, po.Entry] = {}
    header: dict[str, str] = {}
    for text in texts:
        try:
            top, entries = po.read(text)
        except ValueError as fault:
            wrong = Finding(file, "", f"It cannot be read: {fault}.", "Mend that line, or take the file from a copy.")
            return Catalogue(wrong=(wrong,))
        header |= top
        found |= {entry.key: entry for entry in entries}
    forms, counts, wrongs = _counted(file, header.get("Plural-Forms", ""))
    keys = tuple(dict.fromkeys(map(key_of, needed)))
    served = [found[key] for key in keys if key in found and found[key].done]
    wrongs += [wrong for entry in found.values() if entry.done for wrong in _wrong(file, entry, forms)]
    return Catalogue(
        said={entry.key: entry.said[0] for entry in served if not entry.plural},
        plurals={entry.key: entry.said for entry in served if entry.plural},
        counts=counts,
        wrong=tuple(wrongs),
        gaps=tuple(_gaps(file, keys, found)),
    )


def form(counts: str) -> Callable[[int], int]:
    """The form of words for a number, by the rule of a catalogue's header."""
    return c2py(counts)


def placeholders(text: str) -> Counter[str]:
    """What is filled in, in `text`."""
    return Counter(_SAME.get(held, held) for held in _HELD.findall(text))


def _counted(file: str, said: str) -> tuple[int, str, list[Finding]]:
    """How many forms there are, the rule for them, and what is wrong with it."""
    rule = FORMS.fullmatch(said)
    try:
        if rule and all(0 <= c2py(rule[2].strip())(n) < int(rule[1]) for n in range(_MOST)):
            return int(rule[1]), rule[2].strip(), []
    except (ValueError, ZeroDivisionError):
        pass
    says = f"Its Plural-Forms cannot be used: '{said}'."
    return 0, "0", [Finding(file, "", says, "Write it like: nplurals=2; plural=(n != 1);")]


def _wrong(file: str, entry: po.Entry, forms: int) -> Iterator[Finding]:
    if entry.plural and forms and len(entry.said) != forms:
        says = f"{entry} has {len(entry.said)} forms, and the header says {forms}."
        yield Finding(file, entry.where, says, f"Write msgstr[0] to msgstr[{forms - 1}].")
    if not entry.plural and len(entry.said) != 1:
        yield Finding(file, entry.where, f"{entry} has more forms than one.", "Take them out, but for msgstr.")
    ours = placeholders(entry.plural or entry.id)
    for said in entry.said:
        theirs = placeholders(said)
        for held in ours - theirs:
            says = f"The words for {entry} lack the placeholder {held}."
            yield Finding(file, entry.where, says, f"Put {held} where it belongs in the sentence.")
        for held in theirs - ours:
            says = f"The words for {entry} have {held}, which the English does not."
            yield Finding(file, entry.where, says, "Take it out, or copy the placeholder as the English has it.")


def _gaps(file: str, keys: Iterable[str], found: Mapping[str, po.Entry]) -> Iterator[Finding]:
    for key in keys:
        entry = found.get(key)
        where, _, english = key.rpartition("\x04")
        if entry is None:
            says, mend = f"It has no words for '{english}'.", "Run: frontdoor flows words --extract. Then translate it."
        elif entry.fuzzy:
            says, mend = f"The English has changed: {entry}.", "Mend the words, then take out the line '#, fuzzy'."
        elif not entry.done:
            says, mend = f"{entry} is not translated.", "Write its words behind msgstr."
        else:
            continue
        yield Finding(file, where, says, mend)
