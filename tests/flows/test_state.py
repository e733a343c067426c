"""A conversation at rest: small, whole, and the same when it is read back."""

from __future__ import annotations

from flows.state import Asked, Held, Kept, State

FULL = State(
    door="sms",
    language="en",
    heard_at=1_792_000_000,
    answers={"safe": {"safe": "yes"}, "help_with": {"help_with": ("talk", "money")}, "story": {"story": "Canary."}},
    asked=Asked("who", "0123456789ab"),
    part="area",
    misses=2,
    raised={"danger_now": 1_792_000_000},
    words=(Kept("who", "Canary words."),),
    held=Held(Asked("who", "0123456789ab"), "Canary held.", None),
    told=("story", 1_792_000_000),
    consents={"consent": "0123456789ab"},
    door_notes={"ids": "1,2"},
    held_by="Canary",
    entry="ABCD",
)


def test_back_the_same() -> None:
    """What is written down is read back the same, every field of it."""
    assert FULL == State.from_json(FULL.to_json())


def test_held_form_back_the_same() -> None:
    """A form that met the gap is held with every value."""
    held = State("web", "en", 1, held=Held(None, None, {"help_with": ("talk", "home")}))
    assert held == State.from_json(held.to_json())


def test_new_is_small() -> None:
    """A conversation that has just begun holds its door, its language and the time, and nothing else."""
    assert '{"door":"sms","language":"en","heard_at":1}' == State("sms", "en", 1).to_json()


def test_repr_tells_nothing() -> None:
    """No word that a person wrote stands in the `repr`."""
    assert "Canary" not in repr(FULL)
