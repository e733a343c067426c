from __future__ import annotations

import pytest

from flows.numbers import age_band, number


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2", "2"),
        (" 2. ", "2"),
        ("two", "2"),
        ("2 kids", "2"),
        ("I have three children", "3"),
        ("thirty four", "34"),
        ("Twenty", "20"),
        ("none", "0"),
        ("no children", "0"),
        ("0", "0"),
        ("٣", "3"),
        ("１２", "12"),
        ("999", "999"),
        ("1000", None),
        ("2 or 3", None),
        ("no one", None),
        ("-3", None),
        ("2.5", None),
        ("1/2", None),
        ("a few", None),
        ("", None),
        ("\x00", None),
    ],
)
def test_number(raw: str, read: str | None) -> None:
    """The one number that is said, in figures or words, or nothing."""
    assert number(raw) == read


@pytest.mark.parametrize(
    ("raw", "band"),
    [
        ("0", "under_13"),
        ("12", "under_13"),
        ("13", "13_15"),
        ("15", "13_15"),
        ("16", "16_17"),
        ("17", "16_17"),
        ("18", "18_plus"),
        ("120", "18_plus"),
        ("121", None),
        ("I'm 34", "18_plus"),
        ("34 years old", "18_plus"),
        ("thirty-four", "18_plus"),
        ("i am fifteen", "13_15"),
        ("13-15", "13_15"),
        ("16 or 17", "16_17"),
        ("15 to 16", None),
        ("under 13", "under_13"),
        ("under 12", "under_13"),
        ("under 16", None),
        ("18+", "18_plus"),
        ("18 or over", "18_plus"),
        ("over 18", "18_plus"),
        ("over 17", "18_plus"),
        ("17 or over", None),
        ("17 and over", None),
        ("adult", "18_plus"),
        ("18 months", "under_13"),
        ("6 weeks old", "under_13"),
        ("one moment", None),
        ("nearly 18", None),
        ("not 18", None),
        ("no", None),
        ("he is 12", None),
        ("", None),
    ],
)
def test_age_band(raw: str, band: str | None) -> None:
    """An age or a range within one band is that band; what may be two bands, or no age, is none."""
    assert age_band(raw) == band


@pytest.mark.parametrize("band", ["under_13", "13_15", "16_17", "18_plus"])
def test_a_band_is_itself(band: str) -> None:
    """A band's own name reads as that band."""
    assert age_band(band) == band
