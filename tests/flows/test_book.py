"""What is known of clues beforehand is what would be asked for by name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.book import Asking, known
from flows.clues import families, shown

FAMILIES = families([("he", ["he", "his"]), ("blade", ["knife", "machet*", "mad*"]), ("rage", ["his", "furious*"])])
NAMES = ("word:he", "word:sofa", "stem:mache", "stem:furio", "pair:^ he", "pair:he knife", "pair:sofa $", "family:he",
         "family:blade", "near:he blade", "near:blade blade", "near:rage he", "length:1", "length:13",
         "family:none")  # fmt: skip
NUMBERS = {name: number for number, name in enumerate(NAMES)}
WORDS = st.lists(st.sampled_from(("he", "his", "knife", "machetes", "ma", "mad", "sofa", "furiously", "furio", "bus")))


@given(WORDS)
def test_known_is_asked(words: list[str]) -> None:
    """Both ways show the same in every text; clues that do not count are left out."""
    asking, ready = Asking(FAMILIES, NUMBERS.get), known(FAMILIES, NUMBERS)
    asked = shown([asking.of(word) for word in words], asking)
    assert shown([ready.of(word) for word in words], ready) == asked


def test_a_long_beginning_is_a_beginning() -> None:
    """However many letters a beginning has, a word that begins so is of its family."""
    of = families([("unsafe", ["niebezpieczenstw*"]), ("other", ["nie*", "niebo"])]).of
    assert of("niebezpieczenstwo") == ("other", "unsafe")
    assert of("niebezpieczny") == ("other",)
    assert of("nie") == ("other",)
    assert of("ni") == ()
    assert of("niebo") == ("other",)
