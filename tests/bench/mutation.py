"""How many small faults in evalcore/scoring its tests notice: a sample of mutants, drawn by seed over all modules.

A mutant changes one comparison, boolean, number or sign of one module in a copy of the package; it is killed when a
test fails. Survivors are listed with file, line and what was changed.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
_COMPARE: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mutants", type=int, default=40)
    parser.add_argument("--seed", type=int, default=20241126)
    parser.add_argument("--seconds", type=float, default=420, help="stop drawing after this long")
    parser.add_argument(
        "--modules", nargs="*", default=None, help="file names; default every module of scoring"
    )
    parser.add_argument("--tests", nargs="*", default=["tests/scoring"])


def _changes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every change a tree allows, as (position of the node in ast.walk, what)."""
    for at, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARE:
            yield at, "compare"
        elif isinstance(node, ast.BoolOp):
            yield at, "and/or"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield at, "not"
        elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            yield at, "arithmetic"
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield at, "boolean"
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            yield at, "number"


def mutate(source: str, at: int) -> tuple[str, int, str]:
    """The changed source, the line, and the line's text."""
    tree = ast.parse(source)
    node: Any = next(node for position, node in enumerate(ast.walk(tree)) if position == at)
    line = node.lineno
    match node:
        case ast.Compare():
            node.ops[0] = _COMPARE[type(node.ops[0])]()
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
    return ast.unparse(ast.fix_missing_locations(tree)), line, source.splitlines()[line - 1].strip()


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    killed, survivors = 0, []
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / "copy"
        for name in ("evalcore", "tests", "pyproject.toml"):
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, _under(copy, name))
        folder = copy / "evalcore" / "scoring"  # a copy: the tree may be worked on meanwhile
        modules = [
            p for p in sorted(folder.rglob("*.py")) if not arguments.modules or p.name in arguments.modules
        ]
        every = [
            (path, at, what)
            for path in modules
            for at, what in _changes(ast.parse(path.read_text(encoding="utf-8")))
        ]
        drawn = random.Random(arguments.seed).sample(every, min(arguments.mutants, len(every)))
        if drawn and _noticed(copy, drawn[0][0], arguments.tests):
            raise RuntimeError("the tests fail without any mutant")
        started = time.monotonic()
        for path, at, what in drawn:
            if time.monotonic() - started > arguments.seconds:
                break
            original = path.read_text(encoding="utf-8")
            changed, line, text = mutate(original, at)
            path.write_text(changed, encoding="utf-8")
            noticed = _noticed(copy, path, arguments.tests)
            path.write_text(original, encoding="utf-8")
            killed += noticed
            if not noticed:
                survivors.append(f"{path.relative_to(folder)}:{line} {what}: {text}")
    tried = killed + len(survivors)
    return {
        "seed": arguments.seed,
        "possible": len(every),
        "tried": tried,
        "killed": killed,
        "score": round(killed / tried, 3) if tried else None,
        "survivors": survivors,
    }


# Files left out: the worked cases run without pytest, robustness only says that nothing raises (it could kill more,
# never fewer), and for modules that read and apply sentences the tests of weights, checks, portfolio … say nothing.
_WITHOUT = ("rule", "rule_corpus", "robustness")
_ELSEWHERE = ("whatif", "weights", "portfolio", "rule_set", "checks", "trial", "total", "grade", "execution")


def _noticed(copy: Path, path: Path, tests: list[str]) -> bool:
    """Whether a worked case or a test fails over the mutant; a loop that never ends is noticed too."""
    files = [file for test in tests for file in sorted((copy / test).rglob("test_*.py"))]
    elsewhere = any(word in path.parts or path.stem.startswith(word) for word in _ELSEWHERE)
    left_out = _WITHOUT if elsewhere else (*_WITHOUT, *_ELSEWHERE)
    own = [str(file) for file in files if file.stem == f"test_{path.stem}" and path.stem != "rule"]
    rest = [
        str(file)
        for file in files
        if file.stem.removeprefix("test_") not in left_out and (elsewhere or "checks" not in file.parts)
    ]
    steps: list[Callable[[], bool]] = [lambda: _tests_hold(own)] if own else []
    if not elsewhere:
        steps.append(_cases_hold)
    steps.append(lambda: _tests_hold(rest))
    return any(not _holds(step, copy) for step in steps)


def _cases_hold() -> bool:
    """The worked cases without pytest's share for each of some thousands, in mixed order: most mutants end here."""
    rules = importlib.import_module("tests.scoring.test_rule")
    examples = list(rules.EXAMPLES)
    random.Random(1).shuffle(examples)
    for example in examples:
        rules.test_worked_case(*example)
    for text in rules.TEXTS:
        rules.test_a_canonical_sentence_reads_back_to_the_same_rule(text)
    return True


def _tests_hold(paths: list[str]) -> bool:
    return pytest.main(["-q", "-x", "-p", "no:cacheprovider", *paths]) == 0


def _holds(work: Callable[[], bool], copy: Path, seconds: int = 400) -> bool:
    """Do the work in a child process over the copy's modules; False when it fails, or does not end."""
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sys.dont_write_bytecode = True
        os.chdir(copy)
        for name in [name for name in sys.modules if name.split(".")[0] in ("evalcore", "tests")]:
            del sys.modules[name]
        sys.path.insert(0, str(copy))
        held = False
        try:
            held = work()
        finally:
            os._exit(0 if held else 1)
    return os.waitpid(child, 0)[1] == 0


def _under(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
