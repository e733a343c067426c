"""The tests of a module as plain calls, each case of each, without pytest around them.

Rule: the very tests that pytest runs. Those that ask for a fixture nobody names here, and
hypothesis, which takes longer than a mutant may, are left out.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from types import ModuleType
from typing import Any

Case = Callable[[], object]


def cases(names: Sequence[str], fixtures: Mapping[str, object]) -> list[Case]:
    """Every case of the tests in these modules."""
    return [case for name in names for case in _of(importlib.import_module(name), fixtures)]


def _of(module: ModuleType, fixtures: Mapping[str, object]) -> Iterator[Case]:
    for name, test in vars(module).items():
        if not name.startswith("test_") or hasattr(test, "hypothesis"):
            continue
        for told in _told(test):
            lacks = [p for p in inspect.signature(test).parameters if p not in told]
            if all(name in fixtures for name in lacks):
                yield partial(test, **told, **{name: fixtures[name] for name in lacks})


def _told(test: Callable[..., object]) -> Iterator[dict[str, Any]]:
    """The arguments of each case, from the marks of pytest."""
    marks = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    tables = [[dict(_row(names, row)) for row in rows] for names, rows in marks]
    for rows in product(*tables):
        yield {name: value for row in rows for name, value in row.items()}


def _row(names: str | Sequence[str], row: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(names, str):
        yield names, row
    else:
        yield from zip(names, row, strict=True)


def fails(case: Case) -> bool:
    """Whether the case fails. Whatever it raises is a failure, as it is to pytest."""
    try:
        case()
    except Exception:  # noqa: BLE001  # pytest's own failures too: `raises` is one
        return True
    except BaseException as fault:
        if type(fault).__module__.startswith("_pytest"):
            return True
        raise
    return False
