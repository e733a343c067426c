"""What a text shows is found in one way, in one pass, and in stretches short enough for one line to count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.book import Asking
from flows.clues import BLOCK, NEAR, NO_FAMILY, Number, Shown, families, shown

FAMILIES = families([("he", ["he", "his"]), ("blade", ["knife", "machet*"]), ("blade", ["noz"]), ("rage", ["his"])])


class Names:
    """Numbers for clues as they come, and back."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number of `name`."""
        return self.numbers.setdefault(name, len(self.numbers))

    def of(self, stretch: Shown) -> set[str]:
        """The names of the clues in a stretch."""
        return {name for name, number in self.numbers.items() if number in stretch}


def read(words: list[str], number: Number) -> tuple[Shown, ...]:
    """What each stretch of a text shows."""
    book = Asking(FAMILIES, number)
    return shown([book.of(word) for word in words], book)


def names(text: str) -> list[set[str]]:
    """The clues of each stretch of a text, by name."""
    known = Names()
    return [known.of(stretch) for stretch in read(text.split(), known.number)]


def test_a_short_text() -> None:
    """Words, stems, neighbours, families and their order, and the length are what a text shows."""
    assert names("he has machetes") == [
        {"word:he", "word:has", "word:machetes", "stem:mache", "pair:^ he", "pair:he has", "pair:has machetes",
         "pair:machetes $", "family:he", "family:blade", "near:he blade", "length:3"}
    ]  # fmt: skip


def test_no_family() -> None:
    """A text of words that are of no family shows that."""
    (clues,) = names("redhill")
    assert NO_FAMILY in clues
    assert NO_FAMILY not in names("knife")[0]


def test_nothing_shows_nothing() -> None:
    """An empty text has no stretch."""
    assert names("") == []


def test_a_word_of_several_families_and_languages() -> None:
    """A word may be of several families, and a family of several languages."""
    assert FAMILIES.of("his") == ("he", "rage")
    assert FAMILIES.of("noz") == FAMILIES.of("machete") == ("blade",)


def test_near_is_near() -> None:
    """A family further back than NEAR words is not near."""
    assert "near:he blade" in names("he " + "x " * (NEAR - 1) + "knife")[0]
    assert "near:he blade" not in names("he " + "x " * NEAR + "knife")[0]


def test_one_line_of_a_story_counts_alone() -> None:
    """In a long text every run of BLOCK words stands in some stretch, and no stretch is longer than two blocks."""
    text = [f"w{number}" for number in range(10 * BLOCK + 3)]
    known = Names()
    stretches = [known.of(s) for s in read(text, known.number)]
    for start in range(len(text) - BLOCK):
        run = {f"word:{word}" for word in text[start : start + BLOCK]}
        assert any(run <= stretch for stretch in stretches)
    assert all(sum(name.startswith("word:") for name in stretch) <= 2 * BLOCK for stretch in stretches)


@given(st.lists(st.sampled_from(("he", "knife", "his", "sofa", "noz", "machetes")), max_size=80))
def test_what_a_word_brings_is_bounded(words: list[str]) -> None:
    """However a text is made, no word brings more than its own clues and those of the few before it."""
    asked = 0

    def number(name: str) -> int:
        nonlocal asked
        asked += 1
        return hash(name)

    read(words, number)
    most = max(len(FAMILIES.of(word)) for word in ("his", "knife"))
    assert asked <= len(words) * (2 + most + 2 + NEAR * most * most) + 2 * len(words) + 2
