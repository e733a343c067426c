from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.segments import Encoding, Segments, fold, outside_gsm7, segments

# Answers by 3GPP TS 23.038 and the 6-octet concatenation header of TS 23.040.
STANDARD: list[tuple[str, Encoding, int, int]] = [
    ("", "GSM-7", 0, 0),
    ("a", "GSM-7", 1, 1),
    ("a" * 160, "GSM-7", 160, 1),
    ("a" * 161, "GSM-7", 161, 2),
    ("a" * 306, "GSM-7", 306, 2),
    ("a" * 307, "GSM-7", 307, 3),
    ("€" * 80, "GSM-7", 160, 1),
    ("€" * 81, "GSM-7", 162, 2),
    # 152 letters leave one septet: the euro sign may not lie across, so it opens the second part
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
    ("a" * 151 + "€" + "a" * 153, "GSM-7", 306, 2),
    ("[]{}\\^~|€\f", "GSM-7", 20, 1),
    ("line\r\nline", "GSM-7", 10, 1),
    ("\r\n" * 80, "GSM-7", 160, 1),
    ("\r\n" * 81, "GSM-7", 162, 2),
    ("èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüàΔΩ£¥§¿¡¤", "GSM-7", 31, 1),
    ("ç", "UCS-2", 1, 1),
    ("’", "UCS-2", 1, 1),
    ("ł" * 70, "UCS-2", 70, 1),
    ("ł" * 71, "UCS-2", 71, 2),
    ("ł" * 134, "UCS-2", 134, 2),
    ("ł" * 135, "UCS-2", 135, 3),
    ("😀" * 35, "UCS-2", 70, 1),
    ("😀" * 36, "UCS-2", 72, 2),
    # 66 units leave one: the pair goes whole into the second part
    ("ł" * 66 + "😀" + "ł" * 66, "UCS-2", 134, 3),
    ("a" * 70 + "ŵ", "UCS-2", 71, 2),
    ("€" * 69 + "ł", "UCS-2", 70, 1),
    ("\t", "UCS-2", 1, 1),
]


@pytest.mark.parametrize(("text", "encoding", "units", "count"), STANDARD)
def test_counts_as_the_standard_does(text: str, encoding: Encoding, units: int, count: int) -> None:
    """Encoding, length and number of messages are those of the standard."""
    assert segments(text) == Segments(encoding, units, count)


def test_names_what_forces_ucs2() -> None:
    """Each character outside GSM-7 is named once, in order."""
    assert outside_gsm7("Cześć, to ś") == ("ś", "ć")


def test_folding_makes_typographic_text_fit() -> None:
    """Curly quotes, dashes, dots and hard spaces become characters GSM-7 has."""
    assert fold("“It’s\u00a0ok” – yes…") == '"It\'s ok" - yes...'


def test_folding_joins_accents() -> None:
    """An accent typed apart from its letter is joined, and fits when the letter does."""
    assert fold("cafe\u0301") == "café"


def test_folding_changes_no_letter() -> None:
    """A Welsh or Polish letter is not swapped for one that looks like it."""
    assert fold("dŵr, łza") == "dŵr, łza"


@given(st.text())
def test_messages_hold_the_text(text: str) -> None:
    """There is room for every unit, and no message could be left out but for one straddling unit each."""
    found = segments(text)
    units, count = found.units, found.count
    alone, part = (160, 153) if found.encoding == "GSM-7" else (70, 67)
    assert units <= (alone if count <= 1 else part * count)
    assert count <= 1 or units > (part - 1) * (count - 1)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folded text stays as it is."""
    assert fold(fold(text)) == fold(text)
