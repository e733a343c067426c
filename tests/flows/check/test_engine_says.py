"""The sentences that the engine asks for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import flows
from flows.check.engine_says import KEYS


def asked_for(tree: ast.AST) -> Iterator[str]:
    """The key in each call of says, says_at or the like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("says", "says_at"):
                yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def test_all_that_the_engine_says_is_proved() -> None:
    """Every key that the engine's code asks for is one that is proved to be there, and no other is."""
    files = Path(flows.__file__).parent.glob("*.py")
    assert set(KEYS) == {key for file in files for key in asked_for(ast.parse(file.read_text("utf-8")))}
