"""What a hub has set, as the gate reads it."""

from __future__ import annotations

from dataclasses import replace

from flows.hub_rules import hub_rules, telling
from flows.language import Language
from flows.library import Library, load
from flows.plain import plain
from flows.sentence import key_of

SHIPPED = load()


def with_language(library: Library, code: str, *tells: str, **said: str) -> Library:
    """The library with a language of these telling words, in which just this is translated."""
    spoken = {**library.spoken, code: Language(code, code, telling=tells)}
    return replace(
        library, spoken=spoken, catalogues={**library.catalogues, code: said} if said else library.catalogues
    )


def test_telling_words_of_every_language() -> None:
    """A telling word of any language is listened for, of one that is not offered as well; English stays."""
    found = set(telling(with_language(SHIPPED, "cy", "heddlu")))
    assert {"police", "heddlu"} <= found
    assert set(SHIPPED.telling) | set(SHIPPED.telling_unasked) <= found
    for language in SHIPPED.spoken.values():
        assert set(language.telling) <= found


def test_every_language_that_ships_has_telling_words() -> None:
    """A worker's own words are read for each of them."""
    assert hub_rules(SHIPPED).unscanned == ()


def test_a_language_without_telling_words_is_named() -> None:
    """Where nobody has written telling words for a language that is spoken, free words are not sent unread."""
    assert hub_rules(with_language(SHIPPED, "cy", Hello="Helo")).unscanned == ("cy",)
    assert hub_rules(with_language(SHIPPED, "cy", "heddlu", Hello="Helo")).unscanned == ()
    assert hub_rules(with_language(SHIPPED, "cy")).unscanned == ()


def test_templates_in_their_languages() -> None:
    """A template has the languages that it was translated into, and English; no other is made up."""
    text = SHIPPED.scripts[0].text
    other = with_language(SHIPPED, "yy", Hello="Helo")
    made = hub_rules(with_language(other, "xx", **{key_of(text): "Dzien dobry."})).templates[SHIPPED.scripts[0].id]
    assert made.texts["xx"] == "Dzien dobry."
    assert made.texts["en"] == text
    assert "yy" not in made.texts


def test_every_language_that_ships_has_every_template() -> None:
    """Each approved wording can be said in each language, in words of its own."""
    for template in hub_rules(SHIPPED).templates.values():
        assert set(template.texts) == set(SHIPPED.languages)
        assert len(set(template.texts.values())) == len(template.texts)


def test_every_name_of_the_hub() -> None:
    """The hub, its partners and every service of the directory are names that no message says."""
    names = hub_rules(SHIPPED).names
    assert SHIPPED.hub.name in names
    assert set(SHIPPED.hub.partners) <= set(names)
    assert all(plain(entry.name) for entry in SHIPPED.directory.values() if entry.name in names)
    assert {entry.name for entry in SHIPPED.directory.values()} <= set(names)


def test_days_and_lines_are_the_hubs(small: Library) -> None:
    """Holidays, quiet days, cover lines and tried providers are those of hub.toml; what it leaves out is not there."""
    rules, hub = hub_rules(SHIPPED), SHIPPED.hub
    assert (rules.timezone, rules.holidays, rules.quiet) == (hub.timezone, hub.holidays, hub.quiet)
    assert (rules.cover_lines, rules.replies_tried) == (hub.cover_lines, hub.replies_tried)
    assert rules.cover_lines
    bare = hub_rules(small)
    assert (set(bare.templates), bare.quiet, bare.replies_tried) == ({"good_time"}, (), ())
