"""A mutant in the place of the code it was made from, in this process, and the code put back.

Rule: everyone who already holds a function or a table gets the mutant, because it is the
function's own code, or the name in every module of the product, that changes.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutation.mutants import Mutant


@contextmanager
def swapped(module: ModuleType, mutant: Mutant) -> Iterator[None]:
    """The module as the mutant would have it. Raises what the mutant raises when it is made."""
    statement = mutant.tree.body[mutant.at]
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        with _set(_values(module, statement)):
            yield
    else:
        with _coded(module, compile(mutant.tree, module.__file__ or "", "exec", dont_inherit=True)):
            yield


def _values(module: ModuleType, statement: ast.stmt) -> dict[tuple[ModuleType, str], object]:
    """What a table or a constant becomes, wherever in the product it has been imported."""
    names: dict[str, Any] = dict(vars(module))
    before = dict(names)
    exec(compile(ast.Module([statement], []), module.__file__ or "", "exec"), names)  # noqa: S102  # the mutant itself
    changed = {name: value for name, value in names.items() if value is not before.get(name) and name != "__builtins__"}
    ours = [one for name, one in sys.modules.items() if name.split(".")[0] == module.__name__.split(".")[0]]
    return {
        (one, name): value for one in ours for name, value in changed.items() if vars(one).get(name) is before[name]
    }


@contextmanager
def _set(values: dict[tuple[ModuleType, str], object]) -> Iterator[None]:
    before = {(module, name): getattr(module, name) for module, name in values}
    try:
        for (module, name), value in values.items():
            setattr(module, name, value)
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)


@contextmanager
def _coded(module: ModuleType, code: CodeType) -> Iterator[None]:
    codes = dict(_codes(code))
    functions = [one for one in _functions(module) if one.__qualname__ in codes]
    before = [(one, one.__code__) for one in functions]
    try:
        for one in functions:
            one.__code__ = codes[one.__qualname__]
        yield
    finally:
        for one, was in before:
            one.__code__ = was


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    """The functions and methods that the module itself defines."""
    for value in vars(module).values():
        inside = vars(value).values() if isinstance(value, type) and value.__module__ == module.__name__ else (value,)
        for one in inside:
            function = one.fget if isinstance(one, property) else one
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                yield function
