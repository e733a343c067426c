"""A printed page as one HTML file that needs nothing else: one sheet of A4 for an ordinary referral.

Rule: no script, nothing fetched, every word escaped and kept to its own
direction. It is made in memory and never written to disk here.
"""

from __future__ import annotations

from pathlib import Path

from hub.fault import HubFault
from hub.plain import harmless
from hub.sheet import Sheet

_TEMPLATES = Path(__file__).parent / "templates"


def as_html(sheet: Sheet) -> str:
    """The whole file. Raises HubFault where Jinja2 is not installed."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise HubFault(
            "HTML needs Jinja2, which is not on this machine. Leave out --html, or install jinja2."
        ) from None
    page = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return page.get_template("sheet.html").render(sheet=sheet) + "\n"


def _shown(value: object) -> object:
    # Escaping knows nothing of characters that turn a line or hide in it; these go the same way as in text.
    # What is already markup came from the template itself, and has been through here.
    return harmless(value) if type(value) is str else value
