"""测算 over 10M indicators under other weights: integer arrays, equal to the Decimal engine to the digit."""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import Any

import numpy as np

from evalcore.scoring.whatif import LEVELS, Portfolio, Row, portfolio, rescore, rescore_one
from tests.bench.measuring import alternate, machine

WEIGHTS = {
    "execution": Decimal(10),
    "output": Decimal("40.5"),
    "benefit": Decimal("33.25"),
    "satisfaction": Decimal("16.25"),
}
FORM = ("execution", *["output"] * 5, *["benefit"] * 3, "satisfaction")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--evaluations", type=int, default=1_000_000, help="forms of ten indicators")
    parser.add_argument("--checked", type=int, default=2_000, help="forms compared with the Decimal engine")
    parser.add_argument("--rounds", type=int, default=7)


def rows_of_one(draw: np.random.Generator) -> list[Row]:
    """Ten rows of a form: full marks mostly, else a ratio of two printed numbers."""
    rows = []
    for level in FORM:
        under = int(draw.integers(1, 500))
        top = under if draw.random() < 0.7 else int(draw.integers(0, under + 1))
        rows.append(Row(level, Decimal(int(draw.integers(100, 2_000))) / 100, Decimal(top) / under))
    return rows


def repeated(held: Portfolio, times: int) -> Portfolio:
    """The same forms `times` over: only the size matters to the speed."""
    rows = len(held.slot)
    starts = held.offsets[:-1]
    offsets = np.concatenate([starts + rows * n for n in range(times)] + [[rows * times]])
    return Portfolio(
        np.tile(held.numerator, times),
        np.tile(held.denominator, times),
        np.tile(held.slot, times),
        offsets.astype(np.int64),
        held.patterns,
    )


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    draw = np.random.default_rng(20240101)
    checked = min(arguments.checked, arguments.evaluations)
    forms = [rows_of_one(draw) for _ in range(checked)]
    small = portfolio(forms)
    held = repeated(small, max(arguments.evaluations // checked, 1))
    totals = rescore(held, WEIGHTS)
    wrong = sum(
        Decimal(int(total)) / 100 != rescore_one(rows, WEIGHTS)
        for total, rows in zip(totals[:checked], forms, strict=True)
    )
    wrong += int((totals.reshape(-1, checked) != totals[:checked]).sum())
    timed = alternate({"rescore": lambda: rescore(held, WEIGHTS)}, rounds=arguments.rounds)
    return {
        "machine": machine(),
        "levels": len(LEVELS),
        "evaluations": held.size,
        "indicators": len(held.slot),
        "rounds": arguments.rounds,
        "median_ms": round(timed["rescore"].median_ms, 1),
        "fastest_ms": round(timed["rescore"].fastest_ms, 1),
        "compared_with_decimal": checked,
        "mismatches": wrong,
    }
