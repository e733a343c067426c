"""docs/what-it-answers.md: every demand is answered, and each place it names is there."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "what-it-answers.md"
# Only these may be left to the hub, or to a release to come.
ELSEWHERE = {"4", "12", "15", "16", "17", "20", "22", "42", "43", "45", "46"}
SYSTEMS = {
    "MARAC",
    "MASH",
    "Safeguarding adults",
    "Drive",
    "IRIS",
    "Ask Me",
    "IDVA, ISVA, refuge",
    "CAF",
    "CAFCASS and courts",
    "Supporting Families, housing, debt, substances, mental health",
    "JSNA, PCC, HMICFRS, reviews",
    "Checkpoint, probation",
    "Three conversations",
    "Act and Convention",
    "Steps to Change",
}


class Row(NamedTuple):
    """One line of a table: the demand, what is done, and where."""

    demand: str
    done: str
    file: str
    place: str


def rows() -> list[Row]:
    """Every line of both tables."""
    cells = [
        [c.strip() for c in line.strip("|").split(" | ")]
        for line in PAGE.read_text("utf-8").splitlines()
        if line[:2] == "| "
    ]
    return [Row(*(c.strip().strip("`") for c in row)) for row in cells if row[0] not in {"No.", "System"}]


def names(file: Path) -> set[str]:
    """Everything in a file that a place may name."""
    if file.suffix == ".toml":
        return set(_toml(tomllib.loads(file.read_text("utf-8"))))
    return set(_python(ast.parse(file.read_text("utf-8"))))


def _toml(table: dict[str, Any]) -> Iterator[str]:
    """The tables of a file, its steps, their fields and choices, fields that pages share, and its triggers."""
    yield from (name for name, held in table.items() if held)
    for step in (*table.get("step", ()), *table.get("trigger", ()), *table.get("field", ())):
        yield from (str(step[key]) for key in ("id", "use") if key in step)
        for one in (step, *step.get("fields", ())):
            yield str(one.get("id", ""))
            yield from (f"{one.get('id')}.{choice}" for choice in one.get("choices", {}))


def _python(tree: ast.Module) -> Iterator[str]:
    """The functions and classes of a module, and the attributes of its classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{x.target.id}" for x in node.body if _attribute(x))  # type: ignore[attr-defined]


def _attribute(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)


def test_every_demand_is_answered() -> None:
    """1 to 52, 28b, and every system that is named."""
    wanted = {*map(str, range(1, 53)), "28b", *SYSTEMS}
    assert wanted == {row.demand for row in rows()}


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r.demand}-{r.place}") for r in rows() if r.file != "later"])
def test_the_place_is_there(row: Row) -> None:
    """What answers a demand stands where the page says that it does."""
    file = ROOT / row.file
    assert file.is_file(), row
    if file.suffix in {".toml", ".py"}:
        assert row.place in names(file), row
    else:
        assert row.place in file.read_text("utf-8"), row


def test_little_is_left_to_others() -> None:
    """Only what lies behind the queue is left to the hub or to later."""
    left = {row.demand for row in rows() if row.file == "later" or re.match(r"(Hub|Later):", row.done)}
    assert left <= ELSEWHERE
