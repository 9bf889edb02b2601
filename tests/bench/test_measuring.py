"""The bench measures what it says: contenders alternate, medians and percentiles are those of the rounds."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.bench import __main__ as bench
from tests.bench import report
from tests.bench.measuring import Timing, alternate, percentile


def test_contenders_take_turns_and_the_first_place_goes_round() -> None:
    order: list[str] = []
    taken = alternate({name: lambda name=name: order.append(name) for name in "ab"}, rounds=8, warm=1)
    assert order[:6] == ["b", "a", "a", "b", "b", "a"]
    assert order.count("a") == order.count("b") == 9
    assert {name: len(timing.seconds) for name, timing in taken.items()} == {"a": 8, "b": 8}


def test_fewer_than_seven_rounds_are_no_measurement() -> None:
    with pytest.raises(ValueError, match="at least 7"):
        alternate({"a": lambda: None}, rounds=6)


def test_percentiles_are_by_nearest_rank() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([1, 2, 3, 4, 5, 6, 7], 0.95) == 7
    assert Timing((0.003, 0.001, 0.002)).median_ms == 2


def test_every_bench_can_be_asked_for_its_options() -> None:
    for name in bench.names():
        source = (bench.FOLDER / f"{name}.py").read_text(encoding="utf-8")
        assert "def add_arguments(" in source, name
        assert source.startswith('"""'), name


def test_the_report_states_command_machine_and_figures() -> None:
    module = ModuleType("x", "What it measures.\n\nMore.")
    machine = {"processor": "P", "cores": 2, "memory_gib": 8.0, "system": "S", "python": "3",
               "packages": {"duckdb": "2"}, "load_average": 0.5}  # fmt: skip
    kept = {"command": "python -m tests.bench x", "date": "2026-01-01", "machine": machine}
    text = report.whole({"x": (module, kept | {"result": {"a": {"b": 1.23456}, "n": 12345, "none": None}})})
    assert "## x\n\nWhat it measures.\n" in text
    assert "| a.b | 1.23 |" in text
    assert "| n | 12,345 |" in text
    assert "| none | – |" in text
    assert "`python -m tests.bench x` · 2026-01-01 · P, 2 cores, 8.0 GiB" in text
