"""Every code of the table has a test that raises it and a near miss that does not."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from evalcore.scoring.checks import Code, all_codes

TESTS = Path(__file__).parents[2]
HERE = Path(__file__).parent
_ABSENT = re.compile(r"\bnot\b|== \(\)|== set\(\)|== \[\]|is raised|is None|is wanted")


def in_tables() -> set[str]:
    """Codes with a row (code, form that raises it, near miss) in a CASES table of this folder."""
    modules = (import_module(f"tests.scoring.checks.{path.stem}") for path in HERE.glob("test_*.py"))
    return {case[0] for module in modules for case in getattr(module, "CASES", [])}


@cache
def functions() -> tuple[str, ...]:
    """The source of every test function of the places where findings are raised, its module's constants with it."""
    found = []
    for folder in ("scoring", "loaders", "insight", "queries", "sample"):
        for path in sorted((TESTS / folder).rglob("test_*.py")):
            source = path.read_text(encoding="utf-8")
            found += [
                ast.get_source_segment(source, node) or ""
                for node in ast.parse(source).body
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            ]
    return tuple(found)


@pytest.mark.parametrize(
    "code", [code for code in all_codes() if not code.reading], ids=lambda code: code.code
)
def test_a_code_is_raised_and_nearly_missed(code: Code) -> None:
    """What only reading notes (FM_UNIT_ASSUMED …) is no doubt of the table: tests/loaders."""
    if code.code in in_tables():
        return
    told = [source for source in functions() if f'"{code.code}"' in source]
    assert told, "no test raises it"
    assert any(_ABSENT.search(source) for source in told), "no near miss"


def test_the_tables_raise_every_code_a_form_alone_can_raise() -> None:
    """What needs other forms, a list or the ledger, and what the loaders raise, is tested where those are."""
    alone = {code.code for code in all_codes() if not code.needs and not code.reading}
    elsewhere = alone - in_tables()
    assert elsewhere == {
        "BUD_TRANSFER_OUT", "BUD_TEXT_TABLE_DIFF", "CARRYOVER_LARGE", "SC_ALL_FULL", "SC_INTEGER_ONLY",
    }  # fmt: skip
