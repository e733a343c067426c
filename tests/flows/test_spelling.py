"""A word that is meant for one that is listened for is taken for it, and no other is."""

from __future__ import annotations

import pytest

from flows.spelling import Speller, Tally, bones, one_slip

SPELLER = Speller(
    known=frozenset(
        {"he", "is", "going", "to", "kill", "me", "hitting", "strangled", "scared", "help", "monday*", "s"}
    ),
    spellings={"gonna": ("going", "to"), "he'll": ("he", "will"), "hes": ("he", "is")},
    misspelt=frozenset({"hitting", "strangled", "scared", "help"}),
    real=frozenset({"shared", "hinting"}),
)


def meant(typed: str) -> str:
    """What `typed` is taken for, the first reading of each word."""
    return " ".join(readings[0] for readings in SPELLER.meant(typed, Tally()))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kill", "kill"),
        ("gonna", "going to"),
        ("he'll", "he will"),
        ("he's", "he is"),
        ("k1ll", "kill"),
        ("m3", "me"),
        ("h3lp", "help"),
        ("heeeelp", "help"),
        ("killlll", "kill"),
        ("hittin", "hitting"),
        ("hiting", "hitting"),
        ("hittign", "hitting"),
        ("hittting", "hitting"),
        ("strangeld", "strangled"),
        ("strangald", "strangled"),
        ("k*ll", "kill"),
        ("s*a*ed", "scared"),
        ("s*a*es", ""),
        ("helpme", "help me"),
        ("hesgoingtokillme", "he is going to kill me"),
        ("mondays", "monday*"),
    ],
)
def test_taken_for(typed: str, expected: str) -> None:
    """Text-speak, digits for letters, letters drawn out or starred out, slips and words run together are undone."""
    assert expected == meant(typed)


@pytest.mark.parametrize(
    "typed", ["shared", "hinting", "hell", "halp", "sitting", "hunted", "", "zzz", "k" * 300, "*", "'", "k" * 22 + "in"]
)
def test_not_taken_for(typed: str) -> None:
    """Real words, short words, other first letters and nonsense are taken for nothing."""
    assert meant(typed) == ""


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("abcde", "abcde", False),
        ("abde", "abcde", True),
        ("abxde", "abcde", True),
        ("abdce", "abcde", True),
        ("abced", "abcde", True),
        ("axcye", "abcde", False),
        ("bacde", "abcde", False),
        ("ab", "abcde", False),
    ],
)
def test_one_slip(typed: str, word: str, expected: bool) -> None:  # noqa: FBT001
    """One letter more, less or other, or two that changed places, is one slip; the first letter stands."""
    assert one_slip(typed, word) is expected


def test_bones() -> None:
    """Spelt by ear, the consonants are the same."""
    assert bones("strangled") == bones("strangald") == "strngld"
