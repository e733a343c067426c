"""What is said of leaving, and what may never be said."""

from __future__ import annotations

import re

import pytest

from flows.check import by_rule
from flows.check.states import walk_all
from flows.honest import promised
from flows.library import Library
from flows.reading_age import grade, sentences, words
from tests import forms
from tests.leaving.conftest import Seen
from tests.leaving.crawl import Sight
from web.page import Page
from web.pages import pages

pytestmark = pytest.mark.prove

NEVER = re.compile(
    r"untraceable|erases?\b|hides your visit|anonymous|100 ?%|leaves? no trace|cannot be traced", re.IGNORECASE
)
LONGEST = 20
HARDEST = 6.0


def whole_text(sight: Sight) -> str:
    """Every word of the page, not only of its middle."""
    body = re.sub(r"(?s)<head>.*?</head>|<script>.*?</script>", "", sight.html)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_c28_every_word_that_goes_out_is_neutral_short_and_plain(library: Library, seen: Seen) -> None:
    """The proofs of the library find nothing: no telling word on a trail, no text too long, no sentence too hard."""
    found = by_rule(walk_all(library))
    rules = ("telling", "text_size", "plain_words", "list_lead", "honest")
    seen(", ".join(f"{rule} {len(found[rule])}" for rule in rules))
    assert not [finding for rule in rules for finding in found[rule]]


def test_c28_the_words_of_the_page_itself_are_plain(library: Library, seen: Seen) -> None:
    """What the page says of itself, at its foot and in its notices, is read at grade 6, 20 words a sentence."""
    made = pages(library, Page())
    lines = re.findall(r"<(?:p|dd|summary)[^>]*>(.*?)</(?:p|dd|summary)>", made.shells[library.languages[0]].foot)
    texts = [re.sub(r"<[^>]+>", "", line).replace("&#34;", '"') for line in lines]
    long = [s for text in texts for s in sentences(text) if len(words(s)) > LONGEST]
    hard = grade("\n".join(texts))
    seen(f"foot: grade {hard}, longest {max(len(words(s)) for t in texts for s in sentences(t))} words")
    assert not long
    assert hard <= HARDEST


def test_c29_the_limits_are_told_before_leaving_is_first_used(sights: tuple[Sight, ...]) -> None:
    """On every page with a way out stands that history, network and a watched device may still tell."""
    for sight in sights:
        text = whole_text(sight)
        assert "Leave now" in text
        for part in (
            "cannot hide that this address was opened",
            "browser",
            "network",
            "history",
            "watch this phone or computer",
        ):
            assert part in text, f"{sight.name} lacks '{part}'"


def test_c29_each_common_browser_has_its_steps(sights: tuple[Sight, ...]) -> None:
    """How one line is taken out of the history is told for each common browser."""
    text = whole_text(sights[0])
    for browser in ("Chrome", "Safari", "Samsung Internet", "Firefox", "Edge"):
        assert browser in text
    assert "someone may notice" in text


def test_c29_nothing_is_promised_that_cannot_be_kept(sights: tuple[Sight, ...], seen: Seen) -> None:
    """No page says untraceable, erased, anonymous, 100 % safe, or their like."""
    said = [(sight.name, word) for sight in sights for word, _ in promised(whole_text(sight))]
    said += [(sight.name, found[0]) for sight in sights if (found := NEVER.search(whole_text(sight)))]
    seen(f"{len(sights)} pages, {len(said)} such words")
    assert not said


def test_c29_the_lint_would_find_them() -> None:
    """Each of these words is caught: the lint is no blind one."""
    for words_ in ("This is untraceable.", "It erases your history.", "You are anonymous here.", "It is 100 % safe."):
        assert list(promised(words_)) or NEVER.search(words_)


def test_every_page_has_a_way_out_and_an_emergency_number(sights: tuple[Sight, ...]) -> None:
    """No page, whatever went wrong, is without the button and 999."""
    for sight in sights:
        assert forms.read(sight.html).form("/leave"), sight.name
        assert 'href="tel:999"' in sight.html
