"""A property tried with a few examples each time, and with many where the whole project is proved.

Rule: it is the same check both times.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FEW, MANY = 60, 4_000
HOW_OFTEN: Final = (pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.prove))


def holds_for(*drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """Makes a test of a check that takes what is drawn."""

    def made(check: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize("often", HOW_OFTEN)
        def test(often: int) -> None:
            settings(max_examples=often, deadline=None)(given(*drawn)(check))()

        test.__doc__ = check.__doc__
        return test

    return made
