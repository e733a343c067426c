"""Proof: no approved wording for who has not written just now tells what this is about, or sets off a provider.

The same eyes read these as read a worker's own words before they go out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.states import Walked
from flows.finding import Finding
from flows.fit import fits
from flows.hub_rules import hub_rules
from flows.language import ENGLISH
from flows.outward import HubRules
from flows.unsayable import lead_in, phrase_in, provider_word, telling_word


def find(walked: Walked) -> Iterator[Finding]:
    """What is wrong with each template and each cover line, in each language."""
    library = walked.library
    rules = hub_rules(library)
    for template in rules.templates.values():
        if not template.texts[ENGLISH]:
            yield Finding("unasked.toml", template.id, "It has no text.", "Write it, or take it out.")
        for language, text in ((ENGLISH, template.subject), *template.texts.items()):
            for says in _wrong(library.language(language).texted(text), rules):
                yield Finding("unasked.toml", template.id, says, "Say it in words that anyone may read.")
    for line, said in rules.cover_lines.items():
        for language in library.languages:
            for says in _wrong(library.text(said, language), rules):
                yield Finding("hub.toml", f"cover_lines.{line}", says, "Say it in words that anyone may hear.")


def _wrong(text: str, rules: HubRules) -> Iterator[str]:
    if word := telling_word(text, rules.telling):
        yield f"It says '{word}'."
    if phrase_in(text, rules.names):
        yield "It names the hub or a service."
    if found := lead_in(text):
        yield f"It holds {found}."
    if word := provider_word(text):
        yield f"It says '{word}', which a provider answers by itself."
    if not fits(text):
        yield f"It takes too many messages: '{text[:40]}'."
