from __future__ import annotations

from typing import Any

from flows.message import Message
from flows.state import Asked
from reception.cut import ANSWER, cut


def message(**more: Any) -> Message:
    """A message with this in it."""
    return Message(id="m", at=0, door="web", **more)


def test_a_long_answer_is_cut_to_its_limit() -> None:
    """Typed or in a form, no answer is longer than we say."""
    made = cut(message(words="x" * 9000, fields={"story": ("y" * 9000, "z")}))
    assert made.words == "x" * ANSWER
    assert made.fields == {"story": ("y" * ANSWER, "z")}


def test_what_utf8_cannot_hold_is_replaced() -> None:
    """Half characters and NULs come out as text that can be stored."""
    made = cut(message(words="a\ud800b\0c", fields={"\udfff": ("\0",)}, target="\ud800", asked=Asked("\ud800", "\0")))
    assert made.words == "a?bc"
    assert made.fields == {"?": ("",)}
    assert (made.target, made.asked) == ("?", Asked("?", ""))


def test_a_form_of_a_thousand_fields_is_cut() -> None:
    """No form of ours has so many; what is made up does not grow a conversation."""
    made = cut(message(fields={f"f{n}": ("x",) * 1000 for n in range(1000)}))
    assert made.fields is not None
    assert len(made.fields) == 50
    assert {len(values) for values in made.fields.values()} == {50}


def test_nothing_said_stays_nothing_said() -> None:
    """A command carries no words, and gets none."""
    made = message(command="leave")
    assert cut(made) == made
