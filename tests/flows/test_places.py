from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.places import place


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Guildford", "Guildford"),
        (" stoke-on-trent. ", "stoke-on-trent"),
        ("King’s Lynn", "King’s Lynn"),
        ("St. Albans", "St. Albans"),
        ("Żory", "Żory"),
        ("GU1", "GU1"),
        ("gu14", "GU14"),
        ("gu 1", "GU1"),
        ("GU1 4AA", "GU1"),
        ("gu14aa", "GU1"),
        ("GU14 7AA", "GU14"),
        ("gu147aa", "GU14"),
        ("GU1 4", "GU1"),
        ("E1 6AN", "E1"),
        ("W1A 1AA", "W1A"),
        ("sw1a2aa", "SW1A"),
        ("near Guildford, GU1", "GU1"),
        ("12 High Street, GU1 4AA", "GU1"),
        ("G\u200bU1 4A\x00A", "GU1"),
        ("12 High Street", None),
        ("Flat 2", None),
        ("ZZ1", None),
        ("GU1 or GU2", None),
        ("x", None),
        ("07700 900123", None),
        ("a" * 61, None),
        ("", None),
    ],
)
def test_place(raw: str, read: str | None) -> None:
    """A town as it was written or the first half of a postcode, and never anything nearer."""
    assert place(raw) == read


areas = st.sampled_from(["GU", "E", "SW", "M", "EC"])
districts = st.sampled_from(["1", "14", "1A", "9"])
seconds = st.tuples(st.integers(0, 9), st.sampled_from(["AA", "BD", "XY"])).map(lambda p: f"{p[0]}{p[1]}")


@given(areas, districts, seconds, st.sampled_from([" ", ""]), st.sampled_from(["{}", "Home, {}", "{} thanks"]))
def test_second_half_of_a_postcode_never_stays(a: str, d: str, second: str, gap: str, around: str) -> None:
    """Wherever a whole postcode stands, its second half is gone."""
    read = place(around.format(f"{a}{d}{gap}{second}"))
    assert read is not None
    assert second not in read
