from __future__ import annotations

import pytest

from flows.honest import promised


@pytest.mark.parametrize(
    "text",
    [
        "This chat is untraceable.",
        "You stay anonymous.",
        "Leave now hides your visit.",
        "It leaves no trace.",
        "Leave without a trace.",
        "We erase your history.",
        "It is 100% safe.",
        "It is 100 % safe.",
        "This is completely safe.",
    ],
)
def test_what_nobody_can_promise_is_caught(text: str) -> None:
    """Each of the promises that other sites make of leaving is found, with what would mend it."""
    assert list(promised(text))


@pytest.mark.parametrize(
    "text",
    ["It cannot hide that this address was opened.", "100 people work here.", "Is it safe to talk?", "You can leave."],
)
def test_plain_truth_is_not(text: str) -> None:
    """What we do say of leaving is let through."""
    assert not list(promised(text))
