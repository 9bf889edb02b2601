"""What counts as a mutant, and that marking a module changes nothing but what it tells."""

from __future__ import annotations

import builtins
from pathlib import Path

import pytest

from tests.bench.mutants import marked, mutants_of

SOURCE = '''"""A module."""
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    LEAST = 1


@dataclass(frozen=True)
class Held:
    kind: Literal[3] = 4


@lru_cache(maxsize=5)
def grown(a: int, b: Literal[6] = 7) -> Literal[8]:
    """Its words."""
    if 0 < a <= b and not b == 9:
        return a * 2
    return len(list(zip([a], [b], strict=True))) - 1
'''


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "grown.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_every_change_of_a_module_apart_from_annotations_and_decorators(module: Path) -> None:
    assert sorted(mutant.changed for mutant in mutants_of(module)) == sorted(
        [
            "kind: Literal[3] = 5",
            "def grown(a: int, b: Literal[6] = 8) -> Literal[8]:",
            "if 0 < a <= b or not b == 9:",
            "if 0 <= a <= b and not b == 9:",
            "if 0 < a < b and not b == 9:",
            "if 1 < a <= b and not b == 9:",
            "if 0 < a <= b and not not b == 9:",
            "if 0 < a <= b and not b != 9:",
            "if 0 < a <= b and not b == 10:",
            "return a / 2",
            "return a * 3",
            "return len(list(zip([a], [b], strict=True))) + 1",
            "return len(list(zip([a], [b], strict=True))) - 2",
        ]
    )


def test_a_mutant_is_the_module_with_that_one_change(module: Path) -> None:
    mutant = next(one for one in mutants_of(module) if one.changed == "return a * 3")
    names: dict[str, object] = {}
    exec(mutant.code(), names)
    grown = names["grown"]
    assert callable(grown)
    assert (grown(2), grown(0)) == (6, 0)
    assert (mutant.line, mutant.statement, mutant.in_function) == (19, 19, True)
    default = next(one for one in mutants_of(module) if one.changed.startswith("def grown"))
    assert not default.in_function


def test_marks_tell_the_statements_that_run_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    executed: set[int] = set()
    monkeypatch.setitem(vars(builtins), "__executes__", executed.add)
    names: dict[str, object] = {}
    exec(marked(SOURCE, 1000), names)
    grown = names["grown"]
    assert callable(grown)
    assert executed == set()
    assert grown(2) == 4
    assert executed == {1018, 1019}
    assert grown(0) == 0
    assert executed == {1018, 1019, 1020}
    assert grown.__doc__ == "Its words."
