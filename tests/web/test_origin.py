from __future__ import annotations

import pytest

from web.origin import ours

HOME = "https://notes.example"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        # Where the browser says which site it is, the origin does not matter.
        ({"sec-fetch-site": "cross-site", "origin": HOME}, False),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        # Older browsers.
        ({"origin": HOME}, True),
        ({"origin": "https://elsewhere.example"}, False),
        ({"origin": "http://localhost:8000", "host": "localhost:8000"}, True),
        ({"origin": "null"}, True),
        ({}, True),
    ],
)
def test_only_our_own_page_and_the_person_are_heard(headers: dict[str, str], expected: bool) -> None:  # noqa: FBT001
    """Each way that a browser can say where a request comes from."""
    assert ours(headers, HOME) is expected
