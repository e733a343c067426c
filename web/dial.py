"""Telephone numbers in plain words, made ready to press.

Rule: text is escaped before anything is added to it.
"""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

# Short numbers people are told to call, and any number written from 0 as in the United Kingdom.
NUMBER: Final = re.compile(r"(?<!\d)(?:999|112|111|101|116[ \xa0]?\d{3}|18000|0\d{2,4}(?:[ \xa0]?\d{2,4}){2,3})(?!\d)")


def dial(text: str) -> Markup:
    """`text` escaped, with each telephone number in it as a `tel:` link."""
    return Markup(NUMBER.sub(_link, str(escape(text))))  # noqa: S704 - escaped on this line


def _link(found: re.Match[str]) -> str:
    return f'<a href="tel:{"".join(found[0].split())}">{found[0]}</a>'
