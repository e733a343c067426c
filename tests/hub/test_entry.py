from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.entry import Entry
from hub.fault import HubFault

if TYPE_CHECKING:
    from tests.hub.conftest import Sides


@given(st.dictionaries(st.binary(max_size=8), st.binary(max_size=50), max_size=4))
def test_any_entry_has_an_id_a_digest_and_a_line(fields: dict[bytes, bytes]) -> None:
    """Whatever stands on the queue is an entry, and comes back from its line with the same digest."""
    entry = Entry.of(0, b"0-1", fields)
    assert entry.id == f"odd-{entry.digest[:24]}"
    assert Entry.from_line(entry.to_line()).digest == entry.digest
    assert entry.sent_at() is None


def test_a_referral_says_its_id_and_hour(sides: Sides) -> None:
    """A referral's id and the hour it was sent are read without a key."""
    entry = sides.entry("referral-1")
    assert entry.id == "referral-1"
    assert entry.sent_at() == 1_795_348_800


@pytest.mark.parametrize(
    "line", ["", "{}", "null", "[]", "x", '{"partition":"0","entry":"0-1","event":""}', "[" * 9999]
)
def test_another_line_is_refused(line: str) -> None:
    """What `fetch` did not print is passed over with a sentence."""
    with pytest.raises(HubFault, match="hub fetch"):
        Entry.from_line(line)
