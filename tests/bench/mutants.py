"""The mutants of a module: each changes one comparison, boolean, number, sign or and/or of its source.

Left out is what says nothing to a reader of results: type annotations, `if TYPE_CHECKING`, `__slots__`, and what
decorators are given (frozen, slots, sizes of caches); and `strict` of zip, which only asserts that lengths agree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

_COMPARE: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module: the source line it stands on (stripped), and that line as it becomes."""

    path: Path
    at: int  # position of the node in ast.walk
    part: int  # which operator of the node
    line: int
    text: str
    changed: str
    statement: int  # line of the innermost statement around it
    in_function: bool  # runs when a function is called, not when the module is imported

    @property
    def name(self) -> str:
        return f"{self.path.name}:{self.line}"

    def tree(self) -> ast.Module:
        """The module with the change; nodes keep the places they had."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        node = next(node for position, node in enumerate(ast.walk(tree)) if position == self.at)
        _change(node, self.part)
        return ast.fix_missing_locations(tree)

    def source(self) -> str:
        return ast.unparse(self.tree())

    def code(self) -> CodeType:
        return compile(self.tree(), str(self.path), "exec")


def mutants_of(path: Path) -> list[Mutant]:
    """Every change a module allows."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    lines = source.splitlines()
    silent = {id(inner) for node in _silent(tree) for inner in ast.walk(node)}
    running = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, _FUNCTIONS)
        for part in (node.body if isinstance(node.body, list) else [node.body])
        for inner in ast.walk(part)
    }
    statements = dict(_statements(tree, 0))
    found = []
    for at, node in enumerate(ast.walk(tree)):
        if id(node) in silent:
            continue
        for part in _parts(node):
            assert isinstance(node, ast.expr)
            text, changed = lines[node.lineno - 1].strip(), _changed(lines, node, part)
            around, inside = statements[id(node)], id(node) in running
            found.append(Mutant(path, at, part, node.lineno, text, changed, around, inside))
    return found


def _statements(node: ast.AST, line: int) -> Iterator[tuple[int, int]]:
    """For each node (its id) the line of its innermost statement."""
    line = node.lineno if isinstance(node, ast.stmt) else line
    yield id(node), line
    for child in ast.iter_child_nodes(node):
        yield from _statements(child, line)


def statement_lines(source: str) -> list[int]:
    """Where the statements of a module stand."""
    return sorted(node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt))


class _Marks(ast.NodeTransformer):
    """Before each statement of a function, a call of the built-in `__executes__(line + offset)`."""

    def __init__(self, offset: int) -> None:
        self.offset, self.depth = offset, 0

    def generic_visit(self, node: ast.AST) -> ast.AST:
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        self.depth += inside
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody") if self.depth else ():
            if isinstance(block := getattr(node, name, None), list):
                setattr(node, name, [each for one in block for each in (*self._mark(one), one)])
        self.depth -= inside
        return node

    def _mark(self, node: ast.stmt) -> list[ast.stmt]:
        if isinstance(node, ast.Global | ast.Nonlocal) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            return []  # a docstring must stay the first
        return ast.parse(f"__executes__({node.lineno + self.offset})").body


def marked(source: str, offset: int) -> str:
    """The source, telling `__executes__` (a built-in of whoever runs it) which statements of functions run."""
    return ast.unparse(_Marks(offset).visit(ast.parse(source)))


def _silent(tree: ast.AST) -> Iterator[ast.AST]:
    """The parts of a tree whose values no result depends on."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield from node.decorator_list
                yield from [node.returns] if getattr(node, "returns", None) is not None else []
            case ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case ast.AnnAssign():
                yield node.annotation
            case ast.If(test=ast.Name("TYPE_CHECKING")) | ast.keyword(arg="strict"):
                yield node
            case ast.Assign(targets=[ast.Name("__slots__")]):
                yield node


def _parts(node: ast.AST) -> list[int]:
    """The changes a node allows."""
    match node:
        case ast.Compare():
            return [n for n, operator in enumerate(node.ops) if type(operator) in _COMPARE]
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Constant(value=int()):
            return [0]
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            return [0]
    return []


def _change(node: Any, part: int) -> None:
    match node:
        case ast.Compare():
            node.ops[part] = _COMPARE[type(node.ops[part])]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case ast.BinOp():
            node.op = _ARITHMETIC[type(node.op)]()
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant():
            node.value += 1


def _changed(lines: list[str], node: ast.expr, part: int) -> str:
    """The node's first line with the change; of a node over several lines, the changed node."""
    old = ast.unparse(node)
    new = ast.parse(old, mode="eval").body
    _change(new, part)
    if node.lineno != node.end_lineno:
        return ast.unparse(new)
    line = lines[node.lineno - 1].encode()
    assert node.end_col_offset is not None
    return (
        (line[: node.col_offset] + ast.unparse(new).encode() + line[node.end_col_offset :])
        .decode(errors="replace")
        .strip()
    )
