"""Proof: every {placeholder} is filled where it stands, in every language.

Only lines are filled, with {look_by} and with entries of the directory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.catalogue import placeholders
from flows.check.states import Walked
from flows.finding import Finding
from flows.library import Library
from flows.said import Said, everything

_HELD = re.compile(r"\{([^{}]*)\}|[{}]")
_FILLED = ("lines", "says", "trigger", "who")


def find(walked: Walked) -> Iterator[Finding]:
    """Each placeholder that names nothing, or stands where nothing is filled in."""
    for said in everything(walked.library):
        yield from dict.fromkeys(_wrong(walked.library, said))


def _wrong(library: Library, said: Said) -> Iterator[Finding]:
    for held in _HELD.finditer(said.text):
        if said.part == "page":
            continue  # code fills these in itself
        if said.part not in _FILLED:
            says = f"'{held[0]}' stands in a part that is shown as it is ({said.part})."
            yield Finding(said.file, said.step, says, "Move it to 'lines'.")
        elif not _known(library, held[1] or ""):
            says = f"'{held[0]}' is not in the directory."
            yield Finding(said.file, said.step, says, "Use {look_by} or {directory.NAME}, NAME as in directory.toml.")
    for language in library.catalogues:
        ours, theirs = (placeholders(text) for text in (said.text, library.text(said.text, language)))
        if ours != theirs:
            says = f"Its words in '{language}' do not have the same placeholders: '{said.text}'."
            yield Finding(said.file, said.step, says, f"Mend the catalogue of '{language}'.")


def _known(library: Library, name: str) -> bool:
    return name == "look_by" or (name.removeprefix("directory.") in library.directory and name.startswith("directory."))
