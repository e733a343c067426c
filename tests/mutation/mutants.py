"""Small mistakes, one at a time, in the source of a module.

Rule: each is one that a person could make and not see: a sign turned, an end moved by
one, a word left out, one thing returned for another.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SIGNS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_SUMS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NAMES: Final = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """A module with one mistake, in statement `at` of its top level. `name` says which, without line numbers."""

    name: str
    at: int
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, each with a name of its own."""
    tree = ast.parse(source)
    taken: dict[str, int] = {}
    for at, statement in enumerate(tree.body):
        for node in _nodes(statement) if not _is_dunder(statement) else ():
            for said, changed in _changes(node):
                name = f"{_where(statement, node)}: {said}"
                taken[name] = taken.get(name, 0) + 1
                unique = name if taken[name] == 1 else f"{name} ({taken[name]})"
                yield Mutant(unique, at, _with(tree, node, changed))


def _is_dunder(statement: ast.stmt) -> bool:
    """Whether it says what a module shows, and not what it does."""
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]).startswith("__")


def _where(statement: ast.stmt, node: ast.AST) -> str:
    """The function it stands in, or the name that is set."""
    for inner in ast.walk(statement):
        if isinstance(inner, ast.FunctionDef) and any(one is node for one in ast.walk(inner)):
            return inner.name
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
    return target.id if isinstance(target, ast.Name) else "?"


def _nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """All that is run of a statement: no docstring, no type, no default of a class, no import."""
    if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
        yield from _run(statement.value)
    elif isinstance(statement, ast.FunctionDef):
        yield from (node for line in _body(statement) for node in _run(line))
    elif isinstance(statement, ast.ClassDef):
        methods = (line for line in statement.body if isinstance(line, ast.FunctionDef))
        yield from (node for method in methods for line in _body(method) for node in _run(line))


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) else function.body


def _run(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        return  # how a reason is worded
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_comment"}:
            continue
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST):
                yield from _run(inner)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a node could be by mistake, and how to say it."""
    was = ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else ""
    for changed in _mistakes(node):
        yield f"{_short(was)} -> {_short(ast.unparse(changed))}", changed


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:50]}...{line[-17:]}"


def _mistakes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare | ast.BoolOp):
        yield from _signs(node) if isinstance(node, ast.Compare) else _both(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        yield ast.BinOp(node.left, _SUMS[type(node.op)](), node.right)
    elif isinstance(node, ast.IfExp | ast.If):
        yield from _turned(node)
    elif isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Constant):
        yield from _constants(node.value)
    elif isinstance(node, ast.Name) and node.id in _NAMES:
        yield ast.Name(_NAMES[node.id], node.ctx)


def _signs(node: ast.Compare) -> Iterator[ast.AST]:
    for place, sign in enumerate(node.ops):
        for other in _SIGNS[type(sign)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield ast.Compare(node.left, ops, node.comparators)


def _both(node: ast.BoolOp) -> Iterator[ast.AST]:
    """The other word between them, and each of them left out."""
    yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
    for place in range(len(node.values)):
        left = node.values[:place] + node.values[place + 1 :]
        yield ast.BoolOp(node.op, left) if len(left) > 1 else left[0]


def _turned(node: ast.IfExp | ast.If) -> Iterator[ast.AST]:
    turned = ast.UnaryOp(ast.Not(), node.test)
    if isinstance(node, ast.If):
        yield ast.If(turned, node.body, node.orelse)
    else:
        yield ast.IfExp(turned, node.body, node.orelse)


def _constants(value: object) -> Iterator[ast.Constant]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant("" if value else "mutant")


def _with(tree: ast.Module, node: ast.AST, changed: ast.AST) -> ast.Module:
    """The whole tree with `changed` in place of `node`. Only what lies above it is copied."""
    whole = _Replace(node, ast.copy_location(copy.deepcopy(changed), node)).visit(tree)
    assert isinstance(whole, ast.Module)
    return ast.fix_missing_locations(whole)


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another, in a copy."""

    def __init__(self, node: ast.AST, changed: ast.AST) -> None:
        self.node, self.changed = node, changed

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, a copy of it with the change inside, or what takes its place."""
        if node is self.node:
            return self.changed
        return self.generic_visit(copy.copy(node))

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Copy lists, so that the tree itself stays as it is."""
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                setattr(node, name, [self.visit(one) if isinstance(one, ast.AST) else one for one in value])
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node
