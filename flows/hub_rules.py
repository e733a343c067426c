"""What a hub has set for every contact, from its library: approved words, telling words, days.

Rule: telling words come in every language that the library has, drafts as well. One that is
spoken and for which nobody has written any is named, so that free words are not sent unread.
"""

from __future__ import annotations

from flows.facts import Script
from flows.language import ENGLISH
from flows.library import Library
from flows.outward import HubRules, Template
from flows.sentence import key_of


def hub_rules(library: Library) -> HubRules:
    """The rules of this library's hub, as flows.contact reads them."""
    hub = library.hub
    return HubRules(
        timezone=hub.timezone,
        holidays=hub.holidays,
        quiet=hub.quiet,
        templates={script.id: _template(library, script) for script in library.scripts},
        cover_lines=hub.cover_lines,
        telling=telling(library),
        names=names(library),
        unscanned=tuple(code for code in sorted(library.catalogues) if not library.language(code).telling),
        replies_tried=hub.replies_tried,
    )


def telling(library: Library) -> tuple[str, ...]:
    """Every telling word of every language, in plain form."""
    english = (*library.telling, *library.telling_unasked)
    others = (word for language in library.spoken.values() for word in language.telling)
    return tuple(dict.fromkeys((*english, *others)))


def names(library: Library) -> tuple[str, ...]:
    """The hub, who works in it, and every service of the directory."""
    return tuple(filter(None, (library.hub.name, *library.hub.partners, *(e.name for e in library.directory.values()))))


def _template(library: Library, script: Script) -> Template:
    """In each language that it has been translated into. Nobody is sent English for want of another."""
    key = key_of(script.text)
    texts = {ENGLISH: script.text} | {code: by[key] for code, by in library.catalogues.items() if by.get(key)}
    return Template(script.id, script.level, texts, script.ways, script.asks, script.subject)
