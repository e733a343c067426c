"""A printed page as text: 78 columns, for a terminal or a plain printer.

Rule: no character that a person typed can move the cursor, turn a line's
direction, or begin a line that looks like one of ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.plain import WIDTH, heading, item, quoted, sentence
from hub.sheet import Fact, Line, Note, Section, Sheet

_MARK = {"go": "[yes] ", "stop": "[!] ", "": ""}


def as_text(sheet: Sheet) -> str:
    """The whole page."""
    rule = "=" * WIDTH
    lines = [rule, sentence(f"{sheet.title}. Private: keep it locked away, then destroy it.")]
    lines += [text for plan in sheet.plans for text in _section(plan)]
    lines += ["", rule]
    lines += [text for section in sheet.rest for text in _section(section)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield heading(section.title)
    yield from (_line(line) for line in section.lines)


def _line(line: Line) -> str:
    if isinstance(line, Fact):
        return item(_MARK[line.tone] + line.label, line.value)
    if isinstance(line, Note):
        return sentence(_MARK[line.tone] + line.text)
    return f"{sentence(line.about + ':')}\n{quoted(line.text)}"
