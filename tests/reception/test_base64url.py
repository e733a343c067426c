from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception import base64url


@given(st.binary())
def test_bytes_come_back(data: bytes) -> None:
    """Any bytes come back from their text."""
    assert base64url.decode(base64url.encode(data)) == data


@pytest.mark.parametrize("text", ["YQ==", "YR", "Y", "Y Q", "YQ\n", "+/+/", "é", "YQ=", "Y-Q!"])
def test_another_spelling_is_refused(text: str) -> None:
    """Padding, stray bits, spaces, the other alphabet: none of it stands for bytes."""
    with pytest.raises(ValueError, match="base64url"):
        base64url.decode(text)
